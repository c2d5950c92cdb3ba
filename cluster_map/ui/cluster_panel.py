"""One cluster beside the map: what it is, who is in it, with whom it works, whom to call."""

from collections.abc import Iterable

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import OrganisationKind
from cluster_map.errors import DataError
from cluster_map.maps.assets import years_of
from cluster_map.text import say, say_code
from cluster_map.ui import markup, records
from cluster_map.url_state import ViewState

AT_ONCE = 6
"""Organisations of a kind that are listed before the rest is folded away."""

FAIRS_AT_ONCE = 5


def show_cluster_panel(atlas: Atlas, cluster: Record, view: ViewState) -> None:
    """Everything known of one cluster, its source last."""
    language = view.language
    head = (
        f'<p class="kicker">{markup.text(say("cluster", language))} · '
        f"{markup.text(records.prefecture_names(atlas, cluster, language))}</p>"
        f"<h3>{markup.text(records.name_of(cluster, language))}</h3>"
        + records.sector_list(atlas, cluster, language)
        + markup.paragraph(records.field(cluster, "summary", language), "lead")
        + markup.chips(records.listed_field(cluster, "keywords", language))
    )
    st.html(
        f'<article class="panel">{head}{_facts(cluster, view)}{_members(atlas, cluster, view)}'
        f"{tie_up_list(atlas, _tie_ups_nearby(atlas, cluster), view)}"
        f"{office_in_charge(atlas, cluster['prefectures'][0], view)}{fairs(atlas, cluster['sectors'], view)}"
        f"{_sources(atlas, cluster, view)}</article>"
    )


def _facts(cluster: Record, view: ViewState) -> str:
    language = view.language
    website = cluster["website"]
    return markup.facts(
        [
            (say("core_city", language), markup.text(records.field(cluster, "core_city", language) or "")),
            (
                say("lead_organisation", language),
                markup.text(records.field(cluster, "lead_organisation", language) or ""),
            ),
            (say("since", language), markup.text(cluster["start_year"] or say("not_on_file", language))),
            (
                say("policy_programmes", language),
                markup.text(", ".join(records.listed_field(cluster, "programmes", language))),
            ),
            (
                say("website", language),
                markup.outside_link(website, website.split("//")[1].strip("/"))
                if website
                else markup.text(say("not_on_file", language)),
            ),
        ]
    )


def _members(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    """Members by kind, under the filters of kind and evidence."""
    memberships = [
        (membership, atlas.organisations[membership["organisation_id"]])
        for membership in atlas.memberships_of_cluster.get(cluster["cluster_id"], ())
        if not view.evidence or membership["evidence"] in view.evidence
    ]
    made = ""
    for kind in OrganisationKind:
        if view.kinds and kind not in view.kinds:
            continue
        rows = [_member(atlas, m, o, view) for m, o in memberships if o["kind"] == kind]
        title = f"{say_code('kinds', kind, view.language)} ({len(rows)})"
        made += markup.section(title, _cut_list(rows, view)) if rows else ""
    return made


def _cut_list(rows: list[str], view: ViewState) -> str:
    rest = rows[AT_ONCE:]
    more = (
        markup.folded(say("more", view.language, count=len(rest)), f"<ul>{''.join(rest)}</ul>") if rest else ""
    )
    return f"<ul>{''.join(rows[:AT_ONCE])}</ul>{more}"


def _member(atlas: Atlas, membership: Record, organisation: Record, view: ViewState) -> str:
    language = view.language
    name = records.name_of(organisation, language)
    website = organisation["website"]
    where = records.field(organisation, "city", language)
    role = say_code("role", membership["role"], language)
    unchecked = f" {records.evidence_badge(membership, language)}" if records.unchecked(membership) else ""
    return (
        f"<li>{markup.outside_link(website, name) if website else markup.text(name)}{unchecked}"
        f'<span class="quiet">{markup.text(" · ".join(part for part in (role, where) if part))}</span></li>'
    )


def _tie_ups_nearby(atlas: Atlas, cluster: Record) -> list[Record]:
    """Tie-ups of the cluster's prefectures in one of its sectors."""
    found = {
        tie_up["tie_up_id"]: tie_up
        for prefecture in cluster["prefectures"]
        for tie_up in atlas.tie_ups_of_prefecture.get(prefecture, ())
        if set(tie_up["sectors"]) & set(cluster["sectors"])
    }
    return list(found.values())


def tie_up_list(atlas: Atlas, tie_ups: Iterable[Record], view: ViewState) -> str:
    language = view.language
    rows = "".join(
        f"<li>{markup.page_link('tie-ups', ViewState(language=language, tie_up=tie_up['tie_up_id']), tie_up[f'title_{language}'])}"
        f'<span class="quiet">{markup.text(years_of(tie_up, language))} · '
        f"{markup.text(say_code('programme', tie_up['programme'], language))}</span></li>"
        for tie_up in tie_ups
    )
    return markup.section(say("tie_ups_in_sectors", language), f"<ul>{rows}</ul>") if rows else ""


def office_in_charge(atlas: Atlas, prefecture: str, view: ViewState) -> str:
    """The JETRO office of a prefecture. An office table that is refused spoils this part alone."""
    language = view.language
    try:
        offices = atlas.offices_of_prefecture.get(prefecture, ())
    except DataError:
        return markup.section(say("jetro_office", language), markup.paragraph(say("part_unavailable", language)))
    if not offices:
        return markup.section(say("jetro_office", language), markup.paragraph(say("no_office", language)))
    office = offices[0]
    body = (
        f"<p><strong>{markup.text(records.name_of(office, language))}</strong> "
        f'<span class="quiet">{markup.text(records.field(office, "city", language) or "")}</span></p>'
        + markup.paragraph(say("no_contact", language), "quiet")
        + records.source_line(atlas, office, language)
    )
    return markup.section(say("jetro_office", language), body)


def fairs(atlas: Atlas, sectors: Iterable[str], view: ViewState) -> str:
    """Fairs of sectors by their usual month: no date is on file, so none is claimed."""
    language = view.language
    try:
        found = {
            fair["exhibition_id"]: fair
            for sector in sectors
            for fair in atlas.fairs_of_sector.get(sector, ())
        }
    except DataError:
        return markup.section(say("fairs", language), markup.paragraph(say("part_unavailable", language)))
    ordered = sorted(found.values(), key=lambda fair: fair["months"][:1] or (13,))
    rows = [
        f"<li>{markup.text(records.name_of(fair, language))}<span class='quiet'>"
        f"{markup.text(' · '.join(part for part in (records.field(fair, 'months_as_stated', language), records.field(fair, 'city', language), records.field(fair, 'frequency', language)) if part))}"
        "</span></li>"
        for fair in ordered
    ]
    rest = rows[FAIRS_AT_ONCE:]
    more = markup.folded(say("more", language, count=len(rest)), f"<ul>{''.join(rest)}</ul>") if rest else ""
    return (
        markup.section(say("fairs", language), f"<ul>{''.join(rows[:FAIRS_AT_ONCE])}</ul>{more}")
        if rows
        else ""
    )


def _sources(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    language = view.language
    precision = say(
        "precision_note", language, precision=say_code("precision", cluster["precision"], language)
    )
    return markup.section(
        say("source", language),
        records.source_line(atlas, cluster, language)
        + markup.paragraph(records.field(cluster, "notes", language), "quiet")
        + markup.paragraph(precision, "quiet")
        + records.report_mistake("clusters", cluster["cluster_id"], view),
        "sources",
    )
