"""Who follows a room: those who hear its events, and those who ask again and again instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

FOLLOWER_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
"""What who polls calls itself: made up for one page, so that nobody is known again by it."""

COUNTS_FOR_S = 5.0
"""Who polls has left when nothing was asked for so long: our own page asks every two seconds."""


@dataclass(slots=True)
class Crowd:
    """``polling`` tells by each follower's id until when it counts, in seconds since 1970."""

    listening: int = 0
    polling: dict[str, float] = field(default_factory=dict)

    def forget_gone(self, now: float) -> None:
        self.polling = {follower: until for follower, until in self.polling.items() if until > now}


def count(crowds: Iterable[Crowd], now: float) -> int:
    """How many follow at several processes; who polls may ask now one, now another, and is one."""
    crowds = list(crowds)
    polling = {follower for crowd in crowds for follower, until in crowd.polling.items() if until > now}
    return sum(crowd.listening for crowd in crowds) + len(polling)
