"""``/api/v1/gaps``: where figures, clusters and tie-ups do not match, with reasons."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cluster_map.api import answers
from cluster_map.api.query import read_format, read_paging, texts_by_name
from cluster_map.api.statistics import standings_of
from cluster_map.atlas import Atlas
from cluster_map.domain import Evidence, GapKind, Language, SectorId
from cluster_map.exports.cells import csv_bytes
from cluster_map.strength.gap_words import why
from cluster_map.strength.gaps import Gap, find_gaps, holds, select
from cluster_map.strength.labels import SHIFT
from cluster_map.strength.thresholds import GapThresholds, movable, moved, thresholds
from cluster_map.url_state import THRESHOLD, Refused, read_codes, read_thresholds

NAME = "gaps"
FORMATS = ("json", "csv")
THRESHOLD_PARAMETERS = tuple(THRESHOLD + threshold for threshold in movable("gaps"))
PARAMETERS = (
    "kind",
    "sector",
    "prefecture",
    "region",
    "country",
    *THRESHOLD_PARAMETERS,
    "format",
    "limit",
    "offset",
)


@dataclass(frozen=True, slots=True)
class GapsQuery:
    """What gaps are asked for; empty filters mean all."""

    kinds: tuple[str, ...]
    sectors: tuple[str, ...]
    prefectures: tuple[str, ...]
    regions: tuple[str, ...]
    countries: tuple[str, ...]
    cut: GapThresholds
    format: str
    limit: int
    offset: int


def read_gaps_query(atlas: Atlas, pairs: Sequence[tuple[str, str]]) -> tuple[GapsQuery, list[Refused]]:
    """Read the parameters; with any fault the query is not to be used."""
    texts, faults = texts_by_name(pairs, PARAMETERS)
    words: dict[str, Collection[str] | type[StrEnum]] = {
        "kind": GapKind,
        "sector": SectorId,
        "prefecture": tuple(atlas.prefectures),
        "region": tuple(atlas.regions),
        "country": tuple(atlas.partner_countries),
    }
    filters = {}
    for name, allowed in words.items():
        filters[name], problems = read_codes(name, texts.get(name, ""), allowed)
        faults += problems
    own, problems = read_thresholds(texts)
    faults += problems
    answer_format, problems = read_format(texts, FORMATS)
    faults += problems
    limit, offset, problems = read_paging(texts)
    query = GapsQuery(
        filters["kind"],
        filters["sector"],
        filters["prefecture"],
        filters["region"],
        filters["country"],
        moved(thresholds(), own).gaps,
        answer_format,
        limit,
        offset,
    )
    return query, faults + problems


def gaps_route(root: str, atlas: Callable[[], Atlas]) -> Route:
    """The route, below ``root``."""

    def gaps(request: Request) -> Response:
        world = atlas()
        query, faults = read_gaps_query(world, request.query_params.multi_items())
        if faults:
            return answers.bad_parameters(faults)
        found = _found(world, query, query.cut)
        rows = [_item(world, gap, query.cut) for gap in found[query.offset : query.offset + query.limit]]
        if query.format == "csv":
            cells = ([row[column] for column in COLUMNS] for row in rows)
            headers = {"Content-Disposition": f'attachment; filename="{NAME}.csv"'}
            return answers.answer(request, csv_bytes(COLUMNS, cells), answers.CSV, headers)
        document = {
            "items": rows,
            "total": len(found),
            "total_if_stricter": sum(holds(gap, query.cut.stricter(SHIFT)) for gap in found),
            "total_if_looser": len(_found(world, query, query.cut.stricter(-SHIFT))),
            "thresholds": {
                "strong_quotient": query.cut.strong_quotient,
                "weak_quotient": query.cut.weak_quotient,
                "least_employees": query.cut.least_employees,
            },
        }
        return answers.answer(request, answers.as_json(document), answers.JSON, {})

    return Route(f"{root}/{NAME}", gaps)


def _found(atlas: Atlas, query: GapsQuery, cut: GapThresholds) -> list[Gap]:
    every = find_gaps(atlas, standings_of(atlas.store), cut)
    asked = [gap for kind, gaps in every.items() if not query.kinds or kind in query.kinds for gap in gaps]
    return select(atlas, asked, query.sectors, query.prefectures, query.regions, query.countries)


COLUMNS = (
    "kind",
    "rank",
    "prefecture",
    "sector",
    "region",
    "country",
    "tie_up",
    "quotient",
    "employees",
    "jobs_beyond",
    "clusters",
    "tie_ups_of_region",
    "proxy",
    "year",
    "holds_if_stricter",
    "why_en",
    "why_ja",
    "source",
    "evidence",
)


def _item(atlas: Atlas, gap: Gap, cut: GapThresholds) -> dict[str, Any]:
    standing = gap.standing
    return {
        "kind": gap.kind,
        "rank": gap.rank,
        "prefecture": standing.prefecture,
        "sector": standing.sector,
        "region": gap.region,
        "country": atlas.regions[gap.region]["country"] if gap.region else None,
        "tie_up": gap.tie_up,
        "quotient": standing.quotient,
        "employees": standing.employees,
        "jobs_beyond": standing.jobs_beyond,
        "clusters": gap.clusters,
        "tie_ups_of_region": gap.tie_ups_of_region,
        "proxy": standing.proxy,
        "year": standing.year,
        "holds_if_stricter": holds(gap, cut.stricter(SHIFT)),
        **{f"why_{language}": why(atlas, gap, language) for language in Language},
        "source": standing.source,
        "evidence": Evidence.OFFICIAL,
    }
