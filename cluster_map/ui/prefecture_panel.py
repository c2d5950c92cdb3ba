"""One prefecture beside a map: its clusters, tie-ups, office and fairs."""

from dataclasses import replace

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import markup, records
from cluster_map.fragments.prefecture import prefecture_foot, prefecture_head
from cluster_map.text import say
from cluster_map.ui.brief import offer_comparison
from cluster_map.url_state import ViewState


def show_prefecture_panel(atlas: Atlas, code: str, clusters: list[Record], view: ViewState) -> None:
    """A prefecture and those of its clusters that match the view, each to be opened."""
    st.html(prefecture_head(atlas, code, view))
    offer_comparison(ViewState(language=view.language, prefectures=(code,)))
    show_cluster_list(clusters, view, say("clusters_here", view.language, count=len(clusters)))
    st.html(prefecture_foot(atlas, code, clusters, view))


def show_cluster_list(clusters: list[Record], view: ViewState, title: str) -> None:
    """Clusters as a list, each to be opened."""
    language = view.language
    listed = markup.choices(
        (replace(view, cluster=cluster["cluster_id"]), markup.text(records.name_of(cluster, language)))
        for cluster in clusters[:LISTED]
    )
    rest = len(clusters) - LISTED
    more = markup.paragraph(say("rest_in_table", language, count=rest), "quiet") if rest > 0 else ""
    none = markup.paragraph(say("no_clusters_here", language), "quiet")
    st.html(f'<h4 class="list-title">{markup.text(title)}</h4>{listed or none}{more}')


LISTED = 12
"""Clusters listed in a panel; all stand in the table."""
