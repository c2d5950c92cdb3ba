"""Classes of a measure for a map: fixed where the measure has a meaning of its own, else by quantiles."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from cluster_map.domain import Language, MeasureId
from cluster_map.maps.changes import Change
from cluster_map.maps.classes import ColourClasses
from cluster_map.strength import words
from cluster_map.strength.figures import is_number, numbers
from cluster_map.strength.labels import quantile
from cluster_map.strength.measures import MEASURES, Measured
from cluster_map.text import say

QUOTIENT_CLASSES = ColourClasses(upper_bounds=(0.5, 0.8, 1.2, 2.0, 3.0))
"""Around 1, the benchmark's share; 1.2 is where "specialised" begins in common use."""

INDEX_CLASSES = ColourClasses(upper_bounds=(0.5, 1.0, 2.0, 4.0, 10.0))
"""Around 1, the national average; 4 is where a "cluster" begins in common use."""

PARTS = (1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6)


def classes_of(measure: MeasureId, values: Iterable[float]) -> ColourClasses:
    """The classes of a measure for these values."""
    if MEASURES[measure].is_quotient:
        return QUOTIENT_CLASSES
    if measure is MeasureId.LITZENBERGER_STERNBERG:
        return INDEX_CLASSES
    return quantile_classes(values)


def quantile_classes(values: Iterable[float]) -> ColourClasses:
    """Six classes with about as many prefectures each, their bounds rounded."""
    found = list(values)
    if not found:
        return ColourClasses(upper_bounds=())
    bounds = [rounded(quantile(found, part)) for part in PARTS]
    if min(found) < 0 < max(found):
        # A class never holds both a rise and a fall.
        nearest = min(range(len(bounds)), key=lambda n: abs(bounds[n]))
        bounds[nearest] = 0.0
    return ColourClasses(tuple(sorted(set(bounds))))


def rounded(value: float) -> float:
    """Two significant digits, so that a legend can be read."""
    if value == 0:
        return 0.0
    return round(value, 1 - math.floor(math.log10(abs(value))))


def labels_of(measure: MeasureId, classes: ColourClasses) -> list[str]:
    """A label a class: up to a bound, between two, above the last."""
    return class_labels([words.number(measure, bound) for bound in classes.upper_bounds])


def class_labels(written: Sequence[str]) -> list[str]:
    """The same for bounds that are written already."""
    if not written:
        return []
    between = [f"{low} \u2013 {high}" for low, high in pairwise(written)]
    return [f"\u2264 {written[0]}", *between, f"> {written[-1]}"]


def shading(measured: Measured, title: str, language: Language) -> Change:
    """The part of a map's change that shades prefectures: class, value, tooltip, legend."""
    measure = measured.measure
    values = numbers(measured.figures)
    classes = classes_of(measure, values.values())
    codes = tuple(measured.figures)
    rows = [[f"shade-{n}", label] for n, label in enumerate(labels_of(measure, classes))]
    missing = sum(not is_number(figure) for figure in measured.figures.values())
    if missing:
        rows.append(["shade-none", say("legend_missing", language, count=missing)])
    return {
        "shade": classes.shade(codes, values),
        "values": [values.get(code) for code in codes],
        "words": [f"{title}: {words.with_unit(measure, measured.figures[code], language)}" for code in codes],
        "legend": {"title": title, "rows": rows},
    }
