"""The profile of one cluster: what its record and those around it say, each figure linked to its records."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import markup, profile_parts, records
from cluster_map.fragments.cluster import (
    cluster_facts,
    cluster_head,
    cluster_prose,
    cluster_sources,
    members,
    related,
    tie_ups,
)
from cluster_map.fragments.opportunities import opportunities
from cluster_map.fragments.place_maps import members_change
from cluster_map.fragments.strength import strength_of_cluster
from cluster_map.profiles import point_of
from cluster_map.text import say
from cluster_map.ui import cached, controls, map_strings, profile_choice
from cluster_map.ui.brief import offer_cluster_brief, offer_comparison
from cluster_map.url_state import ViewState

MAP_HEIGHT = 420


def show_cluster_profile(atlas: Atlas, cluster: Record, view: ViewState) -> None:
    """Everything about one cluster, in two columns: what it is, and with whom it works."""
    language = view.language
    name = f"<h1>{markup.text(records.name_of(cluster, language))}</h1>"
    head = [
        *cluster_head(atlas, cluster, view, name),
        cluster_prose(atlas, cluster, view),
        markup.page_link(
            "./", ViewState(language=language, cluster=cluster["cluster_id"]), say("open_on_map", language)
        ),
    ]
    left, right = st.columns([5, 3], gap="large")
    with left:
        st.html(markup.article(head))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            offer_cluster_brief(atlas, cluster, view)
            offer_comparison(ViewState(language=language, cluster=cluster["cluster_id"]))
        show_map(atlas, cluster, view)
        parts = [
            profile_parts.anchored("strength", strength_of_cluster(atlas, cluster, view)),
            profile_parts.anchored("members", members(atlas, cluster, view)),
            profile_parts.anchored("tie-ups", tie_ups(atlas, cluster, view)),
        ]
        st.html(markup.article(parts))
    with right:
        st.html(f'<h2 class="section-title">{markup.text(say("whom_to_call", language))}</h2>')
        profile_choice.choose_home(atlas, view)
        controls.choose_evidence(view)
        lead = cluster["prefectures"][0]
        st.html(markup.article([profile_parts.whom_to_call(atlas, lead, point_of(cluster), view)]))
        parts = [
            cluster_facts(cluster, view),
            related(atlas, cluster, view),
            profile_parts.buyers(atlas, cluster["prefectures"], view),
            opportunities(atlas, cluster, view),
            profile_parts.anchored("sources", cluster_sources(atlas, cluster, view)),
        ]
        st.html(markup.article(parts))
    st.html(f'<h2 class="section-title">{markup.text(say("fairs_by_month", language))}</h2>')
    calendar = profile_parts.calendar_of(atlas, cluster["sectors"], view)
    everything = markup.page_link(
        "fairs", ViewState(language=language, sectors=cluster["sectors"]), say("all_fairs", language)
    )
    st.html(markup.article([calendar, f"<p>{everything}</p>"]))


def show_map(atlas: Atlas, cluster: Record, view: ViewState) -> None:
    change = members_change(atlas, cluster, view)
    st.html(markup.paragraph(change["summary"], "summary"))
    base = cached.base_map("profile", view.language)
    map_strings.draw(base, change, MAP_HEIGHT, map_strings.ignore_click)
