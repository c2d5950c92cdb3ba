"""The plain pages: what each shows of the records, from the pieces that all pages share."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from starlette.exceptions import HTTPException

from cluster_map.atlas import Atlas, Record
from cluster_map.errors import DataError
from cluster_map.fragments import cluster, markup, prefecture, profile_parts, records, tables, tie_up
from cluster_map.fragments import record as record_fragment
from cluster_map.fragments.found import (
    clusters_summary,
    fairs_summary,
    find_clusters,
    find_fairs,
    find_tie_ups,
    tie_ups_summary,
    with_choice,
)
from cluster_map.fragments.place_maps import fairs_change
from cluster_map.lite.forms import explore_fields, fair_fields, tie_up_fields
from cluster_map.lite.framing import TALL, WORLD, drawn
from cluster_map.lite.head import Head, dataset, described, place
from cluster_map.lite.page import Page, table
from cluster_map.lite.profiles import cluster_profile, prefecture_profile
from cluster_map.maps.changes import Change, explore_change, tie_ups_change
from cluster_map.maps.extents import JAPAN, PARTNERS
from cluster_map.selection import count_by_prefecture, count_by_sector
from cluster_map.strength.asked import measure_shading
from cluster_map.text import say
from cluster_map.url_state import PLAIN_PAGES, ViewState, link


def explore(atlas: Atlas, view: ViewState, root: str) -> Page:
    """Where are clusters of a sector? The same as the page ``/``."""
    language = view.language
    found = find_clusters(atlas, view)
    summary = clusters_summary(atlas, found, view)
    shading, note = _shading(atlas, view)
    change = explore_change(atlas, view, found.clusters, found.anywhere, summary, shading)
    description = say("lite_home_description", language, clusters=len(atlas.clusters))
    head = Head(with_choice(say("explore_title", language), atlas, view), description, "/lite", ViewState())
    shown = table(
        say("table_clusters", language, count=len(found.clusters)),
        tables.cluster_columns(atlas, found.clusters, language),
        [link("cluster", ViewState(language=language, cluster=c["cluster_id"])) for c in found.clusters],
        [records.name_of(c, language) for c in found.clusters],
    )
    return Page(
        replace(head, data=dataset(atlas, head.told(language), root, "clusters")),
        "explore.html",
        summary,
        drawn(atlas, view, change, "./", JAPAN, TALL),
        tuple(explore_fields(atlas, view, found.per_sector)),
        shown,
        {
            "panel": _explore_panel(atlas, view, found.clusters),
            "note": note,
        },
    )


def _shading(atlas: Atlas, view: ViewState) -> tuple[Change | None, str]:
    """How prefectures are shaded, where not by their clusters; a word where that was asked for in vain."""
    if view.measure and len(view.sectors) != 1:
        return None, say("lite_one_sector", view.language)
    try:
        return measure_shading(atlas, view), ""
    except DataError:
        return None, say("part_unavailable", view.language)


def _explore_panel(atlas: Atlas, view: ViewState, clusters: list[Record]) -> str:
    """The chosen cluster, else the chosen prefecture, else how many clusters each prefecture has."""
    if view.cluster:
        return cluster.cluster_panel(atlas, atlas.clusters[view.cluster], view)
    if len(view.prefectures) == 1:
        return prefecture.prefecture_head(atlas, view.prefectures[0], view) + prefecture.prefecture_foot(
            atlas, view.prefectures[0], clusters, view
        )
    if not clusters:
        return markup.article([markup.paragraph(say("nothing_found_help", view.language))])
    rows = [
        "<li>"
        + markup.page_link(
            "./",
            replace(view, prefectures=(code,)),
            records.name_of(atlas.prefectures[code], view.language),
        )
        + f" <b>{count}</b></li>"
        for code, count in count_by_prefecture(clusters).most_common()
    ]
    title = say("legend_clusters", view.language)
    return markup.article([markup.section(title, f'<ul class="counts">{"".join(rows)}</ul>')])


def tie_ups(atlas: Atlas, view: ViewState, root: str) -> Page:
    """Which Japanese places work with which partner regions? The same as the page ``/tie-ups``."""
    language = view.language
    found = find_tie_ups(atlas, view)
    summary = tie_ups_summary(atlas, found, view)
    change = tie_ups_change(atlas, view, found.anywhere, summary)
    links = [
        link("tie-ups", ViewState(language=language, tie_up=tie_up["tie_up_id"])) for tie_up in found.tie_ups
    ]
    return Page(
        _tie_ups_head(atlas, view, root),
        "tie_ups.html",
        summary,
        drawn(atlas, view, change, "tie-ups", PARTNERS, WORLD),
        tuple(tie_up_fields(atlas, view, found.per_sector)),
        table(
            say("table_tie_ups", language, count=len(found.tie_ups)),
            tables.tie_up_columns(atlas, found.tie_ups, language),
            links,
            [tie_up[f"title_{language}"] for tie_up in found.tie_ups],
        ),
        {
            "panel": _tie_ups_panel(atlas, view, found.tie_ups),
            "handout": _handout(view),
            "stories": [tie_up.story(atlas, case, view) for case in atlas.case_of_tie_up.values()],
        },
    )


def _handout(view: ViewState) -> str | None:
    """The address of the page to hand out, where a view says what it is about."""
    is_told = view.tie_up or (view.region and len(view.prefectures) == 1)
    return link("../s/handout.pdf", view) if is_told else None


def _tie_ups_head(atlas: Atlas, view: ViewState, root: str) -> Head:
    language = view.language
    if view.tie_up:
        record = atlas.tie_ups[view.tie_up]
        own = ViewState(tie_up=view.tie_up)
        return Head(record[f"title_{language}"], described(record, "theme", language), "/lite/tie-ups", own)
    if view.region:
        region = atlas.regions[view.region]
        name = records.name_of(region, language)
        description = say("lite_region_description", language, name=name)
        head = Head(name, description, "/lite/tie-ups", ViewState(region=view.region))
        country = records.name_of(atlas.countries[region["country"]], language)
        data = place(region, head.told(language), root, "AdministrativeArea", country)
        return replace(head, data=data)
    description = say("lite_tie_ups_description", language, tie_ups=len(atlas.tie_ups))
    head = Head(
        with_choice(say("tie_ups_title", language), atlas, view), description, "/lite/tie-ups", ViewState()
    )
    return replace(head, data=dataset(atlas, head.told(language), root, "tie-ups"))


def _tie_ups_panel(atlas: Atlas, view: ViewState, found: list[Record]) -> str:
    """The chosen tie-up, else the chosen region or prefecture, else totals."""
    if view.tie_up:
        return tie_up.tie_up_panel(atlas, atlas.tie_ups[view.tie_up], view)
    if view.region:
        region = atlas.regions[view.region]
        return tie_up.region_head(atlas, region, view) + tie_up.region_foot(atlas, region, view)
    if len(view.prefectures) == 1:
        return prefecture.prefecture_head(atlas, view.prefectures[0], view)
    if not found:
        return markup.article([markup.paragraph(say("nothing_found_help", view.language))])
    return tie_up.totals(atlas, found, view)


def fairs(atlas: Atlas, view: ViewState, root: str) -> Page:
    """Which fairs are held where, and when as a rule? The same as the page ``/fairs``."""
    language = view.language
    found = find_fairs(atlas, view)
    summary = fairs_summary(found, view)
    change = fairs_change(atlas, found, view, summary, with_offices=False)
    counts = count_by_sector(find_fairs(atlas, replace(view, sectors=())))
    description = say("lite_fairs_description", language, fairs=len(atlas.store.records("exhibitions")))
    head = Head(
        with_choice(say("fairs_title", language), atlas, view), description, "/lite/fairs", ViewState()
    )
    return Page(
        replace(head, data=dataset(atlas, head.told(language), root, "exhibitions")),
        "fairs.html",
        summary,
        drawn(atlas, view, change, "fairs", change.get("fit", JAPAN), TALL),
        tuple(fair_fields(atlas, view, counts)),
        table(
            say("table_fairs", language, count=len(found)),
            tables.fair_columns(atlas, found, language),
            [fair["website"] or "" for fair in found],
            [records.name_of(fair, language) for fair in found],
        ),
        {"calendar": markup.article([profile_parts.fairs_by_month(atlas, found, view)])},
    )


def record(atlas: Atlas, view: ViewState, root: str) -> Page:  # noqa: ARG001
    """One record with all that is behind it. The same as the page ``/record``."""
    language = view.language
    found = record_fragment.find(atlas, view)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    name = record_fragment.name_of(atlas, found, language)
    own = ViewState(table=view.table, record=view.record)
    head = Head(name, say("lite_record_description", language, name=name), "/lite/record", own)
    parts = {
        "fields": record_fragment.fields_of(atlas, found, view, data_page="../data"),
        "passport": record_fragment.passport_of(atlas, found, view),
    }
    return Page(head, "record.html", parts=parts)


MAKERS = (explore, tie_ups, fairs, cluster_profile, prefecture_profile, record)

PAGES: dict[str, Callable[[Atlas, ViewState, str], Page]] = dict(zip(PLAIN_PAGES, MAKERS, strict=True))
"""Address under ``/lite`` -> page."""
