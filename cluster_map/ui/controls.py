"""Filters: each widget bound to one field of the view.

The link is the state. Before a widget is drawn its value is set from the view; its callback writes
the link. So Back, a shared link and a click on the map all show in the widgets.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from cluster_map.atlas import Atlas
from cluster_map.domain import Cooperation, Evidence, JapanRegion, OrganisationKind, Programme, SectorId
from cluster_map.fragments import records
from cluster_map.text import say, say_code
from cluster_map.ui import link
from cluster_map.url_state import LONGEST_SEARCH, ViewState, without_filters


def bind(key: str, value: Any) -> None:
    """Show a value in the widget of a key; before the widget is drawn."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _write(key: str, field: str) -> Callable[[], None]:
    def write() -> None:
        value = st.session_state[key]
        link.change(**{field: tuple(value) if isinstance(value, list) else value})

    return write


def choose_sectors(atlas: Atlas, view: ViewState, counts: Mapping[str, int]) -> None:
    """Sectors as chips, each with the number of records it would show."""
    key = "choose-sectors"
    bind(key, list(view.sectors))
    st.pills(
        say("sectors", view.language),
        options=list(SectorId),
        selection_mode="multi",
        format_func=lambda sector: f"{atlas.sectors[sector][f'short_{view.language}']} **{counts[sector]}**",
        key=key,
        on_change=_write(key, "sectors"),
        label_visibility="collapsed",
    )


def choose_words(view: ViewState, placeholder: str) -> None:
    """Free text over names in both languages."""
    key = "choose-words"
    bind(key, view.words)
    st.text_input(
        say("search", view.language),
        key=key,
        on_change=_write(key, "words"),
        placeholder=placeholder,
        max_chars=LONGEST_SEARCH,
        label_visibility="collapsed",
        icon=":material/search:",
    )


def choose_several(
    label: str, field: str, options: Sequence[Any], names: Callable[[Any], str], view: ViewState
) -> None:
    """Several codes of one field."""
    # The widget speaks in labels: with a key for each language none is left over from the other.
    key = f"choose-{field}-{view.language}"
    bind(key, list(getattr(view, field)))
    st.multiselect(
        label,
        options=options,
        format_func=names,
        key=key,
        on_change=_write(key, field),
        placeholder=say("all", view.language),
    )


def choose_prefectures(atlas: Atlas, view: ViewState) -> None:
    names = {
        code: records.name_of(prefecture, view.language) for code, prefecture in atlas.prefectures.items()
    }
    choose_several(say("prefecture", view.language), "prefectures", list(names), names.__getitem__, view)


def choose_japan_regions(atlas: Atlas, view: ViewState) -> None:
    regions = atlas.store.by_key("japan_regions")
    choose_several(
        say("japan_region", view.language),
        "japan_regions",
        list(JapanRegion),
        lambda code: regions[code][f"name_{view.language}"],
        view,
    )


def choose_countries(atlas: Atlas, view: ViewState) -> None:
    choose_several(
        say("country", view.language),
        "countries",
        # A link may hold a home country that has no partner region.
        list(dict.fromkeys((*atlas.partner_countries, *view.countries))),
        lambda code: records.name_of(atlas.countries[code], view.language),
        view,
    )


def choose_kinds(view: ViewState) -> None:
    _choose_codes("kinds", "organisation_kind", OrganisationKind, "kinds", view)


def choose_evidence(view: ViewState) -> None:
    _choose_codes("evidence", "evidence", Evidence, "evidence", view)


def choose_programmes(view: ViewState) -> None:
    _choose_codes("programmes", "programme", Programme, "programme", view)


def choose_cooperation(view: ViewState) -> None:
    _choose_codes("cooperation", "kinds_of_cooperation", Cooperation, "cooperation", view)


def _choose_codes(field: str, label: str, codes: Any, kind: str, view: ViewState) -> None:
    choose_several(
        say(label, view.language), field, list(codes), lambda code: say_code(kind, code, view.language), view
    )


def choose_years(first: int, last: int, view: ViewState) -> None:
    """Years of tie-ups, both included, and apart from them those whose years nobody states."""
    key, unknown_key = "choose-years", "choose-unknown-years"
    chosen = (
        max(first, min(view.from_year if view.from_year is not None else first, last)),
        max(first, min(view.to_year if view.to_year is not None else last, last)),
    )
    bind(key, chosen)
    bind(unknown_key, view.unknown_years)

    def write() -> None:
        start, end = st.session_state[key]
        link.change(from_year=start if start > first else None, to_year=end if end < last else None)

    st.slider(say("years", view.language), first, last, key=key, on_change=write)
    st.checkbox(
        say("years_unknown_choice", view.language),
        key=unknown_key,
        on_change=_write(unknown_key, "unknown_years"),
        help=say("years_unknown_help", view.language),
    )


def choose_offices(view: ViewState) -> None:
    """Whether JETRO's offices lie over the map: no filter, so clearing the filters keeps it."""
    key = "choose-offices"
    bind(key, view.offices)
    st.toggle(say("show_offices", view.language), key=key, on_change=_write(key, "offices"))


def filters_menu(view: ViewState) -> PopoverContainer:
    """A popover for the rarer filters. A page makes them only while it is ``open``: a tenth of each run."""
    return st.popover(
        say("filters", view.language), key="filters-menu", icon=":material/tune:", on_change="rerun"
    )


def clear_button(view: ViewState) -> None:
    """Back to everything, keeping language and place."""
    st.button(
        say("clear_filters", view.language),
        key="clear",
        icon=":material/filter_alt_off:",
        type="tertiary",
        on_click=lambda: link.open_view(without_filters(view)),
        disabled=view == without_filters(view),
    )
