"""A measure over time: one line for each unbroken stretch of one classification."""

from dataclasses import dataclass
from itertools import pairwise

from cluster_map.domain import MeasureId
from cluster_map.strength.figures import Statistics, Subject, is_number
from cluster_map.strength.measures import classifications_of, evaluate, from_years_of, years_of
from cluster_map.strength.quotient import JAPAN, Benchmark


@dataclass(frozen=True, slots=True)
class Stretch:
    """Years of one prefecture that may be joined by a line."""

    prefecture: str
    classification: str
    points: tuple[tuple[int, float], ...]


YEARLY = ("prefectural-accounts", "census-of-manufactures-total")
"""Classifications that come every year: a year left out breaks their line."""


def series_of(
    statistics: Statistics,
    measure: MeasureId,
    subject: Subject,
    prefectures: tuple[str, ...],
    benchmark: Benchmark = JAPAN,
) -> list[Stretch]:
    """A subject over all years of every classification in which it stands, never joined between them.

    A sector is looked up in each classification. Growth counts from the first year.
    """
    found: list[Stretch] = []
    for own in subjects_in(statistics, measure, subject):
        years = years_of(statistics, measure, own.classification)
        figures = {}
        for year in years:
            earlier = from_years_of(statistics, own.classification, year)
            start = earlier[0] if measure is MeasureId.GROWTH else None
            figures[year] = evaluate(statistics, measure, own, year, start, benchmark).figures
        for code in prefectures:
            points = [(year, figure) for year in years if is_number(figure := figures[year][code])]
            found += [
                Stretch(code, own.classification, tuple(part))
                for part in _unbroken(points, own.classification in YEARLY, years)
            ]
    return found


def indicator_stretches(
    statistics: Statistics, indicator: str, prefectures: tuple[str, ...]
) -> list[Stretch]:
    """A yearly indicator of prefectures; a year left out breaks the line."""
    years = statistics.indicator_years(indicator)
    found = []
    for code in prefectures:
        points = [(year, statistics.indicator(indicator, year)[0][code]) for year in years]
        found += [Stretch(code, indicator, tuple(part)) for part in _unbroken(points, True, years)]
    return found


def subjects_in(statistics: Statistics, measure: MeasureId, subject: Subject) -> list[Subject]:
    """The same subject in each classification that has it: a sector by its classes, an industry alone."""
    allowed = classifications_of(statistics, measure)
    if subject.sector is None:
        return [subject] if subject.classification in allowed else []
    sectors = [statistics.sector(subject.sector, classification) for classification in allowed]
    return [own for own in sectors if own.industries]


def _unbroken(
    points: list[tuple[int, float]], yearly: bool, years: tuple[int, ...]
) -> list[list[tuple[int, float]]]:
    """Split where a year between two points is missing."""
    if not points:
        return []
    parts = [[points[0]]]
    for (before, _), point in pairwise(points):
        apart = point[0] - before > 1 if yearly else any(before < year < point[0] for year in years)
        if apart:
            parts.append([point])
        else:
            parts[-1].append(point)
    return parts
