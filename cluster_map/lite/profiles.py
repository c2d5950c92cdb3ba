"""The plain profiles of clusters and prefectures, from the pieces that all profiles share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cluster_map.atlas import Atlas, Record
from cluster_map.fragments import cluster, markup, prefecture, profile_parts, records
from cluster_map.fragments.place_maps import members_change, prefecture_change
from cluster_map.fragments.strength import strength_of, strength_of_cluster
from cluster_map.lite.forms import home_field
from cluster_map.lite.framing import WIDE, drawn
from cluster_map.lite.head import Head, described, place
from cluster_map.lite.page import Page
from cluster_map.maps.changes import Change
from cluster_map.profiles import point_of
from cluster_map.selection import count_by_sector
from cluster_map.text import say
from cluster_map.url_state import ViewState, link


def cluster_profile(atlas: Atlas, view: ViewState, root: str) -> Page:
    """One cluster; all of them by name where none is chosen."""
    language = view.language
    if view.cluster is None:
        head = Head(
            say("cluster", language),
            say("lite_choose_cluster_description", language),
            "/lite/cluster",
            ViewState(),
        )
        views = {code: ViewState(language=language, cluster=code) for code in atlas.clusters}
        return _choice(head, "cluster", views, atlas.clusters)
    record = atlas.clusters[view.cluster]
    name = records.name_of(record, language)
    own = ViewState(cluster=view.cluster)
    head = Head(name, described(record, "summary", language), "/lite/cluster", own)
    inside = records.name_of(atlas.prefectures[record["prefectures"][0]], language)
    keywords = list(records.listed_field(record, "keywords", language)) or None
    data = place(record, head.told(language), root, "Place", inside, keywords=keywords)
    title = f"<h1>{markup.text(name)}</h1>"
    top = [
        *cluster.cluster_head(atlas, record, view, title),
        cluster.cluster_prose(atlas, record, view),
        markup.page_link("./", replace(own, language=language), say("open_on_map", language)),
    ]
    left = [
        profile_parts.anchored("strength", strength_of_cluster(atlas, record, view)),
        profile_parts.anchored("members", cluster.members(atlas, record, view)),
        profile_parts.anchored("tie-ups", cluster.tie_ups(atlas, record, view)),
    ]
    right = [
        cluster.cluster_facts(record, view),
        cluster.related(atlas, record, view),
        profile_parts.buyers(atlas, record["prefectures"], view),
        profile_parts.anchored("sources", cluster.cluster_sources(atlas, record, view)),
    ]
    change = members_change(atlas, record, view)
    calls = profile_parts.whom_to_call(atlas, record["prefectures"][0], point_of(record), view)
    return _profile(
        atlas,
        view,
        replace(head, data=data),
        "cluster",
        change,
        record["sectors"],
        (top, left, [calls], right),
    )


def prefecture_profile(atlas: Atlas, view: ViewState, root: str) -> Page:
    """One prefecture; a choice of them where a link names none or several."""
    language = view.language
    if len(view.prefectures) != 1:
        head = Head(
            say("prefecture", language),
            say("lite_choose_prefecture_description", language),
            "/lite/prefecture",
            ViewState(),
        )
        codes = view.prefectures or atlas.prefectures
        views = {code: ViewState(language=language, prefectures=(code,)) for code in codes}
        return _choice(head, "prefecture", views, atlas.prefectures)
    (code,) = view.prefectures
    record = atlas.prefectures[code]
    name = records.name_of(record, language)
    own = ViewState(prefectures=view.prefectures)
    head = Head(name, say("lite_prefecture_description", language, name=name), "/lite/prefecture", own)
    data = place(
        record, head.told(language), root, "AdministrativeArea", None, identifier=record["iso_3166_2"]
    )
    top = [
        prefecture.prefecture_kicker(atlas, record, language),
        f"<h1>{markup.text(name)}</h1>",
        prefecture.prefecture_prose(atlas, record, view),
        markup.page_link("./", replace(own, language=language), say("open_on_map", language)),
    ]
    left = [
        profile_parts.anchored("strength", strength_of(atlas, code, view, say("profile_strength", language))),
        profile_parts.anchored("clusters", prefecture.clusters_here(atlas, code, view)),
        profile_parts.anchored("organisations", prefecture.organisations_here(atlas, code, view)),
        profile_parts.anchored("tie-ups", prefecture.tie_ups_here(atlas, code, view)),
    ]
    right = [
        prefecture.prefecture_facts(record, view),
        profile_parts.buyers(atlas, (code,), view),
        prefecture.prefecture_source(atlas, record, view),
    ]
    sectors = tuple(count_by_sector(atlas.clusters_of_prefecture.get(code, ())))
    change = prefecture_change(atlas, record, view)
    calls = profile_parts.whom_to_call(atlas, code, point_of(record), view)
    return _profile(
        atlas, view, replace(head, data=data), "prefecture", change, sectors, (top, left, [calls], right)
    )


Parts = tuple[list[str], list[str], list[str], list[str]]


def _profile(
    atlas: Atlas,
    view: ViewState,
    head: Head,
    page: str,
    change: Change,
    sectors: Sequence[str],
    columns: Parts,
) -> Page:
    """A profile: what it is above the map, its records under it, whom to call and its facts beside them."""
    names = ("top", "left", "calls", "right")
    parts: dict[str, Any] = {name: markup.article(made) for name, made in zip(names, columns, strict=True)}
    parts["calendar"] = markup.article([profile_parts.calendar_of(atlas, sectors, view)])
    return Page(
        head,
        "profile.html",
        change["summary"],
        drawn(atlas, view, change, page, change["fit"], WIDE),
        (home_field(atlas, view),),
        None,
        parts,
    )


def _choice(head: Head, page: str, views: dict[str, ViewState], every: Mapping[str, Record]) -> Page:
    rows = [(link(page, view), records.name_of(every[code], view.language)) for code, view in views.items()]
    return Page(head, "choice.html", parts={"choices": rows})
