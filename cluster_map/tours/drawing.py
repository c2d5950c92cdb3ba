"""A tour as the browser plays it: for each step the change of the map, where to look, and the words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.errors import UnknownCodeError
from cluster_map.exports.origin import WEB, citation, source_words
from cluster_map.fragments import page_maps
from cluster_map.fragments.page_maps import PageMap, map_of
from cluster_map.maps.changes import Change
from cluster_map.page_titles import TITLES
from cluster_map.selection import select_clusters, select_tie_ups
from cluster_map.text import say, say_code
from cluster_map.tours.tour import Step, Tour, in_language
from cluster_map.url_state import Known, Refused, ViewState, link


@dataclass(frozen=True, slots=True)
class Source:
    """Who backs the words of a step: in words, its web address where it has one, and how far."""

    text: str
    address: str
    evidence: str = ""


HELD: Mapping[str, tuple[str, Callable[[Atlas, ViewState], list[Record]]]] = {
    "/": ("tour_holds_clusters", select_clusters),
    "/tie-ups": ("tour_holds_tie_ups", select_tie_ups),
}
"""Pages whose map is all that they are about -> how what it holds is counted."""


def step_change(page: str, view: ViewState, drawn: PageMap, summary: str) -> Change:
    """The map of all layers under a view: those that its page has not are hidden."""
    value = "map_value_tie_ups" if page == "/tie-ups" else "map_value_clusters"
    hidden = {"clusters": "0", "cluster": None, "arcs": "0", "tie_up": None, "region": None}
    change = {name: given for name, given in drawn.change.items() if name != "fit"}
    return {**hidden, "value_label": say(value, view.language), **change, "summary": summary}


def where_to_look(view: ViewState, drawn: PageMap) -> dict[str, Any]:
    """The place of a step, else the whole of what its page shows."""
    if view.place is not None:
        return {"center": [view.place.lat, view.place.lon], "zoom": view.place.zoom}
    return {"bounds": drawn.bounds}


def named_places(drawn: PageMap, language: Language) -> list[tuple[float, float, str]]:
    """What a step has chosen, as latitude, longitude and name: a room cannot point at it with a mouse."""
    return [(place["lat"], place["lon"], place[f"name_{language}"]) for place in drawn.places]


def title_of(atlas: Atlas, step: Step, view: ViewState) -> str:
    """The title of a step, else what its view is about."""
    return in_language(step.title, view.language) or page_maps.title_of(atlas, step.page.strip("/"), view)


def address_of(step: Step, view: ViewState, server: str) -> str:
    """Where the page of a step is, if it is one of ours and shows more than the map of the step."""
    is_more = step.page not in HELD and step.page.strip("/") in TITLES
    return server + link(step.page, view) if is_more and server else ""


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
    """Who backs a step: its own source, then its records; without any, what its page shows of the view."""
    return _sources(atlas, step, view, map_of(atlas, step.page.strip("/"), view))


def _sources(atlas: Atlas, step: Step, view: ViewState, drawn: PageMap) -> list[Source]:
    records = records_of(atlas, step)
    if step.source and (
        not step.source.startswith(WEB) or all(record["source"] != step.source for record in records)
    ):
        records.insert(0, {"source": step.source, "evidence": step.evidence})
    records = records or list(drawn.sources)
    found: dict[str, Source] = {}
    for record in records:
        source = record["source"] or ""
        if source and any(named.startswith(source) for named in found):
            continue  # "seed:004" says less than "seed:004 6.2"
        is_page = source.startswith(WEB)
        text = source_words(atlas, record, view.language).removesuffix(f", {source}")
        shown = source.split("//", 1)[1].split("/", 1)[0] if text == source and is_page else text
        found.setdefault(source, Source(shown, source if is_page else "", record["evidence"]))
    # A list of many records has as many sources; each stands with its record, in this version of the data.
    return list(found.values()) or [Source(citation(atlas, title_of(atlas, step, view), view.language), "")]


def played(
    atlas: Atlas, tour: Tour, known: Known, language: Language, server: str = ""
) -> tuple[dict[str, Any], list[tuple[int, Refused]]]:
    """A tour for ``assets/player.js``.

    Parameters
    ----------
    server
        The address to which links to pages lead, without a slash at the end; without it there are none.

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
        steps.append(_played_step(atlas, step, view, server))
    title = in_language(tour.title, language) or say("own_tour", language)
    return {"title": title, "about": in_language(tour.about, language), "steps": steps}, refused


def _played_step(atlas: Atlas, step: Step, view: ViewState, server: str) -> dict[str, Any]:
    language = view.language
    drawn = map_of(atlas, step.page.strip("/"), view)
    title = title_of(atlas, step, view)
    holds = str(drawn.change["summary"])
    if step.page in HELD:
        key, select = HELD[step.page]
        holds = say(key, language, count=len(select(atlas, view)))
    return {
        "title": title,
        "words": in_language(step.words, language),
        "notes": in_language(step.notes, language),
        "holds": holds,
        "address": address_of(step, view, server),
        "look": where_to_look(view, drawn),
        "names": named_places(drawn, language),
        "change": step_change(step.page, view, drawn, f"{title}. {holds}"),
        "sources": [
            [
                source.text,
                source.address,
                say_code("evidence", source.evidence, language) if source.evidence else "",
            ]
            for source in _sources(atlas, step, view, drawn)
        ],
    }
