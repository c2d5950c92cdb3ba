"""The profile of one prefecture: clusters, partners, buyers, offices, each figure linked to its records."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import markup, profile_parts, records
from cluster_map.fragments.place_maps import prefecture_change
from cluster_map.fragments.prefecture import (
    clusters_here,
    organisations_here,
    prefecture_facts,
    prefecture_kicker,
    prefecture_prose,
    prefecture_source,
    tie_ups_here,
)
from cluster_map.fragments.strength import strength_of
from cluster_map.profiles import point_of
from cluster_map.selection import backed, count_by_sector
from cluster_map.text import say
from cluster_map.ui import cached, controls, map_strings, profile_choice
from cluster_map.ui.brief import offer_comparison, offer_prefecture_brief
from cluster_map.url_state import ViewState

MAP_HEIGHT = 420


def show_prefecture_profile(atlas: Atlas, prefecture: Record, view: ViewState) -> None:
    """Everything about one prefecture, in two columns: what is there, and whom to call."""
    language = view.language
    code = prefecture["prefecture"]
    clusters = backed(atlas.clusters_of_prefecture.get(code, ()), view)
    head = [
        prefecture_kicker(atlas, prefecture, language),
        f"<h1>{markup.text(records.name_of(prefecture, language))}</h1>",
        prefecture_prose(atlas, prefecture, view),
        markup.page_link(
            "./", ViewState(language=language, prefectures=(code,)), say("open_on_map", language)
        ),
    ]
    left, right = st.columns([5, 3], gap="large")
    with left:
        st.html(markup.article(head))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            offer_prefecture_brief(atlas, prefecture, view)
            offer_comparison(ViewState(language=language, prefectures=(code,)))
        show_map(atlas, prefecture, view)
        parts = [
            profile_parts.anchored(
                "strength", strength_of(atlas, code, view, say("profile_strength", language))
            ),
            profile_parts.anchored("clusters", clusters_here(atlas, code, view)),
            profile_parts.anchored("organisations", organisations_here(atlas, code, view)),
            profile_parts.anchored("tie-ups", tie_ups_here(atlas, code, view)),
        ]
        st.html(markup.article(parts))
    with right:
        st.html(f'<h2 class="section-title">{markup.text(say("whom_to_call", language))}</h2>')
        profile_choice.choose_home(atlas, view)
        controls.choose_evidence(view)
        st.html(markup.article([profile_parts.whom_to_call(atlas, code, point_of(prefecture), view)]))
        parts = [
            prefecture_facts(prefecture, view),
            profile_parts.buyers(atlas, (code,), view),
            prefecture_source(atlas, prefecture, view),
        ]
        st.html(markup.article(parts))
    st.html(f'<h2 class="section-title">{markup.text(say("fairs_by_month", language))}</h2>')
    sectors = tuple(count_by_sector(clusters))
    calendar = profile_parts.calendar_of(atlas, sectors, view)
    st.html(markup.article([calendar]))


def show_map(atlas: Atlas, prefecture: Record, view: ViewState) -> None:
    change = prefecture_change(atlas, prefecture, view)
    st.html(markup.paragraph(change["summary"], "summary"))
    base = cached.base_map("profile", view.language)
    map_strings.draw(base, change, MAP_HEIGHT, map_strings.ignore_click)
