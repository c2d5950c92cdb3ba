"""What stands beside the explore map: one cluster, one prefecture with its clusters, or all found."""

from collections.abc import Sequence
from dataclasses import replace

from cluster_map.atlas import Atlas, Record
from cluster_map.collection import Comparable
from cluster_map.fragments import collected, markup, panel_parts, records
from cluster_map.fragments.cluster import cluster_panel
from cluster_map.fragments.found import FoundClusters
from cluster_map.fragments.prefecture import prefecture_foot, prefecture_head
from cluster_map.selection import count_by_prefecture, count_by_sector
from cluster_map.text import say
from cluster_map.url_state import ViewState

PREFECTURES_LISTED = 8
"""Prefectures with the most clusters, where nothing is chosen."""


def explore_panel(atlas: Atlas, found: FoundClusters, view: ViewState) -> str:
    """The chosen cluster, else the chosen prefecture, else what the map holds."""
    if view.cluster:
        return _cluster(atlas, atlas.clusters[view.cluster], view)
    if len(view.prefectures) == 1:
        return _prefecture(atlas, view.prefectures[0], found.clusters, view)
    if not found.clusters:
        return panel_parts.nothing_found(say("nothing_found", view.language), view)
    return _overview(atlas, found, view)


def _cluster(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    return (
        panel_parts.back_link(replace(view, cluster=None))
        + cluster_panel(atlas, cluster, view)
        + _offer(atlas, Comparable.CLUSTERS, cluster["cluster_id"], view)
    )


def _prefecture(atlas: Atlas, code: str, clusters: Sequence[Record], view: ViewState) -> str:
    return (
        panel_parts.back_link(replace(view, prefectures=()))
        + prefecture_head(atlas, code, view)
        + _offer(atlas, Comparable.PREFECTURES, code, view)
        + _cluster_list(clusters, view, say("clusters_here", view.language, count=len(clusters)))
        + prefecture_foot(atlas, code, clusters, view)
    )


def _offer(atlas: Atlas, kind: Comparable, code: str, view: ViewState) -> str:
    return f'<p class="panel">{collected.offer(atlas, kind, code, view)}</p>'


def _overview(atlas: Atlas, found: FoundClusters, view: ViewState) -> str:
    language = view.language
    head = markup.article(
        [
            markup.title(say("overview_title", language)),
            markup.paragraph(say("overview_lead", language), "lead"),
        ]
    )
    if view.sectors or view.words or view.japan_regions or view.kinds or view.prefectures:
        title = say("clusters_found", language, count=len(found.clusters))
        return head + _cluster_list(found.clusters, view, title)
    most = count_by_prefecture(found.clusters).most_common(PREFECTURES_LISTED)
    listed = markup.choices(_prefecture_choice(atlas, found, view, code, count) for code, count in most)
    return head + panel_parts.list_title(say("most_clusters", language)) + listed


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


def _cluster_list(clusters: Sequence[Record], view: ViewState, title: str) -> str:
    """Clusters as a list, each to be opened."""

    def choice(cluster: Record) -> tuple[ViewState, str]:
        name = markup.text(records.name_of(cluster, view.language))
        return replace(view, cluster=cluster["cluster_id"]), name

    none = say("no_clusters_here", view.language)
    return panel_parts.choice_list(title, clusters, choice, none, view.language)
