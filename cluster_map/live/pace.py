"""How fast something may come again."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """So many a second over some time, and ``at_once`` after a rest. ``now`` is in seconds."""

    per_s: float
    at_once: float
    _left: float = field(init=False)
    _since: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._left = self.at_once

    def wait_s(self, now: float) -> float:
        """0 where one more may come, which is then counted; else the seconds until it may."""
        self._left = self._left_at(now)
        self._since = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self.per_s

    def has_rested(self, now: float) -> bool:
        return self._left_at(now) >= self.at_once

    def _left_at(self, now: float) -> float:
        return min(self.at_once, self._left + max(0.0, now - self._since) * self.per_s)


@dataclass(slots=True)
class Paces:
    """A pace for each of many keys; those that have rested are forgotten."""

    new: Callable[[], Pace]
    _paces: dict[str, Pace] = field(default_factory=dict)

    def wait_s(self, key: str, now: float) -> float:
        if key not in self._paces:
            self._paces[key] = self.new()
        return self._paces[key].wait_s(now)

    def forget_rested(self, now: float) -> None:
        self._paces = {key: pace for key, pace in self._paces.items() if not pace.has_rested(now)}
