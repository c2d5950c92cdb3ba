"""A tour as the browser plays it: for each step the change of the map, where to look, and the words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.errors import UnknownCodeError
from cluster_map.exports.origin import WEB, source_words
from cluster_map.maps.changes import Change, explore_change, tie_ups_change
from cluster_map.maps.extents import JAPAN, PARTNERS
from cluster_map.selection import select_clusters, select_tie_ups
from cluster_map.text import say, say_code
from cluster_map.tours.tour import Step, Tour, in_language
from cluster_map.url_state import Known, Refused, ViewState

ABROAD = ("/tie-ups",)
"""Pages whose views are drawn as tie-ups; all others as clusters."""

Shade = Callable[[ViewState], Change | None]
"""Shades prefectures by the measure that a view asks for."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who backs the words of a step: in words, its web address where it has one, and how far."""

    text: str
    address: str
    evidence: str


def step_change(atlas: Atlas, page: str, view: ViewState, summary: str, shade: Shade) -> Change:
    """The map of all layers under a view: clusters or tie-ups, the others hidden."""
    if page in ABROAD:
        found = select_tie_ups(atlas, replace(view, prefectures=(), region=None))
        label = say("map_value_tie_ups", view.language)
        return {
            "clusters": "0",
            "cluster": None,
            "value_label": label,
            **tie_ups_change(atlas, view, found, summary),
        }
    shaded = shade(view) if view.measure and len(view.sectors) == 1 else None
    anywhere = select_clusters(atlas, replace(view, prefectures=()))
    change = explore_change(atlas, view, select_clusters(atlas, view), anywhere, summary, shaded)
    label = say("map_value_clusters", view.language)
    return {"arcs": "0", "tie_up": None, "region": None, "value_label": label, **change}


def where_to_look(step: Step, view: ViewState) -> dict[str, Any]:
    """The place of a step, else the whole of what its page shows."""
    if view.place is not None:
        return {"center": [view.place.lat, view.place.lon], "zoom": view.place.zoom}
    return {"bounds": PARTNERS if step.page in ABROAD else JAPAN}


MOST_NAMES = 4
"""Prefectures that wear their names at once."""


def named_places(atlas: Atlas, step: Step, view: ViewState) -> list[tuple[float, float, str]]:
    """What a step has chosen, as latitude, longitude and name: a room cannot point at it with a mouse."""
    name = f"name_{view.language}"
    if step.page not in ABROAD:
        return _named([atlas.clusters[view.cluster]], name) if view.cluster else []
    if view.tie_up:
        chosen = [atlas.tie_ups[view.tie_up]]
    elif view.region or view.prefectures:
        chosen = select_tie_ups(atlas, view)
    else:
        return []
    codes = dict.fromkeys(code for tie_up in chosen for code in tie_up["prefectures"])
    if not view.tie_up and view.prefectures:
        codes = dict.fromkeys(view.prefectures)
    starts = [atlas.prefectures[code] for code in codes] if len(codes) <= MOST_NAMES else []
    region = chosen[0]["region"] if view.tie_up else view.region
    return _named([*starts, *([atlas.regions[region]] if region else [])], name)


def _named(places: list[Record], name: str) -> list[tuple[float, float, str]]:
    return [(place["lat"], place["lon"], place[name]) for place in places]


def summary_of(atlas: Atlas, step: Step, view: ViewState) -> str:
    """What the map of a step holds, counted when it is drawn."""
    if step.page in ABROAD:
        return say("tour_holds_tie_ups", view.language, count=len(select_tie_ups(atlas, view)))
    return say("tour_holds_clusters", view.language, count=len(select_clusters(atlas, view)))


def title_of(atlas: Atlas, step: Step, view: ViewState) -> str:
    """The title of a step, else the name of what it has chosen, else of its sectors, else of its page."""
    language = view.language
    if written := in_language(step.title, language):
        return written
    name = f"name_{language}"
    if view.tie_up:
        return str(atlas.tie_ups[view.tie_up][f"title_{language}"])
    if view.cluster:
        return str(atlas.clusters[view.cluster][name])
    if view.region:
        return str(atlas.regions[view.region][name])
    if len(view.prefectures) == 1:
        return str(atlas.prefectures[view.prefectures[0]][name])
    if view.sectors:
        return " · ".join(atlas.sectors[sector][name] for sector in view.sectors)
    return say("tie_ups_title" if step.page in ABROAD else "explore_title", language)


def records_of(atlas: Atlas, step: Step) -> list[Record]:
    """The records that a step names.

    Raises
    ------
    UnknownCodeError
        If there is no such record.
    """
    found = []
    for name in step.records:
        table, _, key = name.partition("/")
        records = atlas.store.by_key(table)
        if key not in records:
            raise UnknownCodeError(f"No record '{name}'.")
        found.append(records[key])
    return found


def sources_of(atlas: Atlas, step: Step, view: ViewState) -> list[Source]:
    """Who backs a step: its own source, then its records; without any, what the view has selected."""
    records = records_of(atlas, step)
    if step.source and (
        not step.source.startswith(WEB) or all(record["source"] != step.source for record in records)
    ):
        records.insert(0, {"source": step.source, "evidence": step.evidence})
    if not records:
        chosen = ((atlas.tie_ups, view.tie_up), (atlas.clusters, view.cluster), (atlas.regions, view.region))
        records = [table[code] for table, code in chosen if code is not None]
    found: dict[str, Source] = {}
    for record in records:
        source = record["source"] or ""
        if source and any(named.startswith(source) for named in found):
            continue  # "seed:004" says less than "seed:004 6.2"
        is_page = source.startswith(WEB)
        text = source_words(atlas, record, view.language).removesuffix(f", {source}")
        shown = source.split("//", 1)[1].split("/", 1)[0] if text == source and is_page else text
        found.setdefault(source, Source(shown, source if is_page else "", record["evidence"]))
    return list(found.values())


def played(
    atlas: Atlas, tour: Tour, known: Known, language: Language, shade: Shade
) -> tuple[dict[str, Any], list[tuple[int, Refused]]]:
    """A tour for ``assets/player.js``.

    Returns
    -------
    tour, refused
        JSON: texts and changes, no markup. With each part of a view that these tables do not know stands
        the number of its step, counted from 1.
    """
    steps = []
    refused: list[tuple[int, Refused]] = []
    for number, step in enumerate(tour.steps, start=1):
        view, problems = step.read(known, language)
        refused += [(number, problem) for problem in problems]
        steps.append(_played_step(atlas, step, view, shade))
    title = in_language(tour.title, language) or say("own_tour", language)
    return {"title": title, "about": in_language(tour.about, language), "steps": steps}, refused


def _played_step(atlas: Atlas, step: Step, view: ViewState, shade: Shade) -> dict[str, Any]:
    language = view.language
    holds = summary_of(atlas, step, view)
    title = title_of(atlas, step, view)
    return {
        "title": title,
        "words": in_language(step.words, language),
        "notes": in_language(step.notes, language),
        "holds": holds,
        "look": where_to_look(step, view),
        "names": named_places(atlas, step, view),
        "change": step_change(atlas, step.page, view, f"{title}. {holds}", shade),
        "sources": [
            [source.text, source.address, say_code("evidence", source.evidence, language)]
            for source in sources_of(atlas, step, view)
        ],
    }
