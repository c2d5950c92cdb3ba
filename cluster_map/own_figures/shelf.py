"""Where the files of open sessions are found by a map that asks for more. Nothing is kept here.

The shelf holds weak references only: a file is gone when the session that read it is, or lets it go.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from cluster_map.own_figures.limits import Limits
from cluster_map.own_figures.problems import FileRefusedError, Refusal

if TYPE_CHECKING:
    from cluster_map.own_figures.figures import OwnFigures

ROOT = "own-figures"


def cells_path(token: str) -> str:
    """The address of a file's points on this server, without a leading slash."""
    return f"{ROOT}/{token}/cells"


class Shelf:
    """The files of one process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._files: WeakValueDictionary[str, OwnFigures] = WeakValueDictionary()
        self._reading = threading.BoundedSemaphore(limits.files_at_once)

    def put(self, own: OwnFigures) -> str:
        """An address that nobody can guess."""
        token = secrets.token_urlsafe(18)
        self._files[token] = own
        return token

    def get(self, token: str) -> OwnFigures | None:
        return self._files.get(token)

    def __len__(self) -> int:
        return len(self._files)

    @contextmanager
    def place_to_read(self) -> Iterator[None]:
        """Wait until few enough files are being read, so that memory stays bounded.

        Raises
        ------
        FileRefusedError
            If that takes too long, or as many files are open as may be.
        """
        if len(self) >= self._limits.files_kept or not self._reading.acquire(timeout=self._limits.seconds):
            raise FileRefusedError(Refusal.BUSY)
        try:
            yield
        finally:
            self._reading.release()
