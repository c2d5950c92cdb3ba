"""Which points of a chart can carry their names without one lying over another. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A circle whose name stands over it; the radius is in pixels."""

    name: str
    x: float
    y: float
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Plot:
    """The size of a chart's plot in pixels, and of the letters beside its points."""

    width: float
    height: float
    letter: float = 11

    def width_of(self, name: str) -> float:
        """Latin letters take about half of a Japanese one."""
        return sum(self.letter * (1 if unicodedata.east_asian_width(c) in "WF" else 0.56) for c in name)

    def lift(self, point: Point) -> float:
        """How far the middle of a name stands above the middle of its circle."""
        return point.radius + 0.65 * self.letter


def named_apart(points: Sequence[Point], first: Iterable[int], plot: Plot) -> set[int]:
    """Positions of the points whose names lie over no other name and no other circle.

    Parameters
    ----------
    first
        All positions; an earlier one keeps its name where two would touch, and the very first in any case.
    """
    across = _scaled([point.x for point in points], plot.width)
    heights = _scaled([point.y for point in points], plot.height)
    up = [height + plot.lift(point) for height, point in zip(heights, points, strict=True)]
    half = [plot.width_of(point.name) / 2 for point in points]

    def over_a_circle(i: int) -> bool:
        return any(
            abs(across[i] - across[j]) < half[i] + circle.radius
            and abs(up[i] - heights[j]) < plot.letter / 2 + circle.radius
            for j, circle in enumerate(points)
            if j != i
        )

    def over_a_name(i: int) -> bool:
        return any(
            abs(across[i] - across[j]) < half[i] + half[j] + plot.letter / 2
            and abs(up[i] - up[j]) < 1.2 * plot.letter
            for j in named
        )

    named: set[int] = set()
    for i in first:
        if not named or not (over_a_name(i) or over_a_circle(i)):
            named.add(i)
    return named


def _scaled(values: Sequence[float], pixels: float) -> list[float]:
    low, high = min(values, default=0), max(values, default=0)
    return [(value - low) / ((high - low) or 1) * pixels for value in values]
