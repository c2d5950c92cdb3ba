"""One cluster beside the map: what it is, who is in it, with whom it works, whom to call."""

from collections.abc import Iterable

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import OrganisationKind
from cluster_map.maps.assets import years_of
from cluster_map.profiles import tie_ups_of_cluster
from cluster_map.text import say, say_code
from cluster_map.ui import markup, records
from cluster_map.url_state import ViewState

AT_ONCE = 6
"""Organisations of a kind that are listed before the rest is folded away."""

FAIRS_AT_ONCE = 5


def show_cluster_panel(atlas: Atlas, cluster: Record, view: ViewState) -> None:
    """Everything known of one cluster, its source last."""
    language = view.language
    place = f"{say('cluster', language)} · {records.prefecture_names(atlas, cluster, language)}"
    parts = [
        markup.paragraph(place, "kicker"),
        markup.title(records.name_of(cluster, language)),
        records.sector_list(atlas, cluster, language),
        markup.paragraph(records.field(cluster, "summary", language), "lead"),
        markup.chips(records.listed_field(cluster, "keywords", language)),
        _profile_link(cluster, view),
        cluster_facts(cluster, view),
        records.guarded("members", language, lambda: members(atlas, cluster, view)),
        records.guarded(
            "tie_ups_in_sectors", language, lambda: tie_up_list(tie_ups_of_cluster(atlas, cluster), view)
        ),
        office_in_charge(atlas, cluster["prefectures"][0], view),
        fairs(atlas, cluster["sectors"], view),
        cluster_sources(atlas, cluster, view),
    ]
    st.html(markup.article(parts))


def _profile_link(cluster: Record, view: ViewState) -> str:
    profile = ViewState(language=view.language, cluster=cluster["cluster_id"])
    return f"<p>{markup.page_link('cluster', profile, say('open_profile', view.language))}</p>"


def cluster_facts(cluster: Record, view: ViewState) -> str:
    """Place, lead, year, programmes and website of a cluster; what is not on file says so."""
    language = view.language
    nothing = say("not_on_file", language)
    programmes = ", ".join(records.listed_field(cluster, "programmes", language))
    return markup.facts(
        [
            (
                say("core_city", language),
                markup.text(records.field(cluster, "core_city", language) or nothing),
            ),
            (
                say("lead_organisation", language),
                markup.text(records.field(cluster, "lead_organisation", language) or nothing),
            ),
            (say("since", language), markup.text(cluster["start_year"] or nothing)),
            (say("policy_programmes", language), markup.text(programmes or nothing)),
            (say("website", language), markup.website(cluster["website"]) or markup.text(nothing)),
        ]
    )


def members(atlas: Atlas, cluster: Record, view: ViewState) -> str:
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
        rows = [_member(m, o, view) for m, o in memberships if o["kind"] == kind]
        title = f"{say_code('kinds', kind, view.language)} ({len(rows)})"
        made += markup.section(title, markup.cut_list(rows, AT_ONCE, _more(rows, AT_ONCE, view)))
    return made


def _more(rows: list[str], at_once: int, view: ViewState) -> str:
    return say("more", view.language, count=len(rows) - at_once)


def _member(membership: Record, organisation: Record, view: ViewState) -> str:
    language = view.language
    name = records.name_of(organisation, language)
    website = organisation["website"]
    where = records.field(organisation, "city", language)
    role = say_code("role", membership["role"], language)
    unchecked = f" {records.evidence_badge(membership, language)}" if records.unchecked(membership) else ""
    return (
        f"<li>{markup.outside_link(website, name) if website else markup.text(name)}{unchecked}"
        f"{markup.quiet(role, where)}</li>"
    )


def tie_up_list(tie_ups: Iterable[Record], view: ViewState) -> str:
    """Tie-ups with a link to each on its own page."""
    language = view.language
    rows = [
        "<li>"
        + markup.page_link(
            "tie-ups", ViewState(language=language, tie_up=tie_up["tie_up_id"]), tie_up[f"title_{language}"]
        )
        + markup.quiet(years_of(tie_up, language), say_code("programme", tie_up["programme"], language))
        + "</li>"
        for tie_up in tie_ups
    ]
    return markup.section(
        say("tie_ups_in_sectors", language), markup.cut_list(rows, AT_ONCE, _more(rows, AT_ONCE, view))
    )


def office_in_charge(atlas: Atlas, prefecture: str, view: ViewState) -> str:
    """The JETRO office of a prefecture."""
    return records.guarded("jetro_office", view.language, lambda: _office_in_charge(atlas, prefecture, view))


def _office_in_charge(atlas: Atlas, prefecture: str, view: ViewState) -> str:
    language = view.language
    offices = atlas.offices_of_prefecture.get(prefecture, ())
    if not offices:
        return markup.section(say("jetro_office", language), markup.paragraph(say("no_office", language)))
    office = offices[0]
    city = markup.text(records.field(office, "city", language) or "")
    body = (
        f"<p><strong>{markup.text(records.name_of(office, language))}</strong> "
        f'<span class="quiet">{city}</span></p>'
        + markup.paragraph(say("no_contact", language), "quiet")
        + records.source_line(atlas, office, language)
    )
    return markup.section(say("jetro_office", language), body)


def fairs(atlas: Atlas, sectors: Iterable[str], view: ViewState) -> str:
    """Fairs of sectors by their usual month: no date is on file, so none is claimed."""
    return records.guarded("fairs", view.language, lambda: _fairs(atlas, sectors, view))


def _fairs(atlas: Atlas, sectors: Iterable[str], view: ViewState) -> str:
    language = view.language
    found = {
        fair["exhibition_id"]: fair for sector in sectors for fair in atlas.fairs_of_sector.get(sector, ())
    }
    rows = [
        f"<li>{markup.text(records.name_of(fair, language))}"
        + markup.quiet(
            *(records.field(fair, name, language) for name in ("months_as_stated", "city", "frequency"))
        )
        + "</li>"
        for fair in sorted(found.values(), key=lambda fair: fair["months"][:1] or (13,))
    ]
    return markup.section(
        say("fairs", language), markup.cut_list(rows, FAIRS_AT_ONCE, _more(rows, FAIRS_AT_ONCE, view))
    )


def cluster_sources(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    """Where a cluster's record comes from and how exact its point is."""
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
