"""The relay of this process, as the operator set it."""

import os
import sys
from functools import cache
from pathlib import Path

from cluster_map.live.keeping import Keeping
from cluster_map.live.limits import SETTING as LIMITS
from cluster_map.live.limits import read_limits
from cluster_map.live.one_process import OneProcess
from cluster_map.live.relay import Relay

ROOMS = "CLUSTER_MAP_ROOMS"
"""Where live rooms are kept: a file, ``memory``, or ``postgresql://...`` for several processes."""

IN_MEMORY = "memory"


@cache
def shared_relay() -> Relay:
    """The one relay of this process.

    Raises
    ------
    SettingError
        If a setting cannot be read.
    """
    return Relay(_keeping(os.environ.get(ROOMS, "")), read_limits(os.environ.get(LIMITS, "")))


def _keeping(place: str) -> Keeping:
    if place == IN_MEMORY:
        return OneProcess(None)
    if place.startswith(("postgresql://", "postgres://")):
        from cluster_map.live.many_processes import ManyProcesses  # its driver only where it is used

        return ManyProcesses(place)
    return OneProcess(Path(place) if place else _own_file())


def _own_file() -> Path:
    """Where a system keeps what a program of one user wants to find again."""
    own = {"win32": "LOCALAPPDATA"}.get(sys.platform, "XDG_STATE_HOME")
    folder = os.environ.get(own) or Path("~/.local/state").expanduser()
    return Path(folder) / "cluster-map-japan/rooms.sqlite3"
