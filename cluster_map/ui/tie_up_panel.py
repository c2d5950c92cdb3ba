"""What the tie-ups page shows beside its map: one tie-up, one partner region, one prefecture, or all."""

from dataclasses import replace

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import markup, records
from cluster_map.fragments.cluster import office_in_charge
from cluster_map.fragments.tie_up import region_foot, region_head, story, tie_up_panel, totals
from cluster_map.maps.assets import years_of
from cluster_map.text import say
from cluster_map.ui import link
from cluster_map.url_state import ViewState

LISTED = 12
"""Tie-ups listed in a panel; all stand in the table."""


def show_tie_up_panel(atlas: Atlas, tie_up: Record, view: ViewState) -> None:
    """One tie-up: who works with whom, in what, since when, with what result, by which source."""
    st.html(tie_up_panel(atlas, tie_up, view))


def show_region_panel(atlas: Atlas, region: Record, tie_ups: list[Record], view: ViewState) -> None:
    """One partner region and the tie-ups with it that match the view."""
    st.html(region_head(atlas, region, view))
    show_tie_up_list(tie_ups, view, say("tie_ups_here", view.language, count=len(tie_ups)))
    st.html(region_foot(atlas, region, view))


def show_prefecture_tie_ups(atlas: Atlas, code: str, tie_ups: list[Record], view: ViewState) -> None:
    """One prefecture and its tie-ups that match the view."""
    prefecture = atlas.prefectures[code]
    st.html(
        f'<article class="panel"><p class="kicker">{markup.text(say("prefecture", view.language))}</p>'
        f"<h3>{markup.text(records.name_of(prefecture, view.language))}</h3></article>"
    )
    show_tie_up_list(tie_ups, view, say("tie_ups_here", view.language, count=len(tie_ups)))
    st.html(f'<article class="panel">{office_in_charge(atlas, code, view)}</article>')


def show_tie_up_list(tie_ups: list[Record], view: ViewState, title: str) -> None:
    """Tie-ups as a list, each to be opened."""
    language = view.language
    listed = markup.choices(
        (
            replace(view, tie_up=tie_up["tie_up_id"]),
            markup.text(f"{tie_up[f'title_{language}']} · {years_of(tie_up, language)}"),
        )
        for tie_up in tie_ups[:LISTED]
    )
    rest = len(tie_ups) - LISTED
    more = markup.paragraph(say("rest_in_table", language, count=rest), "quiet") if rest > 0 else ""
    none = markup.paragraph(say("no_tie_ups_here", language), "quiet")
    st.html(f'<h4 class="list-title">{markup.text(title)}</h4>{listed or none}{more}')


def show_totals(atlas: Atlas, tie_ups: list[Record], view: ViewState) -> None:
    """How many tie-ups there are by country and by sector."""
    st.html(totals(atlas, tie_ups, view))


def show_stories(atlas: Atlas, view: ViewState) -> None:
    """The case studies, side by side."""
    language = view.language
    st.html(f'<h2 class="section-title">{markup.text(say("stories", language))}</h2>')
    cases = list(atlas.case_of_tie_up.values())
    for column, case in zip(st.columns(len(cases)), cases, strict=True):
        with column, st.container(border=True):
            st.html(f'<article class="panel story">{story(atlas, case, view)}</article>')
            st.button(
                say("show_on_map", language),
                key=f"story-{case['case_id']}",
                on_click=link.change,
                kwargs={"tie_up": case["tie_up_id"]},
            )
