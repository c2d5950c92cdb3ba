"""Parts that profiles share: linked figures, whom to call, fairs by month, public buyers."""

from collections.abc import Iterable

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, OrganisationKind
from cluster_map.fragments import markup, records
from cluster_map.geography import Point
from cluster_map.profiles import Called, Reach, buyers_in, by_month, contacts, days_of, fairs_of, how_far
from cluster_map.selection import backed
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState

AT_ONCE = 6

SOURCE_OF_COOPERATION = {"source": "seed:004 4.4", "evidence": "seed"}
"""Where it is written how JETRO's offices work together."""


def prose(sentences: Iterable[str]) -> str:
    """Sentences that are markup already, as a paragraph."""
    return f'<p class="lead">{" ".join(sentences)}</p>'


def anchor(name: str, value: object) -> str:
    """A figure that leads to its records further down on the page."""
    return f'<a href="#{markup.text(name)}" target="_self">{markup.text(value)}</a>'


def anchored(name: str, body: str) -> str:
    """The part of the page to which an ``anchor`` leads."""
    return f'<div id="{markup.text(name)}">{body}</div>' if body else ""


def cut(rows: list[str], view: ViewState) -> str:
    return markup.cut_list(rows, AT_ONCE, say("more", view.language, count=len(rows) - AT_ONCE))


def organisations_by_kind(atlas: Atlas, organisations: Iterable[Record], view: ViewState) -> str:
    """Organisations under their kinds, each with its city and its own site."""
    language = view.language
    every = backed(organisations, view)
    made = ""
    for kind in OrganisationKind:
        rows = [_organisation(atlas, o, language) for o in every if o["kind"] == kind]
        made += markup.section(f"{say_code('kinds', kind, language)} ({len(rows)})", cut(rows, view))
    return made


def _organisation(atlas: Atlas, organisation: Record, language: Language) -> str:
    name, site = records.name_of(organisation, language), organisation["website"]
    unchecked = (
        f" {records.evidence_badge(organisation, language)}" if records.unchecked(organisation) else ""
    )
    linked = markup.outside_link(site, name) if site else markup.text(name)
    behind = records.passport_link(atlas, organisation, language)
    return (
        f"<li>{linked}{unchecked}{behind}{markup.quiet(records.field(organisation, 'city', language))}</li>"
    )


# Whom to call


def whom_to_call(atlas: Atlas, prefecture: str, place: Point, view: ViewState) -> str:
    """The offices for the reader's home and a place in Japan, and how they work together."""

    def made() -> str:
        return _whom_to_call(atlas, prefecture, place, view)

    return records.guarded("whom_to_call", view.language, made)


def _whom_to_call(atlas: Atlas, prefecture: str, place: Point, view: ViewState) -> str:
    language = view.language
    home = view.countries[0] if view.countries else None
    found = contacts(atlas, home, view.region, prefecture, place, view.evidence)
    abroad = markup.paragraph(say("call_choose_home", language), "quiet")
    if home or view.region:
        abroad = offices_abroad(
            atlas, home or atlas.regions[view.region or ""]["country"], found.abroad, found.reach, view
        )
    other = "" if found.own_prefecture else markup.paragraph(say("call_other_prefecture", language), "quiet")
    in_japan = other + (_offices(atlas, [found.in_japan], view) if found.in_japan else "")
    together = markup.paragraph(say("call_together", language)) + records.source_line(
        atlas, SOURCE_OF_COOPERATION, language
    )
    return (
        markup.section(say("call_at_home", language), abroad)
        + markup.section(say("call_in_japan", language), in_japan)
        + markup.paragraph(say("no_contact", language), "quiet")
        + markup.paragraph(say("call_unchecked", language), "quiet")
        + together
    )


def offices_abroad(
    atlas: Atlas, country: str, found: tuple[Called, ...], reach: Reach | None, view: ViewState
) -> str:
    """Offices for a home abroad, with their distance, or why there is none in the country."""
    language = view.language
    name = records.name_of(atlas.countries[country], language)
    if not found:
        return markup.paragraph(say("call_unknown", language, country=name), "quiet")
    note = say("call_nearest_abroad", language, country=name) if reach is Reach.NEAREST else None
    return markup.paragraph(note, "quiet") + _offices(atlas, found, view)


def _offices(atlas: Atlas, found: Iterable[Called], view: ViewState) -> str:
    language = view.language
    rows = []
    for called in found:
        office = called.office
        far = how_far(called, language)
        where = (
            records.field(office, "city", language),
            records.name_of(atlas.countries[office["country"]], language),
        )
        rows.append(
            f"<li><strong>{markup.text(records.name_of(office, language))}</strong>"
            f"{markup.quiet(*dict.fromkeys(where), far)}{records.source_line(atlas, office, language)}</li>"
        )
    return f"<ul>{''.join(rows)}</ul>"


# Fairs


def fairs_by_month(atlas: Atlas, fairs: Iterable[Record], view: ViewState) -> str:
    """Fairs under their usual months, with their days where these are on file."""
    language = view.language
    made = ""
    for month, found in by_month(backed(fairs, view)).items():
        title = say_code("month_name", str(month), language) if month else say("month_unknown", language)
        rows = [_fair(atlas, fair, language) for fair in sorted(found, key=lambda f: f[f"name_{language}"])]
        made += (
            f"<section><h4>{markup.text(title)} <small>{len(rows)}</small></h4>{cut(rows, view)}</section>"
        )
    return (
        f'<div class="months">{made}</div>'
        if made
        else markup.paragraph(say("fairs_none", language), "quiet")
    )


def calendar_of(atlas: Atlas, sectors: Iterable[str], view: ViewState) -> str:
    """The fairs of sectors under their usual months."""

    def made() -> str:
        return fairs_by_month(atlas, fairs_of(atlas, sectors), view)

    return records.guarded("fairs", view.language, made)


def _fair(atlas: Atlas, fair: Record, language: Language) -> str:
    name = records.name_of(fair, language)
    where = (records.field(fair, part, language) for part in ("venue", "city", "frequency"))
    unchecked = f" {records.evidence_badge(fair, language)}" if records.unchecked(fair) else ""
    site = fair["website"]
    linked = markup.outside_link(site, name) if site else markup.text(name)
    behind = records.passport_link(atlas, fair, language)
    return f"<li>{linked}{unchecked}{behind}{markup.quiet(days_of(fair), *where)}</li>"


# Public buyers


def buyers(atlas: Atlas, prefectures: Iterable[str], view: ViewState) -> str:
    """Public bodies of prefectures, and whether the procurement agreement covers them."""
    return records.guarded("buyers_here", view.language, lambda: _buyers(atlas, prefectures, view))


def _buyers(atlas: Atlas, prefectures: Iterable[str], view: ViewState) -> str:
    language = view.language
    rows = [
        f"<li>{markup.text(records.name_of(buyer, language))}"
        + markup.quiet(say(("buyer_not_covered", "buyer_covered")[bool(buyer["gpa_covered"])], language))
        + records.source_line(atlas, buyer, language)
        + "</li>"
        for prefecture in prefectures
        for buyer in backed(buyers_in(atlas, prefecture), view)
    ]
    note = markup.paragraph(say("buyers_note", language), "quiet")
    found = cut(rows, view) or markup.paragraph(say("no_buyers_here", language), "quiet")
    return markup.section(say("buyers_here", language), note + found)
