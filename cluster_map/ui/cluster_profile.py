"""The profile of one cluster: what its record and those around it say, each figure linked to its records."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import OrganisationKind, Precision
from cluster_map.maps.points import Shown, points_change
from cluster_map.profiles import (
    Related,
    count_by_kind,
    fairs_of,
    point_of,
    related_clusters,
    tie_ups_of_cluster,
)
from cluster_map.text import say, say_code
from cluster_map.ui import cached, map_strings, markup, profile_parts, records
from cluster_map.ui.cluster_panel import cluster_facts, cluster_sources, members, tie_up_list
from cluster_map.url_state import ViewState

MAP_HEIGHT = 420


def show_cluster_profile(atlas: Atlas, cluster: Record, view: ViewState) -> None:
    """Everything about one cluster, in two columns: what it is, and with whom it works."""
    language = view.language
    kicker = f"{say('cluster', language)} · {records.prefecture_names(atlas, cluster, language)}"
    head = [
        markup.paragraph(kicker, "kicker"),
        f"<h1>{markup.text(records.name_of(cluster, language))}</h1>",
        records.sector_list(atlas, cluster, language),
        markup.paragraph(records.field(cluster, "summary", language), "lead"),
        markup.chips(records.listed_field(cluster, "keywords", language)),
        _prose(atlas, cluster, view),
        markup.page_link(
            "./", ViewState(language=language, cluster=cluster["cluster_id"]), say("open_on_map", language)
        ),
    ]
    left, right = st.columns([5, 3], gap="large")
    with left:
        st.html(markup.article(head))
        _show_members_map(atlas, cluster, view)
        parts = [
            profile_parts.anchored(
                "members", records.guarded("members", language, lambda: members(atlas, cluster, view))
            ),
            profile_parts.anchored(
                "tie-ups",
                records.guarded(
                    "tie_ups_in_sectors",
                    language,
                    lambda: tie_up_list(tie_ups_of_cluster(atlas, cluster), view),
                ),
            ),
        ]
        st.html(markup.article(parts))
    with right:
        st.html(f'<h2 class="section-title">{markup.text(say("whom_to_call", language))}</h2>')
        profile_parts.choose_home(atlas, view)
        lead = cluster["prefectures"][0]
        st.html(markup.article([profile_parts.whom_to_call(atlas, lead, point_of(cluster), view)]))
        parts = [
            cluster_facts(cluster, view),
            markup.section(say("related_clusters", language), _related(atlas, cluster, view)),
            markup.section(
                say("buyers_here", language), profile_parts.buyers(atlas, cluster["prefectures"], view)
            ),
            profile_parts.anchored("sources", cluster_sources(atlas, cluster, view)),
        ]
        st.html(markup.article(parts))
    st.html(f'<h2 class="section-title">{markup.text(say("fairs_by_month", language))}</h2>')
    calendar = records.guarded(
        "fairs", language, lambda: profile_parts.fairs_by_month(fairs_of(atlas, cluster["sectors"]), view)
    )
    everything = markup.page_link(
        "fairs", ViewState(language=language, sectors=cluster["sectors"]), say("all_fairs", language)
    )
    st.html(markup.article([calendar, f"<p>{everything}</p>"]))


def _prose(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    language = view.language
    sectors = "、" if language == "ja" else ", "
    sentences = [
        say(
            "profile_cluster_where",
            language,
            name=markup.text(records.name_of(cluster, language)),
            city=markup.text(records.field(cluster, "core_city", language) or ""),
            prefectures=_prefecture_links(atlas, cluster, view),
            sectors=sectors.join(
                markup.text(records.name_of(atlas.sectors[s], language)) for s in cluster["sectors"]
            ),
        )
    ]
    if cluster["start_year"]:
        year = profile_parts.anchor("sources", cluster["start_year"])
        sentences.append(say("profile_cluster_since", language, year=year))
    found = _organisations(atlas, cluster)
    if found:
        kinds = profile_parts.kinds_in_words(count_by_kind(found), language)
        count = profile_parts.anchor("members", len(found))
        sentences.append(say("profile_cluster_members", language, count=count, kinds=markup.text(kinds)))
    tie_ups = tie_ups_of_cluster(atlas, cluster)
    if tie_ups:
        count = profile_parts.anchor("tie-ups", len(tie_ups))
        sentences.append(say("profile_cluster_tie_ups", language, count=count))
    else:
        sentences.append(say("profile_cluster_no_tie_ups", language))
    return profile_parts.prose(sentences)


def _prefecture_links(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    separator = "、" if view.language == "ja" else ", "
    return separator.join(
        markup.page_link(
            "prefecture",
            ViewState(language=view.language, prefectures=(code,)),
            records.name_of(atlas.prefectures[code], view.language),
        )
        for code in cluster["prefectures"]
    )


def _organisations(atlas: Atlas, cluster: Record) -> list[Record]:
    memberships = atlas.memberships_of_cluster.get(cluster["cluster_id"], ())
    return [atlas.organisations[m["organisation_id"]] for m in memberships]


def _show_members_map(atlas: Atlas, cluster: Record, view: ViewState) -> None:
    """Where the members act for the cluster, each with how exact that is."""
    language = view.language
    shown = []
    cities = set()
    for membership in atlas.memberships_of_cluster.get(cluster["cluster_id"], ()):
        organisation = atlas.organisations[membership["organisation_id"]]
        if membership["lat"] is None:
            continue
        precision = say_code("precision", membership["precision"], language)
        cities.add(organisation["city_en"])
        shown.append(
            Shown(
                point_of(membership),
                records.name_of(organisation, language),
                say("precision_note", language, precision=precision),
                organisation["kind"],
                Precision(membership["precision"]),
            )
        )
    summary = say("members_map", language, count=len(shown), cities=len(cities))
    rows = [
        [f"point {kind}", say_code("kinds", kind, language)]
        for kind in OrganisationKind
        if any(one.look == kind for one in shown)
    ]
    legend = {
        "title": say("legend_points", language),
        "rows": [*rows, ["point vague company", say("legend_vague", language)]],
    }
    around = [point_of(cluster), *(one.at for one in shown)]
    change = points_change(
        tuple(atlas.prefectures), shown, cluster["prefectures"], legend, summary, look_at=around
    )
    st.html(markup.paragraph(summary, "summary"))
    map_strings.draw(cached.base_map("profile", language), change, MAP_HEIGHT, profile_parts.ignore_click)


def _related(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    rows = [_related_row(atlas, related, view) for related in related_clusters(atlas, cluster)]
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _related_row(atlas: Atlas, related: Related, view: ViewState) -> str:
    language = view.language
    separator = "、" if language == "ja" else ", "
    sectors = separator.join(atlas.sectors[sector][f"short_{language}"] for sector in related.sectors)
    km = f"{related.km:,.0f}"
    why = (
        say("related_same", language, sectors=sectors, km=km)
        if sectors
        else say("related_near", language, km=km)
    )
    profile = ViewState(language=language, cluster=related.cluster["cluster_id"], countries=view.countries)
    name = markup.page_link("cluster", profile, records.name_of(related.cluster, language))
    return f"<li>{name}{markup.quiet(why)}</li>"
