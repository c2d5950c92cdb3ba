"""The profile of one prefecture: clusters, partners, buyers, offices, each figure linked to its records."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Precision, SectorId
from cluster_map.maps.changes import bit_mask
from cluster_map.maps.points import Shown, points_change
from cluster_map.profiles import count_by_kind, fairs_of, main_sector, organisations_in, point_of
from cluster_map.selection import count_by_country, count_by_sector
from cluster_map.text import say
from cluster_map.ui import cached, map_strings, markup, profile_parts, records
from cluster_map.ui.cluster_panel import tie_up_list
from cluster_map.ui.prefecture_panel import prefecture_facts
from cluster_map.url_state import ViewState

MAP_HEIGHT = 420


def show_prefecture_profile(atlas: Atlas, prefecture: Record, view: ViewState) -> None:
    """Everything about one prefecture, in two columns: what is there, and whom to call."""
    language = view.language
    code = prefecture["prefecture"]
    region = atlas.store.by_key("japan_regions")[prefecture["japan_region"]]
    clusters = atlas.clusters_of_prefecture.get(code, ())
    tie_ups = atlas.tie_ups_of_prefecture.get(code, ())
    head = [
        markup.paragraph(f"{say('prefecture', language)} · {region[f'name_{language}']}", "kicker"),
        f"<h1>{markup.text(records.name_of(prefecture, language))}</h1>",
        _prose(atlas, prefecture, view),
        markup.page_link(
            "./", ViewState(language=language, prefectures=(code,)), say("open_on_map", language)
        ),
    ]
    left, right = st.columns([5, 3], gap="large")
    with left:
        st.html(markup.article(head))
        _show_map(atlas, prefecture, view)
        title = say("clusters_here", language, count=len(clusters))
        parts = [
            profile_parts.anchored("clusters", markup.section(title, _clusters(atlas, clusters, view))),
            profile_parts.anchored(
                "organisations",
                records.guarded(
                    "members",
                    language,
                    lambda: profile_parts.organisations_by_kind(organisations_in(atlas, code), view),
                ),
            ),
            profile_parts.anchored(
                "tie-ups",
                records.guarded("tie_ups_in_sectors", language, lambda: tie_up_list(tie_ups, view)),
            ),
        ]
        st.html(markup.article(parts))
    with right:
        st.html(f'<h2 class="section-title">{markup.text(say("whom_to_call", language))}</h2>')
        profile_parts.choose_home(atlas, view)
        st.html(markup.article([profile_parts.whom_to_call(atlas, code, point_of(prefecture), view)]))
        source = records.source_line(atlas, prefecture, language)
        parts = [
            prefecture_facts(prefecture, view),
            markup.section(say("buyers_here", language), profile_parts.buyers(atlas, (code,), view)),
            markup.section(say("source", language), source, "sources"),
        ]
        st.html(markup.article(parts))
    st.html(f'<h2 class="section-title">{markup.text(say("fairs_by_month", language))}</h2>')
    sectors = tuple(count_by_sector(clusters))
    calendar = records.guarded(
        "fairs", language, lambda: profile_parts.fairs_by_month(fairs_of(atlas, sectors), view)
    )
    st.html(markup.article([calendar]))


def _prose(atlas: Atlas, prefecture: Record, view: ViewState) -> str:
    language = view.language
    code = prefecture["prefecture"]
    name = markup.text(records.name_of(prefecture, language))
    clusters = atlas.clusters_of_prefecture.get(code, ())
    most = main_sector(clusters)
    if most is None:
        sentences = [say("profile_prefecture_no_clusters", language, name=name)]
    else:
        sector, count = most
        there = ViewState(language=language, prefectures=(code,), sectors=(SectorId(sector),))
        sentences = [
            say(
                "profile_prefecture_clusters",
                language,
                name=name,
                count=profile_parts.anchor("clusters", len(clusters)),
                most=markup.page_link("./", there, str(count)),
                sector=markup.text(records.name_of(atlas.sectors[sector], language)),
            )
        ]
    organisations = organisations_in(atlas, code)
    if organisations:
        kinds = profile_parts.kinds_in_words(count_by_kind(organisations), language)
        sentences.append(
            say(
                "profile_prefecture_organisations",
                language,
                count=profile_parts.anchor("organisations", len(organisations)),
                kinds=markup.text(kinds),
            )
        )
    tie_ups = atlas.tie_ups_of_prefecture.get(code, ())
    if tie_ups:
        how_many = profile_parts.anchor("tie-ups", len(tie_ups))
        countries = markup.page_link(
            "tie-ups",
            ViewState(language=language, prefectures=(code,)),
            str(len(count_by_country(atlas, tie_ups))),
        )
        sentences.append(say("profile_prefecture_tie_ups", language, count=how_many, countries=countries))
    else:
        sentences.append(say("profile_prefecture_no_tie_ups", language))
    return profile_parts.prose(sentences)


def _clusters(atlas: Atlas, clusters: tuple[Record, ...], view: ViewState) -> str:
    language = view.language
    rows = [
        "<li>"
        + markup.page_link(
            "cluster",
            ViewState(language=language, cluster=cluster["cluster_id"], countries=view.countries),
            records.name_of(cluster, language),
        )
        + markup.quiet(records.short_sectors(atlas, cluster, language))
        + "</li>"
        for cluster in clusters
    ]
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _show_map(atlas: Atlas, prefecture: Record, view: ViewState) -> None:
    """The prefecture's clusters and the JETRO offices of Japan."""
    language = view.language
    code = prefecture["prefecture"]
    clusters = atlas.clusters_of_prefecture.get(code, ())
    offices = [
        Shown(
            point_of(office),
            records.name_of(office, language),
            records.field(office, "city", language) or "",
            "office",
            Precision(office["precision"]),
        )
        for office in atlas.store.records("offices")
        if office["prefecture"]
    ]
    name = records.name_of(prefecture, language)
    summary = say("prefecture_map", language, name=name)
    legend = {
        "title": say("legend_offices", language),
        "rows": [
            ["point office", say("legend_offices", language)],
            ["point office vague", say("legend_vague", language)],
            ["bubble", say("legend_group", language)],
        ],
    }
    change = points_change(
        tuple(atlas.prefectures),
        offices,
        (code,),
        legend,
        summary,
        clusters=bit_mask(atlas.clusters, {cluster["cluster_id"] for cluster in clusters}),
        look_at=[point_of(prefecture), *(point_of(cluster) for cluster in clusters)],
    )
    st.html(markup.paragraph(summary, "summary"))
    map_strings.draw(cached.base_map("profile", language), change, MAP_HEIGHT, profile_parts.ignore_click)
