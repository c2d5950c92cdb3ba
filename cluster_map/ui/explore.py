"""The explore page's parts: its map, the panel beside it and the table under it."""

from dataclasses import replace

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports.map_picture import MapPicture
from cluster_map.exports.map_views import picture_of_view
from cluster_map.exports.result_set import ResultSet, clusters_taken
from cluster_map.fragments.found import FoundClusters, clusters_summary
from cluster_map.fragments.tables import cluster_columns
from cluster_map.maps.changes import Change, explore_change
from cluster_map.maps.extents import JAPAN
from cluster_map.selection import count_by_prefecture, count_by_sector
from cluster_map.strength.asked import measure_shading
from cluster_map.text import say
from cluster_map.ui import cached, controls, link, map_strings, markup, records, take_away
from cluster_map.ui.cluster_panel import show_cluster_panel
from cluster_map.ui.prefecture_panel import show_cluster_list, show_prefecture_panel
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
    """The chosen cluster, else the chosen prefecture, else what the map holds."""
    if view.cluster:
        _back_button(view)
        show_cluster_panel(atlas, atlas.clusters[view.cluster], view)
    elif len(view.prefectures) == 1:
        show_prefecture_panel(atlas, view.prefectures[0], found.clusters, view)
    elif not found.clusters:
        _show_nothing_found(view)
    else:
        _show_overview(atlas, found, view)


def _back_button(view: ViewState) -> None:
    st.button(
        say("back_to_list", view.language),
        key="close-panel",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=link.change,
        kwargs={"cluster": None},
    )


def _show_nothing_found(view: ViewState) -> None:
    st.html(
        f'<div class="empty"><h3>{markup.text(say("nothing_found", view.language))}</h3>'
        f"<p>{markup.text(say('nothing_found_help', view.language))}</p></div>"
    )
    controls.clear_button(view, "clear-empty")


def _show_overview(atlas: Atlas, found: FoundClusters, view: ViewState) -> None:
    language = view.language
    st.html(
        f'<article class="panel"><h3>{markup.text(say("overview_title", language))}</h3>'
        f'<p class="lead">{markup.text(say("overview_lead", language))}</p></article>'
    )
    if view.sectors or view.words or view.japan_regions or view.kinds or view.prefectures:
        show_cluster_list(found.clusters, view, say("clusters_found", language, count=len(found.clusters)))
        return
    st.html(
        f'<h4 class="list-title">{markup.text(say("most_clusters", language))}</h4>'
        + markup.choices(_prefecture_choice(atlas, found, view, *top) for top in _most_clusters(found))
    )


def _most_clusters(found: FoundClusters) -> list[tuple[str, int]]:
    return count_by_prefecture(found.clusters).most_common(8)


def _prefecture_choice(
    atlas: Atlas, found: FoundClusters, view: ViewState, code: str, count: int
) -> tuple[ViewState, str]:
    """The view of a prefecture, under its name, its number of clusters and its three commonest sectors."""
    in_prefecture = [cluster for cluster in found.clusters if code in cluster["prefectures"]]
    sectors = [sector for sector, _ in count_by_sector(in_prefecture).most_common(3)]
    names = " · ".join(atlas.sectors[sector][f"short_{view.language}"] for sector in sectors)
    name = markup.text(records.name_of(atlas.prefectures[code], view.language))
    body = f"<strong>{name}</strong> {count} {markup.quiet(names)}"
    return replace(view, prefectures=(code,), cluster=None), body


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
