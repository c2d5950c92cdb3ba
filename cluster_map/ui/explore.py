"""The explore page's parts: its map, the panel beside it and the table under it."""

from dataclasses import replace

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports.map_picture import MapPicture
from cluster_map.exports.map_views import picture_of_view
from cluster_map.exports.result_set import ResultSet, clusters_taken
from cluster_map.fragments import markup
from cluster_map.fragments.explore_panel import explore_panel
from cluster_map.fragments.found import FoundClusters, clusters_summary
from cluster_map.fragments.tables import cluster_columns
from cluster_map.maps.changes import Change, explore_change
from cluster_map.maps.extents import JAPAN
from cluster_map.strength.asked import measure_shading
from cluster_map.text import say
from cluster_map.ui import cached, link, map_strings, take_away
from cluster_map.ui.record_table import show_record_table
from cluster_map.url_state import ViewState

MAP_HEIGHT = 640


def follow_click(kind: str, code: str) -> None:
    """Turn a click on the map into a choice. Both words come from a browser: unknown ones do nothing."""
    known = cached.known_codes()
    if kind == "cluster" and code in known.clusters:
        link.change(cluster=code)
    elif kind == "prefecture" and code in known.prefectures:
        link.change(cluster=None, prefectures=(code,))
    elif kind == "nothing":
        link.change(cluster=None, prefectures=())


def show_map(atlas: Atlas, found: FoundClusters, view: ViewState) -> None:
    change = _change(atlas, found, view)
    st.html(f'<p class="summary" role="status">{markup.text(change["summary"])}</p>')
    map_strings.draw(cached.base_map("explore", view.language), change, MAP_HEIGHT, follow_click)


def _change(atlas: Atlas, found: FoundClusters, view: ViewState) -> Change:
    words = clusters_summary(atlas, found, view)
    shaded = measure_shading(atlas, view)
    return explore_change(atlas, view, found.clusters, found.anywhere, words, shaded)


def show_take_away(atlas: Atlas, found: FoundClusters, view: ViewState) -> None:
    """The clusters found, as files."""

    def take(language: Language) -> ResultSet:
        address = link.absolute_link("/", replace(view, language=language))
        return clusters_taken(atlas, found.clusters, language, address)

    def draw() -> MapPicture:
        return picture_of_view(atlas, _change(atlas, found, view), JAPAN, view)

    take_away.show_take_away(take, len(found.clusters), draw, view)


def show_panel(atlas: Atlas, found: FoundClusters, view: ViewState) -> None:
    """One element, so that nothing of the panel before stands under the next until the run has ended."""
    st.html(explore_panel(atlas, found, view))


def show_table(atlas: Atlas, found: FoundClusters, view: ViewState) -> None:
    """The same clusters as on the map, as a table."""
    language = view.language
    clusters = found.clusters
    st.html(
        f'<h2 class="section-title">{markup.text(say("table_clusters", language, count=len(clusters)))}</h2>'
    )
    if not clusters:
        st.html(markup.paragraph(say("summary_none", language), "quiet"))
        return
    show_record_table(
        cluster_columns(atlas, clusters, language),
        [c["cluster_id"] for c in clusters],
        view,
        key="table-clusters",
        choose=lambda cluster: link.change(cluster=cluster),
    )
