"""One cluster: what it is, who is in it, with whom it works, what is near, whom to call."""

from collections.abc import Iterable

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import OrganisationKind
from cluster_map.fragments import markup, profile_parts, records
from cluster_map.fragments.opportunities import opportunities
from cluster_map.fragments.passport import passport
from cluster_map.maps.assets import years_of
from cluster_map.profiles import Related, count_by_kind, kinds_in_words, related_clusters, tie_ups_of_cluster
from cluster_map.selection import backed
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState

AT_ONCE = 6
"""Organisations of a kind that are listed before the rest is folded away."""

FAIRS_AT_ONCE = 5


def cluster_panel(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    """Everything known of one cluster, short enough to stand beside a map, its source last."""
    language = view.language
    parts = [
        *cluster_head(atlas, cluster, view, markup.title(records.name_of(cluster, language))),
        _profile_link(cluster, view),
        cluster_facts(cluster, view),
        members(atlas, cluster, view),
        tie_ups(atlas, cluster, view),
        office_in_charge(atlas, cluster["prefectures"][0], view),
        fairs(atlas, cluster["sectors"], view),
        opportunities(atlas, cluster, view),
        cluster_sources(atlas, cluster, view),
    ]
    return markup.article(parts)


def cluster_head(atlas: Atlas, cluster: Record, view: ViewState, title: str) -> list[str]:
    """What a cluster is, its title in markup that is given."""
    language = view.language
    place = f"{say('cluster', language)} · {records.prefecture_names(atlas, cluster, language)}"
    return [
        markup.paragraph(place, "kicker"),
        title,
        records.sector_list(atlas, cluster, language),
        markup.paragraph(records.field(cluster, "summary", language), "lead"),
        markup.chips(records.listed_field(cluster, "keywords", language)),
    ]


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
    return records.guarded("members", view.language, lambda: _members(atlas, cluster, view))


def _members(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    memberships = [
        (m, atlas.organisations[m["organisation_id"]]) for m in memberships_of(atlas, cluster, view)
    ]
    made = ""
    for kind in OrganisationKind:
        if view.kinds and kind not in view.kinds:
            continue
        rows = [_member(atlas, m, o, view) for m, o in memberships if o["kind"] == kind]
        title = f"{say_code('kinds', kind, view.language)} ({len(rows)})"
        made += markup.section(title, markup.cut_list(rows, AT_ONCE, _more(rows, AT_ONCE, view)))
    return made


def _more(rows: list[str], at_once: int, view: ViewState) -> str:
    return say("more", view.language, count=len(rows) - at_once)


def _member(atlas: Atlas, membership: Record, organisation: Record, view: ViewState) -> str:
    language = view.language
    name = records.name_of(organisation, language)
    website = organisation["website"]
    where = records.field(organisation, "city", language)
    role = say_code("role", membership["role"], language)
    unchecked = f" {records.evidence_badge(membership, language)}" if records.unchecked(membership) else ""
    return (
        f"<li>{markup.outside_link(website, name) if website else markup.text(name)}{unchecked}"
        f"{records.passport_link(atlas, membership, language)}{markup.quiet(role, where)}</li>"
    )


def tie_ups(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    """Tie-ups of a cluster's prefectures in its sectors."""

    def made() -> str:
        return tie_up_list(atlas, tie_ups_of_cluster(atlas, cluster), view)

    return records.guarded("tie_ups_in_sectors", view.language, made)


def tie_up_list(atlas: Atlas, tie_ups: Iterable[Record], view: ViewState) -> str:
    """Tie-ups under the filter of evidence, with a link to each on its own page."""
    language = view.language
    rows = [
        "<li>"
        + markup.page_link(
            "tie-ups", ViewState(language=language, tie_up=tie_up["tie_up_id"]), tie_up[f"title_{language}"]
        )
        + records.passport_link(atlas, tie_up, language)
        + markup.quiet(years_of(tie_up, language), say_code("programme", tie_up["programme"], language))
        + "</li>"
        for tie_up in backed(tie_ups, view)
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
    """Fairs of sectors by their usual month."""
    return records.guarded("fairs", view.language, lambda: _fairs(atlas, sectors, view))


def _fairs(atlas: Atlas, sectors: Iterable[str], view: ViewState) -> str:
    language = view.language
    found = {
        fair["exhibition_id"]: fair for sector in sectors for fair in atlas.fairs_of_sector.get(sector, ())
    }
    rows = [
        f"<li>{markup.text(records.name_of(fair, language))}{records.passport_link(atlas, fair, language)}"
        + markup.quiet(
            *(records.field(fair, name, language) for name in ("months_as_stated", "city", "frequency"))
        )
        + "</li>"
        for fair in sorted(backed(found.values(), view), key=lambda fair: fair["months"][:1] or (13,))
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
        markup.paragraph(precision, "quiet") + passport(atlas, cluster, view),
        "sources",
    )


def cluster_prose(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    """A cluster in sentences, each figure a link to its records."""
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
    found = [atlas.organisations[m["organisation_id"]] for m in memberships_of(atlas, cluster, view)]
    if found:
        kinds = kinds_in_words(count_by_kind(found), language)
        count = profile_parts.anchor("members", len(found))
        sentences.append(say("profile_cluster_members", language, count=count, kinds=markup.text(kinds)))
    tie_ups = backed(tie_ups_of_cluster(atlas, cluster), view)
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


def memberships_of(atlas: Atlas, cluster: Record, view: ViewState) -> list[Record]:
    """The memberships of a cluster under the filter of evidence, the most central role first."""
    return backed(atlas.memberships_of_cluster.get(cluster["cluster_id"], ()), view)


def related(atlas: Atlas, cluster: Record, view: ViewState) -> str:
    """Clusters of the same sectors or near by, and why each is named."""
    rows = [
        _related_row(atlas, one, view)
        for one in related_clusters(atlas, cluster)
        if backed([one.cluster], view)
    ]
    body = f"<ul>{''.join(rows)}</ul>" if rows else ""
    return markup.section(say("related_clusters", view.language), body)


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
