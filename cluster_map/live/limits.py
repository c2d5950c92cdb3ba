"""What rooms may cost: set by the operator, checked by the relay."""

from dataclasses import dataclass, fields, replace

from cluster_map.errors import SettingError

SETTING = "CLUSTER_MAP_ROOM_LIMITS"
"""Limits other than these, such as ``rooms=50,followers=1000``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Each is the most that is let through.

    ``rooms`` are those that are open at a time, ``followers`` those of one room, ``streams`` those of all
    rooms in one process. ``moves_per_s`` holds for one room over some time, twice as many at once.
    ``opened_per_hour`` holds for one address, ``idle_hours`` is the time without a move after which a
    room is over. One address may follow as often as all others together: a hall shares one.
    """

    rooms: int = 200
    followers: int = 500
    streams: int = 3000
    moves_per_s: int = 20
    opened_per_hour: int = 60
    idle_hours: int = 4

    @property
    def idle_s(self) -> float:
        return self.idle_hours * 3600.0


def read_limits(text: str) -> Limits:
    """Read the operator's limits.

    Raises
    ------
    SettingError
        Names the part that is not ``name=number``.
    """
    names = [field.name for field in fields(Limits)]
    found: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = part.partition("=")
        if name not in names or not (number.isascii() and number.isdigit() and 0 < int(number) < 10**6):
            allowed = f"name=number, with a number from 1 to 999999 and a name of {', '.join(names)}"
            raise SettingError(f"{SETTING}: found '{part}'; allowed: {allowed}.")
        found[name] = int(number)
    return replace(Limits(), **found)
