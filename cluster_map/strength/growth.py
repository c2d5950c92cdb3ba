"""Change between two years: growth, and growth split into its parts (shift-share)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.domain import Missing
from cluster_map.strength.figures import Figure, Figures, Statistics, Subject, is_number, numbers


def growth_pct(before: Figures, after: Figures) -> dict[str, Figure]:
    """Change from one year to another in percent of the first; missing where the first is not above 0."""
    return {code: _change(before[code], after[code]) for code in after}


def _change(before: Figure, after: Figure) -> Figure:
    for figure in (after, before):
        if not is_number(figure):
            return figure
    if is_number(before) and is_number(after) and before > 0:
        return 100 * (after / before - 1)
    return Missing.NO_BASE


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """A change in three parts that add up to it.

    ``is_new`` marks an industry that was not there before: its whole change counts as local.
    """

    national: float
    mix: float
    local: float
    is_new: bool = False

    @property
    def change(self) -> float:
        return self.national + self.mix + self.local


def shift_share(
    before: float,
    after: float,
    industry: tuple[float, float],
    total: tuple[float, float],
) -> ShiftShare:
    """Split the change of an industry in a place: what the country, the industry and the place explain.

    Parameters
    ----------
    industry, total
        The industry, and all industries, in the country: before and after.
    """
    if before == 0 or industry[0] == 0:
        return ShiftShare(0.0, 0.0, after - before, is_new=True)
    country_rate = total[1] / total[0] - 1
    industry_rate = industry[1] / industry[0] - 1
    national = before * country_rate
    mix = before * (industry_rate - country_rate)
    # The rest, not before * (after / before - industry_rate), so that the parts add up.
    return ShiftShare(national, mix, (after - before) - national - mix)


def sum_of(parts: Sequence[ShiftShare]) -> ShiftShare:
    """Several industries of one place together; new only where all of them are."""
    return ShiftShare(
        sum(part.national for part in parts),
        sum(part.mix for part in parts),
        sum(part.local for part in parts),
        is_new=bool(parts) and all(part.is_new for part in parts),
    )


class Quadrant(StrEnum):
    """High or low, rising or falling."""

    STAR = "star"
    MATURE = "mature"
    EMERGING = "emerging"
    TRANSFORMING = "transforming"


def quadrant(quotient: float, change_pct: float) -> Quadrant:
    """Where a place stands by its quotient and the quotient's change in percent."""
    if quotient >= 1:
        return Quadrant.STAR if change_pct >= 0 else Quadrant.MATURE
    return Quadrant.EMERGING if change_pct >= 0 else Quadrant.TRANSFORMING


def changes_of(
    before: Mapping[str, Figure], after: Mapping[str, Figure], national: Mapping[str, tuple[float, float]]
) -> dict[str, ShiftShare]:
    """Shift-share of each industry of one place that is published in both years.

    ``before``, ``after`` and ``national`` (before and after) are by industry.
    """
    total = (sum(a for a, _ in national.values()), sum(b for _, b in national.values()))
    found = {}
    for industry, now in after.items():
        then = before[industry]
        if then is Missing.NO_ESTABLISHMENT and is_number(now):
            then = 0.0  # the source says that there was none, which is not a secret figure
        if now is Missing.NO_ESTABLISHMENT and is_number(then):
            now = 0.0
        if is_number(then) and is_number(now):
            found[industry] = shift_share(then, now, national[industry], total)
    return found


def changes_by_place(
    statistics: Statistics, subject: Subject, years: tuple[int, int]
) -> dict[str, ShiftShare]:
    """Shift-share of a subject's employees in each prefecture between two years.

    The country is all industries of the classification. Places without any of its classes in both years
    are left out.
    """
    parts = statistics.parts(subject.classification)
    then, now = (
        {
            industry: statistics.industry(subject.classification, year, "employees", industry)
            for industry in parts
        }
        for year in years
    )
    national = {
        industry: (sum(numbers(then[industry]).values()), sum(numbers(now[industry]).values()))
        for industry in parts
    }
    found = {}
    for code in statistics.prefectures:
        before = {industry: then[industry][code] for industry in subject.industries}
        after = {industry: now[industry][code] for industry in subject.industries}
        changes = list(changes_of(before, after, national).values())
        if changes:
            found[code] = sum_of(changes)
    return found
