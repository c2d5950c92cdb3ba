"""Every error that Cluster Map Japan raises on purpose, in one place.

A message says where, what was found and how to mend it.
"""

from dataclasses import dataclass
from pathlib import Path


class ClusterMapError(Exception):
    """Base of all errors raised on purpose: a page catches this one, once."""


@dataclass(frozen=True, slots=True, order=True)
class DataProblem:
    """One thing wrong in one file of a data folder.

    ``line`` counts from 1 with the header as line 1; ``None`` where the whole file is meant.
    """

    file: str
    line: int | None
    column: str | None
    found: str
    mend: str

    def __str__(self) -> str:
        place = [self.file]
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            place.append(f"column '{self.column}'")
        return f"{', '.join(place)}: found {self.found}. {self.mend}"


class DataError(ClusterMapError):
    """A data folder, or tables of it, cannot be used. Carries every problem found, not the first."""

    def __init__(self, folder: Path, problems: list[DataProblem]) -> None:
        self.folder = folder
        self.problems = sorted(problems, key=lambda p: (p.file, p.line or 0, p.column or ""))
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"{folder} has {len(self.problems)} problem(s):\n{lines}")


class UnknownCodeError(ClusterMapError):
    """A code or id that no table knows."""


class RefreshError(ClusterMapError):
    """Official tables could not be fetched, or what came is not fit to be written."""


class SettingError(ClusterMapError):
    """Something that the operator set cannot be used."""


class RoomError(ClusterMapError):
    """A live room cannot do what was asked."""


class UnknownRoomError(RoomError):
    """No room has this code."""


class RoomOverError(RoomError):
    """The room was ended, or nobody has led it for a long time."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The room is {reason}.")


class RoomFullError(RoomError):
    """As many follow as the operator allows."""


class NotTheLeadError(RoomError):
    """The token is not that of the room's lead, or the lead was handed on."""


class TooFastError(RoomError):
    """More than the operator allows in such a time. ``wait_s`` is how long to wait."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(f"Wait {wait_s:.1f} s.")


class TooManyRoomsError(RoomError):
    """As many rooms are open as the operator allows."""


class RoomsAwayError(RoomError):
    """The place where rooms are kept does not answer just now."""
