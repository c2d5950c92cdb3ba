"""One prefecture beside a map: its clusters, tie-ups, office and fairs."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import markup, records
from cluster_map.fragments.cluster import fairs, office_in_charge, tie_up_list
from cluster_map.fragments.prefecture import prefecture_facts, prefecture_kicker
from cluster_map.selection import count_by_sector
from cluster_map.text import say
from cluster_map.ui import link
from cluster_map.url_state import ViewState


def show_prefecture_panel(atlas: Atlas, code: str, clusters: list[Record], view: ViewState) -> None:
    """A prefecture and those of its clusters that match the view, each to be opened."""
    language = view.language
    prefecture = atlas.prefectures[code]
    profile = ViewState(language=language, prefectures=(code,))
    head = [
        prefecture_kicker(atlas, prefecture, language),
        markup.title(records.name_of(prefecture, language)),
        f"<p>{markup.page_link('prefecture', profile, say('open_profile', language))}</p>",
        prefecture_facts(prefecture, view),
    ]
    st.html(markup.article(head))
    show_cluster_list(clusters, view, say("clusters_here", language, count=len(clusters)))
    source = markup.section(
        say("source", language), records.source_line(atlas, prefecture, language), "sources"
    )
    parts = [
        records.guarded("tie_ups_in_sectors", language, lambda: _tie_ups(atlas, code, view)),
        office_in_charge(atlas, code, view),
        fairs(atlas, view.sectors or tuple(count_by_sector(clusters)), view),
        source,
    ]
    st.html(markup.article(parts))


def _tie_ups(atlas: Atlas, code: str, view: ViewState) -> str:
    found = atlas.tie_ups_of_prefecture.get(code, ())
    return tie_up_list([t for t in found if not view.sectors or set(view.sectors) & set(t["sectors"])], view)


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
