"""Where figures, clusters and tie-ups do not match: what might be missing, ranked, with reasons.

A gap is a question for somebody who knows the place, never a finding: a tie-up or a cluster may exist
without being on file.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import GapKind, MeasureId, SectorId
from cluster_map.strength.figures import Statistics, is_number
from cluster_map.strength.measures import classifications_of, evaluate, years_of
from cluster_map.strength.thresholds import GapThresholds


@dataclass(frozen=True, slots=True)
class Standing:
    """A sector in a prefecture: ``jobs_beyond`` are the employees above the national share.

    ``source`` is where the figures come from.
    """

    sector: SectorId
    prefecture: str
    quotient: float
    employees: float
    proxy: bool
    year: int
    source: str = ""

    @property
    def jobs_beyond(self) -> float:
        return self.employees - self.employees / self.quotient


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap, and its rank within its kind. ``region`` and ``tie_up`` are there where the kind has one."""

    kind: GapKind
    standing: Standing
    region: str | None = None
    tie_up: str | None = None
    clusters: int = 0
    tie_ups_of_region: int = 0
    rank: int = 0


def standings(statistics: Statistics) -> list[Standing]:
    """Every sector in every prefecture that has figures, in the newest year."""
    found = []
    for sector in SectorId:
        allowed = classifications_of(statistics, MeasureId.LQ_EMPLOYEES)
        subject = statistics.default_subject(sector, allowed)
        year = years_of(statistics, MeasureId.LQ_EMPLOYEES, subject.classification)[-1]
        measured = evaluate(statistics, MeasureId.LQ_EMPLOYEES, subject, year)
        source = measured.publications[0]["source"]
        employees = statistics.of(subject, year, "employees")
        for code, quotient in measured.figures.items():
            staff = employees[code]
            if is_number(quotient) and is_number(staff) and quotient > 0:
                found.append(Standing(sector, code, quotient, staff, subject.proxy, year, source))
    return found


def is_strong(standing: Standing, cut: GapThresholds) -> bool:
    """Specialised, and not by a handful of jobs."""
    return standing.quotient >= cut.strong_quotient and standing.employees >= cut.least_employees


def is_weak(standing: Standing, cut: GapThresholds) -> bool:
    """Clearly below the national share."""
    return standing.quotient < cut.weak_quotient


def find_gaps(
    atlas: Atlas, every: Sequence[Standing], cut: GapThresholds, this_year: int | None = None
) -> dict[GapKind, list[Gap]]:
    """All gaps by kind, the largest first: by jobs beyond the national share, weak ones from the weakest.

    A tie-up has ended where its last year lies before ``this_year``, which is today's unless told.
    """
    now = date.today().year if this_year is None else this_year
    strong = sorted((s for s in every if is_strong(s, cut)), key=_order)
    weak = sorted((s for s in every if is_weak(s, cut)), key=lambda s: (s.quotient, s.prefecture))
    found = {
        GapKind.NO_TIE_UP: [Gap(GapKind.NO_TIE_UP, s) for s in strong if not _tie_ups(atlas, s)],
        GapKind.PARTNER_NOT_MET: [gap for s in strong for gap in _partners_not_met(atlas, s)],
        GapKind.ENDED: [
            Gap(GapKind.ENDED, s, region=tie_up["region"], tie_up=tie_up["tie_up_id"])
            for s in strong
            for tie_up in _tie_ups(atlas, s)
            if tie_up["to_year"] is not None and tie_up["to_year"] < now
        ],
        GapKind.CLUSTER_WITHOUT_STRENGTH: [
            Gap(GapKind.CLUSTER_WITHOUT_STRENGTH, s, clusters=count)
            for s in weak
            if (count := _clusters(atlas, s))
        ],
        GapKind.STRENGTH_WITHOUT_CLUSTER: [
            Gap(GapKind.STRENGTH_WITHOUT_CLUSTER, s) for s in strong if not _clusters(atlas, s)
        ],
    }
    return {
        kind: [replace(gap, rank=rank) for rank, gap in enumerate(gaps, start=1)]
        for kind, gaps in found.items()
    }


def holds(gap: Gap, cut: GapThresholds) -> bool:
    """Whether a gap stays one by thresholds such as stricter ones."""
    if gap.kind is GapKind.CLUSTER_WITHOUT_STRENGTH:
        return is_weak(gap.standing, cut)
    return is_strong(gap.standing, cut)


def select(
    atlas: Atlas,
    gaps: Iterable[Gap],
    sectors: Collection[str] = (),
    prefectures: Collection[str] = (),
    regions: Collection[str] = (),
    countries: Collection[str] = (),
) -> list[Gap]:
    """Gaps that fit every filter; an empty one fits all. Gaps without a partner fit no region or country."""
    return [
        gap
        for gap in gaps
        if (not sectors or gap.standing.sector in sectors)
        and (not prefectures or gap.standing.prefecture in prefectures)
        and (not regions or gap.region in regions)
        and (not countries or (gap.region is not None and atlas.regions[gap.region]["country"] in countries))
    ]


def _order(standing: Standing) -> tuple[float, str, str]:
    return -standing.jobs_beyond, standing.prefecture, standing.sector


def _tie_ups(atlas: Atlas, standing: Standing) -> list[Record]:
    found = atlas.tie_ups_of_prefecture.get(standing.prefecture, ())
    return [tie_up for tie_up in found if standing.sector in tie_up["sectors"]]


def _clusters(atlas: Atlas, standing: Standing) -> int:
    found = atlas.clusters_of_prefecture.get(standing.prefecture, ())
    return sum(standing.sector in cluster["sectors"] for cluster in found)


def _partners_not_met(atlas: Atlas, standing: Standing) -> list[Gap]:
    """Regions that work on the sector with other prefectures, the busiest first."""
    met = {tie_up["region"] for tie_up in _tie_ups(atlas, standing)}
    busy = {
        region: sum(standing.sector in tie_up["sectors"] for tie_up in tie_ups)
        for region, tie_ups in atlas.tie_ups_of_region.items()
    }
    regions = sorted((r for r, count in busy.items() if count and r not in met), key=lambda r: (-busy[r], r))
    return [
        Gap(GapKind.PARTNER_NOT_MET, standing, region=region, tie_ups_of_region=busy[region])
        for region in regions
    ]
