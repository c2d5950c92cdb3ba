"""Colour classes: from one object come the colour of a shape and its row in the legend."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOT_PUBLISHED = "."
"""Stands for a missing figure where a class is one character; it is no class of its own scale."""


@dataclass(frozen=True, slots=True)
class ColourClasses:
    """Classes of a measure, lowest first.

    ``upper_bounds`` are inclusive and rising; a value above the last belongs to one more class. The
    map's style sheet holds a colour ``shade-N`` for each class, light and dark.
    """

    upper_bounds: tuple[float, ...]

    def class_of(self, value: float | None) -> str:
        """The class as one character, ``"0"`` lowest; ``NOT_PUBLISHED`` for a missing figure."""
        return NOT_PUBLISHED if value is None else str(bisect_left(self.upper_bounds, value))

    def shade(self, codes: Sequence[str], values: Mapping[str, float | None]) -> str:
        """One character for each code, in order. A code without a value is not published."""
        return "".join(self.class_of(values.get(code)) for code in codes)

    def whole_number_labels(self) -> list[str]:
        """Labels of the classes of a count: ``0``, ``1``, ``2``, ``3-4``, ``5+``."""
        labels = []
        lowest = 0
        for bound in self.upper_bounds:
            labels.append(str(lowest) if lowest == bound else f"{lowest}\u2013{bound:g}")
            lowest = int(bound) + 1
        return [*labels, f"{lowest}+"]


COUNT_CLASSES = ColourClasses(upper_bounds=(0, 1, 2, 4, 7))
"""For numbers of clusters or tie-ups in a prefecture: most have one to four."""
