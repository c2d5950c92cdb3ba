"""The search box of every page: what it finds, grouped by kind, each a link to where it is shown."""

from itertools import groupby

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.collection import Comparable
from cluster_map.domain import Language, MeasureId
from cluster_map.fragments import collected, markup, record_links, records
from cluster_map.search import Hit, Text, search_index
from cluster_map.search_documents import Kind
from cluster_map.text import say, say_code
from cluster_map.ui import cached, link
from cluster_map.url_state import LONGEST_SEARCH, ViewState

KEY = "search-words"

PER_KIND = 5
"""Hits of a kind that are shown at once; the others are folded away."""

COMPARABLE = {Kind.CLUSTERS: Comparable.CLUSTERS, Kind.PREFECTURES: Comparable.PREFECTURES}
"""Kinds of hits that can be collected for the compare page."""

MOST = 60
"""Hits that are shown at all: who needs more asks more closely."""


def show_search(view: ViewState) -> None:
    """The box, and beside it what has been collected from what it found."""
    _show_box()
    if made := collected.collected(cached.atlas(), view):
        with st.container(key="collected", width="content"):
            st.html(made, width="content")


@st.fragment
def _show_box() -> None:
    """What is typed runs this part of the page alone."""
    view, _ = link.current_view()
    language = view.language
    with st.container(key="search", gap=None):
        words = st.text_input(
            say("search_everything", language),
            key=KEY,
            type="search",
            placeholder=say("search_everything", language),
            max_chars=LONGEST_SEARCH,
            label_visibility="collapsed",
            icon=":material/search:",
            live="200ms",
        )
        if words and words.strip():
            with st.container(key="search-results"):
                st.html(results(cached.atlas(), words, view))


def results(atlas: Atlas, words: str, view: ViewState) -> str:
    """What a search found, as markup: the kind of the best hit first."""
    language = view.language
    hits = search_index(atlas).find(words)
    if not hits:
        return (
            f'<div class="search-list" role="status"><p>{markup.text(say("search_nothing", language))}</p>'
            f"{markup.paragraph(say('search_nothing_help', language), 'quiet')}</div>"
        )
    count = markup.paragraph(say("search_count", language, count=len(hits)), "quiet")
    shown = hits[:MOST]
    order = list(dict.fromkeys(hit.kind for hit in shown))
    by_kind = groupby(sorted(shown, key=lambda hit: order.index(hit.kind)), key=lambda hit: hit.kind)
    groups = "".join(_group(atlas, kind, list(found), view) for kind, found in by_kind)
    asked = markup.text(words.strip())
    return f'<div class="search-list" data-words="{asked}"><div role="status">{count}</div>{groups}</div>'


def _group(atlas: Atlas, kind: Kind, hits: list[Hit], view: ViewState) -> str:
    language = view.language
    rows = [_row(atlas, hit, view) for hit in hits]
    rest = rows[PER_KIND:]
    more = markup.folded(say("more", language, count=len(rest)), f"<ul>{''.join(rest)}</ul>") if rest else ""
    title = markup.text(say_code("collection", kind, language))
    return f"<section><h4>{title}</h4><ul>{''.join(rows[:PER_KIND])}</ul>{more}</section>"


def _row(atlas: Atlas, hit: Hit, view: ViewState) -> str:
    language = view.language
    name = hit.name(language)
    target = target_of(atlas, hit, language)
    # Beside a name that does not show it: the text that matched, and for all but places where it is.
    inside = "" if name.matched or not hit.found_in else _marked(hit.found_in[0])
    place = _place(atlas, hit, language)
    # A text that is the place itself says it already.
    if inside and "".join(part for part, _ in hit.found_in[0].parts) == place:
        place = ""
    about = " · ".join(part for part in (inside, markup.text(place)) if part)
    under = f'<span class="quiet">{about}</span>' if about else ""
    if target is None:
        about = _measure(atlas, hit.id, language)
        return f"<li><details><summary>{_marked(name)}</summary>{about}</details></li>"
    kind = COMPARABLE.get(hit.kind)
    compare = collected.mark(atlas, kind, hit.id, view) if kind else ""
    return f"<li>{markup.page_link_around(*target, _marked(name) + under)}{compare}</li>"


def _marked(text: Text) -> str:
    return "".join(
        f"<mark>{markup.text(part)}</mark>" if is_match else markup.text(part)
        for part, is_match in text.parts
    )


def _place(atlas: Atlas, hit: Hit, language: Language) -> str:
    match hit.kind:
        case Kind.CLUSTERS:
            return records.prefecture_names(atlas, atlas.clusters[hit.id], language)
        case Kind.ORGANISATIONS:
            return records.field(atlas.organisations[hit.id], "city", language) or ""
        case Kind.PARTNER_REGIONS:
            return records.name_of(atlas.countries[atlas.regions[hit.id]["country"]], language)
        case Kind.EXHIBITIONS:
            fair = atlas.store.by_key("exhibitions")[hit.id]
            parts = (records.field(fair, name, language) for name in ("months_as_stated", "city"))
            return " · ".join(part for part in parts if part)
        case Kind.OFFICES:
            office = atlas.store.by_key("offices")[hit.id]
            return records.name_of(atlas.countries[office["country"]], language)
        case _:
            return ""


def target_of(atlas: Atlas, hit: Hit, language: Language) -> record_links.Target | None:
    """Page and view that show a hit; ``None`` where the list itself says all of it."""
    if hit.kind is Kind.MEASURES:
        return "strength", ViewState(language=language, measure=MeasureId(hit.id))
    table = hit.kind.replace("-", "_")
    return record_links.target_of(atlas, table, atlas.store.by_key(table)[hit.id], language)


def _measure(atlas: Atlas, measure_id: str, language: Language) -> str:
    measure = atlas.store.by_key("support_measures")[measure_id]
    return (
        markup.paragraph(records.field(measure, "offer", language))
        + markup.paragraph(records.field(measure, "operator", language), "quiet")
        + records.source_line(atlas, measure, language)
    )
