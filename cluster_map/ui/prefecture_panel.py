"""One prefecture beside a map: its clusters, tie-ups, office and fairs."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import markup, records
from cluster_map.fragments.prefecture import prefecture_foot, prefecture_head
from cluster_map.text import say
from cluster_map.ui import link
from cluster_map.ui.brief import offer_comparison
from cluster_map.url_state import ViewState


def show_prefecture_panel(atlas: Atlas, code: str, clusters: list[Record], view: ViewState) -> None:
    """A prefecture and those of its clusters that match the view, each to be opened."""
    st.html(prefecture_head(atlas, code, view))
    offer_comparison(ViewState(language=view.language, prefectures=(code,)))
    show_cluster_list(clusters, view, say("clusters_here", view.language, count=len(clusters)))
    st.html(prefecture_foot(atlas, code, clusters, view))


def show_cluster_list(clusters: list[Record], view: ViewState, title: str) -> None:
    """Clusters as a list of buttons, so that keyboard and touch open them."""
    st.html(f'<h4 class="list-title">{markup.text(title)}</h4>')
    if not clusters:
        st.html(markup.paragraph(say("no_clusters_here", view.language), "quiet"))
    with st.container(key="cluster-list", gap=None):
        for cluster in clusters[:LISTED]:
            st.button(
                markup.label_text(records.name_of(cluster, view.language)),
                key=f"open-{cluster['cluster_id']}",
                type="tertiary",
                on_click=link.change,
                kwargs={"cluster": cluster["cluster_id"]},
            )
    if len(clusters) > LISTED:
        st.html(markup.paragraph(say("rest_in_table", view.language, count=len(clusters) - LISTED), "quiet"))


LISTED = 12
"""Clusters listed in a panel; all stand in the table."""
