"""The map of each page under a view, without the page: what a step of a tour draws."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cluster_map.atlas import Atlas, Record
from cluster_map.collection import Comparable, collection_of, table_of
from cluster_map.domain import Direction, Language
from cluster_map.fragments import records
from cluster_map.fragments.contacts_map import answers_of, contacts_change, contacts_of, covered_of
from cluster_map.fragments.found import (
    clusters_summary,
    fairs_summary,
    find_clusters,
    find_fairs,
    find_tie_ups,
    tie_ups_summary,
    with_choice,
)
from cluster_map.fragments.matched import Matched, matched_change, question_of
from cluster_map.fragments.place_maps import fairs_change, members_change, prefecture_change
from cluster_map.maps.changes import Change, bit_mask, explore_change, tie_ups_change
from cluster_map.maps.extents import JAPAN, PARTNERS
from cluster_map.maps.points import points_change
from cluster_map.matching.changes import answered
from cluster_map.matching.ground import ground_of
from cluster_map.page_titles import TITLES
from cluster_map.strength.asked import ask, measure_change, measure_shading
from cluster_map.text import say
from cluster_map.url_state import ViewState

Bounds = Sequence[Sequence[float]]

MOST_NAMES = 4
"""Prefectures that wear their names at once."""


@dataclass(frozen=True, slots=True)
class PageMap:
    """A map, and what of the world it shows where nobody moved it.

    ``places`` are the records of what is chosen, which a map may name; ``sources`` those that back it.
    """

    change: Change
    bounds: Bounds = JAPAN
    places: tuple[Record, ...] = ()
    sources: tuple[Record, ...] = ()


def map_of(atlas: Atlas, page: str, view: ViewState) -> PageMap:
    """The map of a page; of one that has none Japan, and a sentence that says so."""
    made = MAPS[page](atlas, view) if page in MAPS else None
    return made or _no_map(atlas, page, view)


def title_of(atlas: Atlas, page: str, view: ViewState) -> str:
    """What a view of a page is about: what it has chosen, else its filters, else the page."""
    language = view.language
    if page not in TITLES:
        return f"/{page}"
    if page == "strength":
        return ask(atlas, view).title
    title = say(TITLES[page], language)
    if page == "compare":
        names = _names_of(_compared(atlas, view), view)
        return f"{title}: {names}" if names else title
    if page not in ("", "tie-ups", "cluster", "prefecture"):
        return with_choice(title, atlas, view)
    if view.tie_up:
        return str(atlas.tie_ups[view.tie_up][f"title_{language}"])
    chosen = [atlas.clusters[view.cluster]] if view.cluster else []
    chosen += [atlas.regions[view.region]] if view.region else []
    chosen += _prefectures(atlas, view.prefectures) if len(view.prefectures) == 1 else []
    if chosen:
        return records.name_of(chosen[0], language)
    return " · ".join(records.name_of(atlas.sectors[sector], language) for sector in view.sectors) or title


def _explore(atlas: Atlas, view: ViewState) -> PageMap:
    found = find_clusters(atlas, view)
    summary = clusters_summary(atlas, found, view)
    shading = measure_shading(atlas, view)
    change = explore_change(atlas, view, found.clusters, found.anywhere, summary, shading)
    chosen = (atlas.clusters[view.cluster],) if view.cluster else ()
    return PageMap(change, places=chosen, sources=_chosen(atlas, view))


def _tie_ups(atlas: Atlas, view: ViewState) -> PageMap:
    found = find_tie_ups(atlas, view)
    change = tie_ups_change(atlas, view, found.anywhere, tie_ups_summary(atlas, found, view))
    region, codes = view.region, view.prefectures
    if view.tie_up:
        tie_up = atlas.tie_ups[view.tie_up]
        region, codes = tie_up["region"], tie_up["prefectures"]
    elif view.region and not codes:
        codes = tuple(dict.fromkeys(code for tie_up in found.tie_ups for code in tie_up["prefectures"]))
    ends = _prefectures(atlas, codes) if len(codes) <= MOST_NAMES else []
    ends += [atlas.regions[region]] if region else []
    return PageMap(change, PARTNERS, tuple(ends), _chosen(atlas, view))


def _chosen(atlas: Atlas, view: ViewState) -> tuple[Record, ...]:
    """The records that a view names."""
    named = ((atlas.tie_ups, view.tie_up), (atlas.clusters, view.cluster), (atlas.regions, view.region))
    return tuple(table[code] for table, code in named if code is not None)


def _fairs(atlas: Atlas, view: ViewState) -> PageMap:
    found = find_fairs(atlas, view)
    change = fairs_change(atlas, found, view, fairs_summary(found, view), view.offices)
    return PageMap(change, change.get("fit", JAPAN))


def _cluster(atlas: Atlas, view: ViewState) -> PageMap | None:
    if view.cluster is None:
        return None
    cluster = atlas.clusters[view.cluster]
    change = members_change(atlas, cluster, view)
    return PageMap(change, change["fit"], (cluster,), (cluster,))


def _prefecture(atlas: Atlas, view: ViewState) -> PageMap | None:
    if len(view.prefectures) != 1:
        return None
    (prefecture,) = _prefectures(atlas, view.prefectures)
    change = prefecture_change(atlas, prefecture, view)
    return PageMap(change, change["fit"], (prefecture,), (prefecture,))


def _strength(atlas: Atlas, view: ViewState) -> PageMap:
    asked = ask(atlas, view)
    places = _prefectures(atlas, view.prefectures[:MOST_NAMES])
    return PageMap(measure_change(asked), JAPAN, tuple(places), tuple(asked.measured.publications))


def _partners(atlas: Atlas, view: ViewState) -> PageMap:
    question = question_of(view)
    matched = Matched(atlas, view, question, answered(ground_of(atlas), question))
    bounds = PARTNERS if question.direction is Direction.FROM_JAPAN else JAPAN
    chosen = (matched.chosen.record,) if matched.is_answered else ()
    return PageMap(matched_change(matched), bounds, chosen, chosen)


def _public_projects(atlas: Atlas, view: ViewState) -> PageMap:
    answers = answers_of(atlas, view)
    found, covered = contacts_of(atlas, view, answers), covered_of(atlas, view, answers)
    change = contacts_change(atlas, view, answers, found, covered)
    return PageMap(change, places=tuple(_prefectures(atlas, change["focus"])))


def _compare(atlas: Atlas, view: ViewState) -> PageMap | None:
    """Where what is compared lies: the page itself has a small map of each."""
    places = _compared(atlas, view)
    if not places:
        return None
    title = say(TITLES["compare"], view.language)
    clusters = {place["cluster_id"] for place in places if "cluster_id" in place}
    areas = dict.fromkeys(c for p in places for c in p.get("prefectures") or (p["prefecture"],))
    change = points_change(
        tuple(atlas.prefectures),
        (),
        tuple(areas),
        {"title": title, "rows": []},
        say("map_of_compared", view.language, page=title, names=_names_of(places, view)),
        clusters=bit_mask(atlas.clusters, clusters),
    )
    return PageMap(change, places=tuple(places), sources=tuple(places))


def _compared(atlas: Atlas, view: ViewState) -> list[Record]:
    """What is collected, else the chosen cluster, else the prefectures."""
    codes = view.compared or ((view.cluster,) if view.cluster else view.prefectures)
    collection = collection_of(atlas, codes, Comparable.CLUSTERS)
    return [table_of(atlas, collection.kind)[code] for code in collection.ids]


def _no_map(atlas: Atlas, page: str, view: ViewState) -> PageMap:
    if page in TITLES:
        title = say(TITLES[page], view.language)
        summary = say("map_of_no_map", view.language, page=title)
    else:
        title = f"/{page}"
        summary = say("map_of_no_page", view.language, page=title)
    legend = {"title": title, "rows": []}
    return PageMap(points_change(tuple(atlas.prefectures), (), view.prefectures, legend, summary))


def _prefectures(atlas: Atlas, codes: Iterable[str]) -> list[Record]:
    return [atlas.prefectures[code] for code in codes]


def _names_of(places: Iterable[Record], view: ViewState) -> str:
    separator = "、" if view.language is Language.JAPANESE else ", "
    return separator.join(records.name_of(place, view.language) for place in places)


MAPS: Mapping[str, Callable[[Atlas, ViewState], PageMap | None]] = {
    "": _explore,
    "tie-ups": _tie_ups,
    "fairs": _fairs,
    "cluster": _cluster,
    "prefecture": _prefecture,
    "strength": _strength,
    "partners": _partners,
    "public-projects": _public_projects,
    "compare": _compare,
}
"""Address of a page -> its map; ``None`` where the view has chosen nothing that it could show."""
