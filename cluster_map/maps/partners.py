"""What the map of the partner finder shows: the best places, their tie-ups and the offices to call."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import MatchPart, Precision
from cluster_map.maps.changes import SECTOR_POSITION, Change, arc_ends, bit_mask
from cluster_map.maps.classes import ColourClasses
from cluster_map.maps.points import Shown, point_changes
from cluster_map.matching.ranking import Match
from cluster_map.matching.reasons import because
from cluster_map.text import say
from cluster_map.url_state import ViewState

SHARES = (0.2, 0.35, 0.5, 0.65, 0.8)
"""Upper bounds of the classes, as shares of all points that there are."""


def partners_change(
    atlas: Atlas,
    view: ViewState,
    places: Sequence[Match],
    shown: Sequence[Match],
    chosen: Match | None,
    summary: str,
) -> Change:
    """The map of an answer.

    Parameters
    ----------
    places
        All places in order, none where nothing was asked; clusters shade their lead prefecture by the
        points of the best one.
    shown
        Those that are drawn; ``chosen`` is among them.
    """
    codes = tuple(atlas.prefectures)
    best = best_of_prefecture(places)
    most = sum(places[0].weights.values()) if places else 0
    classes = ColourClasses(tuple(share * most for share in SHARES))
    clusters = {place.id for place in shown if place.is_cluster}
    return {
        "shade": classes.shade(codes, {code: place.score for code, place in best.items()})
        if best
        else "0" * len(codes),
        "values": [best[code].score if code in best else None for code in codes],
        "words": [_words(best.get(code), view) for code in codes],
        "clusters": bit_mask(atlas.clusters, clusters),
        "arcs": _arcs(atlas, shown),
        "sectors": [SECTOR_POSITION[sector] for sector in view.sectors],
        "focus": [],
        "cluster": chosen.id if chosen and chosen.is_cluster else None,
        "region": chosen.id if chosen and not chosen.is_cluster else None,
        "points": point_changes(_offices(atlas, shown, view)),
        "legend": {"title": _title(best, len(shown), view), "rows": _legend(classes, best, view)},
        "summary": summary,
    }


def best_of_prefecture(places: Iterable[Match]) -> dict[str, Match]:
    """Lead prefecture -> its best cluster; empty where regions abroad are ranked."""
    best: dict[str, Match] = {}
    for place in places:
        if place.is_cluster:
            best.setdefault(place.record["prefectures"][0], place)
    return best


def _words(place: Match | None, view: ViewState) -> str:
    if place is None:
        return ""
    name = place.record[f"name_{view.language}"]
    return say("match_map_words", view.language, place=name, score=f"{place.score:.0f}", rank=place.rank)


def tie_ups_behind(place: Match) -> list[Record]:
    """The tie-ups that count for a place."""
    facts: Mapping[str, Any] = place.findings[MatchPart.TIE_UPS].facts
    nearest = [facts["tie_up"]] if facts["tie_up"] else []
    return nearest + list(facts["elsewhere"])


def _arcs(atlas: Atlas, shown: Iterable[Match]) -> str:
    drawn = set()
    for place in shown:
        for tie_up in tie_ups_behind(place):
            lead = place.record["prefectures"][0] if place.is_cluster else None
            drawn |= {(tie_up["tie_up_id"], code) for code in tie_up["prefectures"] if lead in (None, code)}
    ends = enumerate(arc_ends(atlas))
    return f"{sum(1 << n for n, (tie_up, code) in ends if (tie_up['tie_up_id'], code) in drawn):x}"


def _offices(atlas: Atlas, shown: Iterable[Match], view: ViewState) -> list[Shown]:
    """The nearest office of each place, once."""
    offices: dict[str, Shown] = {}
    for place in shown:
        office = place.findings[MatchPart.OFFICE].facts["office"]
        about = because(atlas, place, MatchPart.OFFICE, view.language)
        near = f"{place.record[f'name_{view.language}']}: {about}"
        name = office[f"name_{view.language}"]
        at = (office["lon"], office["lat"])
        offices.setdefault(
            office["office_id"], Shown(at, name, near, "office", Precision(office["precision"]))
        )
    return list(offices.values())


def _title(best: Mapping[str, Match], count: int, view: ViewState) -> str:
    if best:
        return say("legend_match", view.language)
    return say("match_legend_group", view.language, count=count)


def _legend(classes: ColourClasses, best: Mapping[str, Match], view: ViewState) -> list[list[str]]:
    bounds = [f"{bound:.0f}" for bound in classes.upper_bounds]
    labels = [*(f"\u2264 {bound}" for bound in bounds), f"> {bounds[-1]}"]
    shades = [[f"shade-{n}", label] for n, label in enumerate(labels)] if best else []
    return [*shades, ["point vague office", say("match_call", view.language)]]
