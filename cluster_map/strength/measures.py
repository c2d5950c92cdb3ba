"""The measures: for which classifications and years each is there, and how it is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cluster_map.atlas import Record
from cluster_map.domain import MeasureId, Missing
from cluster_map.strength.concentration import litzenberger_sternberg
from cluster_map.strength.figures import Figure, Statistics, Subject, is_number, numbers
from cluster_map.strength.growth import growth_pct
from cluster_map.strength.quotient import JAPAN, Benchmark, location_quotients

BASIC = ("establishments", "employees", "shipments", "value-added", "gpp")
"""What the tables hold; every measure is made of these."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    ``bases`` are alternatives, the first that a classification has is taken; each names the basic
    measures that must all be there. ``of_parts`` says that it needs more than one industry.
    """

    bases: tuple[tuple[str, ...], ...]
    of_parts: bool = False

    @property
    def is_quotient(self) -> bool:
        """Whether it holds shares against a benchmark."""
        return self.of_parts and len(self.bases[0]) == 1


MEASURES: Mapping[MeasureId, Measure] = MappingProxyType(
    {
        MeasureId.ESTABLISHMENTS: Measure((("establishments",),)),
        MeasureId.EMPLOYEES: Measure((("employees",),)),
        MeasureId.SHIPMENTS: Measure((("shipments",),)),
        MeasureId.VALUE_ADDED: Measure((("value-added",),)),
        MeasureId.GPP: Measure((("gpp",),)),
        MeasureId.LQ_ESTABLISHMENTS: Measure((("establishments",),), of_parts=True),
        MeasureId.LQ_EMPLOYEES: Measure((("employees",),), of_parts=True),
        # The product of an activity is its value added: the accounts call it so.
        MeasureId.LQ_VALUE_ADDED: Measure((("value-added",), ("gpp",)), of_parts=True),
        MeasureId.PRODUCTIVITY: Measure((("value-added", "employees"),)),
        MeasureId.GROWTH: Measure((("employees",), ("gpp",))),
        MeasureId.LITZENBERGER_STERNBERG: Measure((("employees", "establishments"),), of_parts=True),
    }
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of a subject in every prefecture.

    ``from_year`` is there for a change between two years only. ``publications`` name every source.
    """

    measure: MeasureId
    subject: Subject
    year: int
    from_year: int | None
    figures: Mapping[str, Figure]
    publications: tuple[Record, ...]

    @property
    def ranking(self) -> list[tuple[str, float]]:
        """Prefectures with a figure, the highest first, equal ones in the order of their codes."""
        return sorted(numbers(self.figures).items(), key=lambda pair: (-pair[1], pair[0]))

    def rank(self, prefecture: str) -> int | None:
        """1 for the highest; equal figures share a rank. ``None`` for one without a figure."""
        own = self.figures[prefecture]
        if not is_number(own):
            return None
        return 1 + sum(value > own for value in numbers(self.figures).values())


def basic_measures(statistics: Statistics, measure: MeasureId, classification: str) -> tuple[str, ...]:
    """The basic measures from which a measure is made in a classification; empty where it cannot be."""
    held = statistics.classifications[classification]["measures"]
    if MEASURES[measure].of_parts and len(statistics.parts(classification)) < 2:
        return ()
    return next((base for base in MEASURES[measure].bases if set(base) <= set(held)), ())


def classifications_of(statistics: Statistics, measure: MeasureId) -> tuple[str, ...]:
    """Classifications for which a measure can be computed, growth only where there are two years."""
    return tuple(c for c in statistics.classifications if years_of(statistics, measure, c))


def years_of(statistics: Statistics, measure: MeasureId, classification: str) -> tuple[int, ...]:
    """Years that a measure can be asked for, oldest first; growth: those with a year before them."""
    bases = basic_measures(statistics, measure, classification)
    if not bases:
        return ()
    years = set(statistics.years(classification, bases[0]))
    for base in bases[1:]:
        years &= set(statistics.years(classification, base))
    found = tuple(sorted(years))
    return found[1:] if measure is MeasureId.GROWTH else found


def from_years_of(statistics: Statistics, classification: str, year: int) -> tuple[int, ...]:
    """Years from which growth to a year can be counted."""
    bases = basic_measures(statistics, MeasureId.GROWTH, classification)
    return tuple(y for base in bases for y in statistics.years(classification, base) if y < year)


def evaluate(
    statistics: Statistics,
    measure: MeasureId,
    subject: Subject,
    year: int,
    from_year: int | None = None,
    benchmark: Benchmark = JAPAN,
) -> Measured:
    """Compute a measure for all prefectures. Growth needs ``from_year``, quotients use ``benchmark``.

    Years are those of ``years_of`` and ``from_years_of``.
    """
    classification = subject.classification
    bases = basic_measures(statistics, measure, classification)
    first = statistics.of(subject, year, bases[0])
    publications = [statistics.publication(classification, year, base) for base in bases]
    figures: Mapping[str, Figure] = first
    if MEASURES[measure].is_quotient:
        totals = statistics.totals(classification, year, bases[0])
        published = statistics.published(subject, year, bases[0])
        figures = location_quotients(first, totals, published, benchmark)
    elif measure is MeasureId.PRODUCTIVITY:
        figures = _ratio(first, statistics.of(subject, year, bases[1]))
    elif measure is MeasureId.GROWTH:
        if from_year is None:
            raise ValueError("Growth needs a year to count from.")
        figures = growth_pct(statistics.of(subject, from_year, bases[0]), first)
        publications.append(statistics.publication(classification, from_year, bases[0]))
    elif measure is MeasureId.LITZENBERGER_STERNBERG:
        people, people_source = statistics.indicator("population", year)
        area = {code: p["area_km2"] for code, p in statistics.store.by_key("prefectures").items()}
        figures = litzenberger_sternberg(first, statistics.of(subject, year, bases[1]), area, people)
        publications.append(people_source)
    unique = {publication["publication"]: publication for publication in publications}
    start = from_year if measure is MeasureId.GROWTH else None
    return Measured(measure, subject, year, start, figures, tuple(unique.values()))


def _ratio(figures: Mapping[str, Figure], per: Mapping[str, Figure]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for code, figure in figures.items():
        divisor = per[code]
        if is_number(figure) and is_number(divisor):
            found[code] = figure / divisor if divisor > 0 else Missing.NO_BASE
        else:
            found[code] = divisor if is_number(figure) else figure
    return found


def quotients_of_parts(statistics: Statistics, classification: str) -> dict[str, Mapping[str, Figure]]:
    """Every industry of a classification with its quotients by employees, in the newest year."""
    measure = MeasureId.LQ_EMPLOYEES
    year = years_of(statistics, measure, classification)[-1]
    return {
        industry: evaluate(statistics, measure, Subject(classification, (industry,)), year).figures
        for industry in statistics.parts(classification)
    }
