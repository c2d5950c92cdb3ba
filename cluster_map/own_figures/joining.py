"""A reader's figures beside the official ones: in relation to them, by rank, and by correlation."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.domain import Missing
from cluster_map.strength.figures import Figure, Figures, Statistics, Subject, is_number
from cluster_map.strength.measures import Measured


class Relation(StrEnum):
    """What a figure is divided by."""

    VALUE = "value"
    PER_EMPLOYEE = "per-employee"
    PER_ESTABLISHMENT = "per-establishment"
    PER_INHABITANT = "per-inhabitant"
    QUOTIENT = "quotient"
    """Share of the reader's own total, divided by the share of the employees."""


PER = 1_000
"""Relations are per thousand of their base, so that they can be read."""

BASES: Mapping[Relation, str] = {
    Relation.PER_EMPLOYEE: "employees",
    Relation.PER_ESTABLISHMENT: "establishments",
    Relation.QUOTIENT: "employees",
}

FEWEST_PAIRS = 5
"""With fewer pairs nothing is said of how two figures go together."""


@dataclass(frozen=True, slots=True)
class Base:
    """What figures are divided by: the figures of a subject in a year; population has no subject."""

    figures: Figures
    year: int
    subject: Subject | None


def base_of(statistics: Statistics, relation: Relation, subject: Subject, year: int) -> Base | None:
    """The base of a relation, of the year asked for or else the newest; ``None`` where nobody counts it."""
    if relation is Relation.PER_INHABITANT:
        records = statistics.store.by_key("prefectures")
        [counted] = {int(record["population_year"]) for record in records.values()}
        return Base({code: float(record["population"]) for code, record in records.items()}, counted, None)
    measure = BASES[relation]
    years = statistics.years(subject.classification, measure)
    if not years or not subject.industries:
        return None
    year = year if year in years else years[-1]
    return Base(statistics.of(subject, year, measure), year, subject)


def related(own: Mapping[str, float], relation: Relation, base: Base | None) -> dict[str, float]:
    """The reader's figures in relation to a base, as they are without one. Only what can be told is there."""
    if base is None:
        return dict(own)
    both = {
        code: (value, divisor)
        for code, value in own.items()
        if is_number(divisor := base.figures.get(code, Missing.NOT_PUBLISHED)) and divisor > 0
    }
    if relation is not Relation.QUOTIENT:
        return {code: PER * value / divisor for code, (value, divisor) in both.items()}
    total, whole = sum(value for value, _ in both.values()), sum(divisor for _, divisor in both.values())
    if total <= 0:
        return {}
    return {code: (value / total) / (divisor / whole) for code, (value, divisor) in both.items()}


def ranks(figures: Mapping[str, float]) -> dict[str, int]:
    """Rank by prefecture, 1 the highest; equal figures share one."""
    ordered = sorted(figures.values(), reverse=True)
    first = {value: position + 1 for position, value in reversed(list(enumerate(ordered)))}
    return {code: first[value] for code, value in figures.items()}


@dataclass(frozen=True, slots=True)
class Joined:
    """One prefecture: the reader's figure, the related one, the official one, and the ranks of both."""

    prefecture: str
    own: float | None
    related: float | None
    rank: int | None
    official: Figure
    official_rank: int | None


def join(own: Mapping[str, float], shown: Mapping[str, float], measured: Measured) -> list[Joined]:
    """Every prefecture, the highest first, those without a figure last."""
    official = dict(measured.ranking)
    own_ranks, official_ranks = ranks(shown), ranks(official)
    rows = [
        Joined(
            code,
            own.get(code),
            shown.get(code),
            own_ranks.get(code),
            measured.figures[code],
            official_ranks.get(code),
        )
        for code in measured.figures
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.prefecture))


def rank_correlation(first: Mapping[str, float], second: Mapping[str, float]) -> float | None:
    """Spearman's rank correlation over the prefectures that have both; ``None`` where it says nothing."""
    codes = [code for code in first if code in second]
    if len(codes) < FEWEST_PAIRS:
        return None
    x, y = (_mid_ranks([figures[code] for code in codes]) for figures in (first, second))
    middle = (len(codes) + 1) / 2
    spread = [sum((rank - middle) ** 2 for rank in every) for every in (x, y)]
    if not all(spread):
        return None
    shared = sum((a - middle) * (b - middle) for a, b in zip(x, y, strict=True))
    return float(shared / (spread[0] * spread[1]) ** 0.5)


def _mid_ranks(values: list[float]) -> list[float]:
    """Ranks from the lowest up; equal values share the middle of theirs."""
    ordered = sorted(values)
    middle: dict[float, float] = {}
    for value in set(values):
        start = ordered.index(value)
        middle[value] = start + (ordered.count(value) + 1) / 2
    return [middle[value] for value in values]
