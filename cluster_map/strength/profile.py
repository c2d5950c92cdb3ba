"""What the figures say of one prefecture: each measure of each sector, its rank, and the labels.

A sector is looked up where it is by default: the first classification that has classes for it and the
measure, in the newest year. Growth counts from the first year.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cluster_map.domain import LabelMethod, MeasureId, Missing, SectorId
from cluster_map.strength.figures import Figure, Statistics, is_number
from cluster_map.strength.labels import Labelled, gather, label_classifications, label_places, label_years
from cluster_map.strength.measures import (
    Measured,
    classifications_of,
    evaluate,
    from_years_of,
    years_of,
)
from cluster_map.strength.thresholds import Thresholds, thresholds

PROFILE_MEASURES = (
    MeasureId.LQ_EMPLOYEES,
    MeasureId.EMPLOYEES,
    MeasureId.ESTABLISHMENTS,
    MeasureId.VALUE_ADDED,
    MeasureId.PRODUCTIVITY,
    MeasureId.GROWTH,
)
"""What a profile shows of a sector, in this order."""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One measure of a sector in one prefecture.

    ``measured`` holds the same measure of all prefectures with its classes, years, sources and whether
    it is a proxy; ``rank`` is 1 for the highest of ``ranked``, ``None`` where there is no figure.
    """

    sector: SectorId
    prefecture: str
    measured: Measured

    @property
    def figure(self) -> Figure:
        return self.measured.figures[self.prefecture]

    @property
    def rank(self) -> int | None:
        return self.measured.rank(self.prefecture)

    @property
    def ranked(self) -> int:
        return len(self.measured.ranking)


def measured_by_default(statistics: Statistics, sector: SectorId, measure: MeasureId) -> Measured:
    """A measure of a sector in all prefectures where nobody asks for a classification or a year."""
    subject = statistics.default_subject(sector, classifications_of(statistics, measure))
    year = years_of(statistics, measure, subject.classification)[-1]
    start = None
    if measure is MeasureId.GROWTH:
        start = from_years_of(statistics, subject.classification, year)[0]
    return evaluate(statistics, measure, subject, year, start)


def profile(
    statistics: Statistics,
    prefecture: str,
    sectors: Iterable[SectorId] = tuple(SectorId),
    measures: Iterable[MeasureId] = PROFILE_MEASURES,
) -> list[ProfileRow]:
    """The measures of a prefecture's sectors, sector by sector, those without a figure included."""
    asked = tuple(measures)
    return [
        ProfileRow(sector, prefecture, measured_by_default(statistics, sector, measure))
        for sector in sectors
        for measure in asked
    ]


@dataclass(frozen=True, slots=True)
class SectorLabel:
    """What one method calls a sector in one prefecture."""

    sector: SectorId
    method: LabelMethod
    year: int
    proxy: bool
    labelled: Labelled


def labels_in(
    statistics: Statistics,
    prefecture: str,
    sectors: Iterable[SectorId],
    cut: Thresholds,
) -> list[SectorLabel]:
    """The verdict of every method on each sector that has figures, sector by sector."""
    found = []
    for sector in sectors:
        for method in LabelMethod:
            subject = statistics.default_subject(sector, label_classifications(statistics, method))
            if not subject.industries:
                continue
            year = label_years(statistics, method, subject.classification)[-1]
            evidence = gather(statistics, method, subject, year)
            verdicts = {one.verdict.prefecture: one for one in label_places(method, evidence, cut)}
            found.append(SectorLabel(sector, method, year, subject.proxy, verdicts[prefecture]))
    return found


def by_quotient(rows: Sequence[ProfileRow]) -> list[ProfileRow]:
    """The same rows, the sector with the highest quotient first and those without one last."""
    quotients = {row.sector: row.figure for row in rows if row.measured.measure is MeasureId.LQ_EMPLOYEES}

    def place(row: ProfileRow) -> float:
        quotient = quotients.get(row.sector, Missing.NO_CLASS)
        return -quotient if is_number(quotient) else 0.0

    return sorted(rows, key=place)


KEPT = 60
"""Prefectures whose profiles are kept: all of them."""


@lru_cache(maxsize=KEPT)
def strongest_first(statistics: Statistics, prefecture: str) -> Sequence[ProfileRow]:
    """The measures of every sector of a prefecture, the strongest sector first."""
    return tuple(by_quotient(profile(statistics, prefecture)))


@lru_cache(maxsize=KEPT)
def every_label(statistics: Statistics, prefecture: str) -> Sequence[SectorLabel]:
    """What each method calls every sector of a prefecture where nobody moved a threshold."""
    return tuple(labels_in(statistics, prefecture, tuple(SectorId), thresholds()))
