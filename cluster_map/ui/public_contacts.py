"""Whom to contact about a public project: the map of buyers and clusters, and the list beside it."""

from collections.abc import Iterable, Sequence

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.contacts import Contacts
from cluster_map.coverage import TIER_OF_ENTITY, GpaStatus, buyers
from cluster_map.domain import Language
from cluster_map.fragments import markup, records
from cluster_map.fragments.contacts_map import contacts_change, contacts_of, covered_of, layers_of
from cluster_map.maps.changes import Change
from cluster_map.selection import backed
from cluster_map.text import say, say_code
from cluster_map.ui import cached, controls, link, map_strings
from cluster_map.ui.public_projects import Asked
from cluster_map.ui.question_form import ask, change_answers, choose_first
from cluster_map.ui.record_table import show_record_table
from cluster_map.url_state import ViewState

MAP_HEIGHT = 600
AT_ONCE = 6


def show_contacts(asked: Asked) -> None:
    """Map and list; then the buyers of the map as a table."""
    language = asked.language
    st.html(f'<h2 class="section-title">{markup.text(say("contacts_title", language))}</h2>')
    names = {code: records.name_of(p, language) for code, p in asked.atlas.prefectures.items()}
    homes = {code: records.name_of(asked.atlas.countries[code], language) for code in _countries(asked.atlas)}
    with st.container(key="contacts-choice", horizontal=True):
        choose_first(say("prefecture", language), "prefectures", list(names), names, asked.view)
        choose_first(say("home_country", language), "countries", list(homes), homes, asked.view)
        controls.choose_evidence(asked.view)
    st.html(markup.paragraph(say("evidence_narrows", language), "quiet"))
    found = contacts_of(asked.atlas, asked.view, asked.answers)
    covered = covered_of(asked.atlas, asked.view, asked.answers)
    left, right = st.columns([5, 3], gap="medium")
    with left:
        _show_map(asked, contacts_change(asked.atlas, asked.view, asked.answers, found, covered))
    with right, st.container(key="panel"):
        st.html(_panel(asked, found))
    _show_buyers(asked, covered)


def _countries(atlas: Atlas) -> Sequence[str]:
    return [code for code in atlas.partner_countries if code != "JP"]


def draw_map(change: Change, language: Language) -> None:
    st.html(f'<p class="summary" role="status">{markup.text(change["summary"])}</p>')
    map_strings.draw(cached.base_map("public-projects", language), change, MAP_HEIGHT, follow_click)


def _show_map(asked: Asked, change: Change) -> None:
    draw_map(change, asked.language)
    ask("layers", asked.view)
    st.html(
        markup.paragraph(say("buyer_lens_note", asked.language), "quiet")
        + (markup.paragraph(say("layers_note", asked.language), "quiet") if layers_of(asked.answers) else "")
    )


def follow_click(kind: str, code: str) -> None:
    """Turn a click on the map into a choice. Both words come from a browser: unknown ones do nothing."""
    known = cached.known_codes()
    if kind == "buyer" and code in known.buyers:
        row = buyers(cached.atlas().store)[code]
        change_answers(entity_id=code, tier=str(TIER_OF_ENTITY[row["entity_type"]]))
    elif kind == "prefecture" and code in known.prefectures:
        change_answers(entity_id=None)
        link.change(prefectures=(code,))
    elif kind == "cluster" and code in known.clusters:
        link.change(prefectures=cached.atlas().clusters[code]["prefectures"][:1])
    elif kind == "nothing":
        link.change(prefectures=())


def _panel(asked: Asked, found: Contacts | None) -> str:
    """The people to talk to, each with its source or website."""
    language = asked.language
    if found is None:
        return markup.article(
            [markup.paragraph(say("contacts_choose", language), "lead"), _help(asked, None)]
        )
    return markup.article(
        [
            f'<p class="kicker">{markup.text(say("prefecture", language))}</p>',
            markup.title(records.name_of(found.prefecture, language)),
            _clusters(asked, found),
            _bodies(asked, found),
            _office(asked, found),
            _buyers(asked, found),
            _tie_ups(asked, found),
            _help(asked, found),
        ]
    )


def _none(asked: Asked, words: str) -> str:
    """In place of an empty list: that nobody is on file, or that the filter of evidence leaves nobody."""
    return records.none_backed(asked.language) if asked.view.evidence else markup.paragraph(words)


def _cluster_rows(asked: Asked, clusters: Iterable[Record]) -> list[str]:
    language = asked.language
    rows = []
    for cluster in clusters:
        place = records.prefecture_names(asked.atlas, cluster, language)
        about = markup.quiet(place, records.short_sectors(asked.atlas, cluster, language))
        rows.append(f"<li>{_explore_link(cluster, language)}{about}</li>")
    return rows


def _explore_link(cluster: Record, language: Language) -> str:
    view = ViewState(language=language, cluster=cluster["cluster_id"])
    return markup.page_link("./", view, records.name_of(cluster, language))


def _list(rows: list[str], language: Language) -> str:
    return markup.cut_list(rows, AT_ONCE, say("more", language, count=len(rows) - AT_ONCE))


def _clusters(asked: Asked, found: Contacts) -> str:
    language = asked.language
    here = _list(_cluster_rows(asked, found.clusters), language)
    return markup.section(
        say("contacts_clusters", language), here or _none(asked, say("contacts_none_here", language))
    ) + markup.section(say("contacts_nearby", language), _list(_cluster_rows(asked, found.nearby), language))


def _bodies(asked: Asked, found: Contacts) -> str:
    language = asked.language
    rows = []
    for body in found.bodies:
        name = records.name_of(body, language)
        about = markup.quiet(say_code("kinds", body["kind"], language), records.field(body, "city", language))
        shown = markup.outside_link(body["website"], name) if body["website"] else markup.text(name)
        rows.append(f"<li>{shown}{about}</li>")
    note = markup.paragraph(say("contacts_bodies_note", language), "quiet")
    return markup.section(say("contacts_bodies", language), _list(rows, language) + note if rows else "")


def _office(asked: Asked, found: Contacts) -> str:
    language = asked.language
    here = _office_list([found.office] if found.office else [], language)
    return markup.section(
        say("jetro_office", language), here or _none(asked, say("no_office", language))
    ) + markup.section(say("contacts_home_office", language), _office_list(found.home_offices, language))


def _office_list(offices: Iterable[Record], language: Language) -> str:
    rows = "".join(
        f"<li>{markup.text(records.name_of(office, language))}"
        f"{markup.quiet(records.field(office, 'city', language))}</li>"
        for office in offices
    )
    return f"<ul>{rows}</ul>" if rows else ""


def _buyers(asked: Asked, found: Contacts) -> str:
    language = asked.language
    covered = covered_of(asked.atlas, asked.view, asked.answers)
    rows = [
        f"<li>{markup.text(records.name_of(b, language))} "
        f'<span class="badge status-{covered[b["entity_id"]]}">'
        f"{markup.text(say_code('gpa_status', covered[b['entity_id']], language))}</span>"
        f"{markup.quiet(say_code('tier', TIER_OF_ENTITY[b['entity_type']], language))}</li>"
        for b in found.buyers
        if b["entity_id"] in covered
    ]
    return markup.section(say("contacts_buyers", language), _list(rows, language))


def _tie_ups(asked: Asked, found: Contacts) -> str:
    language = asked.language
    rows = []
    for tie_up in found.tie_ups:
        view = ViewState(language=language, tie_up=tie_up["tie_up_id"])
        rows.append(f"<li>{markup.page_link('tie-ups', view, tie_up[f'title_{language}'])}</li>")
    return markup.section(say("contacts_tie_ups", language), _list(rows, language))


def _help(asked: Asked, found: Contacts | None) -> str:
    """Public help, and the words to search the order portal with."""
    language = asked.language
    services = [r for r in asked.atlas.store.records("relationship_services") if r["kind"] == "public_help"]
    rows = "".join(
        f"<li>{markup.text(records.name_of(r, language))}{markup.quiet(r[f'meaning_{language}'])}"
        f'<span class="quiet">{records.source_link(asked.atlas, r, language)}</span></li>'
        for r in backed(services, asked.view)
    )
    for fact in found.platforms if found else ():
        named, as_of = records.field(fact, "scope", language), records.field(fact, "as_of", language)
        rows += (
            f"<li>{markup.text(say('platform_here', language))}{markup.quiet(named, as_of)}"
            f'<span class="quiet">{records.source_link(asked.atlas, fact, language)}</span></li>'
        )
    # The portal searches Japanese notices, so its words are Japanese whatever the reader speaks.
    words = [found.prefecture["name_ja"]] if found else []
    if "sector" in asked.answers:
        words.append(asked.atlas.sectors[asked.answers["sector"]]["name_ja"])
    if "category" in asked.answers:
        words.append(say_code("category", asked.answers["category"], Language.JAPANESE))
    search = markup.paragraph(say("contacts_search", language, words=" ".join(words))) if words else ""
    return markup.section(say("contacts_help", language), f"<ul>{rows}</ul>{search}")


def _show_buyers(asked: Asked, covered: dict[str, GpaStatus]) -> None:
    """The same buyers as on the map, as a table."""
    language = asked.language
    rows = {b: r for b, r in buyers(asked.atlas.store).items() if b in covered}
    st.html(f'<h2 class="section-title">{markup.text(say("buyers_table", language, count=len(rows)))}</h2>')
    if not rows:
        st.html(records.none_backed(language))
        return
    show_record_table(
        {
            say("buyer", language): [records.name_of(r, language) for r in rows.values()],
            say("guide_tiers", language): [
                say_code("tier", TIER_OF_ENTITY[r["entity_type"]], language) for r in rows.values()
            ],
            say("prefecture", language): [
                records.name_of(asked.atlas.prefectures[r["prefecture"]], language) for r in rows.values()
            ],
            say("coverage", language): [say_code("gpa_status", covered[b], language) for b in rows],
            say("evidence", language): [say_code("evidence", r["evidence"], language) for r in rows.values()],
        },
        list(rows),
        asked.view,
        key="table-buyers",
        choose=_choose_buyer,
    )


def _choose_buyer(buyer: str | None) -> None:
    if buyer is None:
        change_answers(entity_id=None)
    else:
        follow_click("buyer", buyer)
