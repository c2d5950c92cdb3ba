"""The route into a public project as a sheet: answers, routes with reasons, needs, steps and whom to ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cluster_map.answer_words import answer_in_words
from cluster_map.atlas import Atlas, Record
from cluster_map.contacts import Contacts
from cluster_map.coverage import TIER_OF_ENTITY, coverage_by_buyer, in_words
from cluster_map.procurement import ASKED, START, STRONGEST, Advice, Flip, Need, Route
from cluster_map.questions import ROUTE_QUESTIONS, Answers, Preparation
from cluster_map.route_words import flip_in_words, quoted_words
from cluster_map.sheets.model import (
    Block,
    Facts,
    Note,
    Section,
    Sheet,
    Steps,
    Table,
    Words,
    coded,
    joined,
    named,
    plain,
    said,
    section,
    told,
)
from cluster_map.sheets.sources import Sources, about, source_line

NAME = "public-project-route"


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """What the sheet is made of. ``contacts`` are ``None`` while no prefecture is known."""

    atlas: Atlas
    answers: Answers
    advice: Advice
    flips: Sequence[Flip]
    contacts: Contacts | None


def route_sheet(found: RouteAnswer, made_on: date, address: str) -> Sheet:
    """Every part of the advice that a partner needs to check it. ``address`` is the link of the view."""
    atlas, advice = found.atlas, found.advice
    sources = Sources(atlas)
    title = said("sheet_route_title")
    sections = [
        _asked(found),
        _ranking(advice),
        *(_leading(found, advice.ranking[0], sources) if advice.ranking else ()),
        _coverage(found, sources),
        section(said("what_would_change"), _flips(found) if advice.ranking else None),
        section(said("left_out", count=len(advice.left_out)), _left_out(advice)),
        section(said("before_the_bid"), _before_the_bid(found)),
        *(_contacts(found, found.contacts, sources) if found.contacts else ()),
        sources.section(),
        about(atlas, title, made_on, address),
    ]
    return Sheet(
        title=title,
        lead=(Note(_summary(advice)), Note(said("sheet_confirm"), warns=True), Note(said("points_are_ours"))),
        sections=tuple(part for part in sections if part),
        source_line=source_line(atlas, made_on),
    )


def _summary(advice: Advice) -> Words:
    if not advice.ranking:
        return said("no_offer_yet")
    first = advice.ranking[0]
    return said(
        "routes_summary",
        first=named(first.model),
        points=first.points,
        count=len(advice.ranking),
        left_out=len(advice.left_out),
    )


def _asked(found: RouteAnswer) -> Section | None:
    """Every input; those not given are open."""
    atlas, answers = found.atlas, found.answers

    def answer(name: str) -> Words | None:
        if name not in answers:
            return None
        return Words.of(lambda language: answer_in_words(atlas, name, answers[name], language))

    names = [name for name in (*ROUTE_QUESTIONS, "date") if name != "entity_id" or name in answers]
    rows = [(said("sector"), answer("sector")), *((coded("question", name), answer(name)) for name in names)]
    given = said("inputs_given", given=found.advice.given, asked=len(ASKED))
    return section(said("sheet_asked"), Facts(tuple(rows), said("not_answered")), Note(given))


def _ranking(advice: Advice) -> Section | None:
    rows = tuple(
        (plain(place), named(route.model), said("points", points=route.points), named(route.label))
        for place, route in enumerate(advice.ranking, start=1)
    )
    head = (said("match_rank"), said("sheet_route"), said("match_score"), said("sheet_advice"))
    return section(said("sheet_ranking"), Table(head, rows, (9, 51, 16, 24)))


def _leading(found: RouteAnswer, route: Route, sources: Sources) -> list[Section | None]:
    model = route.model
    roles = (("your_part", "foreign_role"), ("sme_part", "sme_role"), ("contract_type", "contract_type"))
    cautions = (("requirements", "requirements"), ("risks", "risks"))
    return [
        section(
            said("sheet_first_route", route=sources.after(named(model), model)),
            Facts(
                tuple((said(key), told(model, name)) for key, name in (*roles, *cautions)),
                said("not_on_file"),
            ),
        ),
        section(
            said("reasons_for"),
            _reasons(found.atlas, route.reasons_for[:STRONGEST], sources),
            level=2,
        ),
        section(
            said("reasons_against"),
            _reasons(found.atlas, route.reasons_against[:1], sources),
            level=2,
        ),
        section(said("needs"), _needs(route.needs, sources), level=2),
        section(
            said("next_steps"),
            Steps(tuple(words for step in route.steps if (words := told(step, "step"))), numbered=True),
            level=2,
        ),
    ]


def _reasons(atlas: Atlas, rules: Iterable[Record], sources: Sources) -> Table:
    """Points, the sentence, and the words of the source that ground it."""
    head = (said("match_score"), said("sheet_reason"), said("sheet_grounding"))
    return Table(head, tuple(_reason(atlas, rule, sources) for rule in rules), (11, 45, 44))


def _reason(atlas: Atlas, rule: Record, sources: Sources) -> tuple[Words | None, ...]:
    why = Words(rule["why_en"], rule["why_ja"])
    quoted = Words.of(lambda language: quoted_words(atlas, rule, language) or "")
    grounds = said("our_choice") if rule["rule_id"] == START else sources.after(quoted, rule)
    return plain(f"{rule['points']:+d}"), why, grounds


def _needs(needs: Iterable[Need], sources: Sources) -> Table:
    head = (said("needs"), said("remedy_title"))
    rows = []
    for need in needs:
        only_if = told(need.need, "only_if")
        name = joined(named(need.need), said("sheet_only_if", case=only_if) if only_if else None)
        backed_by = need.hurdle or need.rit_rule or need.need
        remedy = told(need.hurdle, "remedy") if need.hurdle else told(backed_by, "fail_fix")
        rows.append((name, sources.after(remedy, backed_by)))
    return Table(head, tuple(rows), (42, 58))


def _coverage(found: RouteAnswer, sources: Sources) -> Section | None:
    """The status, why, and from when to when the threshold looked at is in force."""
    coverage, answers = found.advice.coverage, found.answers
    told_lines = Words.of(lambda language: " ".join(in_words(coverage, answers, language)))
    return section(
        said("coverage_title", day=answers["date"]),
        Facts(
            (
                (said("coverage"), coded("gpa_status", coverage.status)),
                (said("sheet_reason"), sources.after(told_lines, *coverage.thresholds)),
            ),
            said("not_on_file"),
        ),
    )


def _flips(found: RouteAnswer) -> Block:
    """What would put another route first, or that nothing would."""
    models = found.atlas.store.by_key("partnering_models")

    def change(flip: Flip) -> Words:
        return Words.of(lambda language: flip_in_words(found.atlas, flip, language))

    if not found.flips:
        return Note(said("nothing_changes"))
    head = (said("sheet_change"), said("sheet_then_first"))
    rows = tuple((change(flip), named(models[flip.new_top])) for flip in found.flips)
    return Table(head, rows, (50, 50))


def _left_out(advice: Advice) -> Table:
    head = (said("sheet_route"), said("sheet_reason"))
    return Table(head, tuple((named(x.model), Words.of(x.reason)) for x in advice.left_out), (50, 50))


def _before_the_bid(found: RouteAnswer) -> Facts:
    """The questions of a relationship; one that nobody answered yet is open."""
    factors = found.atlas.store.by_key("relationship_services")
    prepared = set(found.answers.get("prepared", ()))
    return Facts(
        tuple(
            (
                told(factors[item], "check_question") or named(factors[item]),
                said("in_place") if item in prepared else None,
            )
            for item in Preparation
        ),
        said("still_open"),
    )


def _contacts(found: RouteAnswer, around: Contacts, sources: Sources) -> list[Section | None]:
    """Whom to ask around the prefecture, each with its source."""
    covered = coverage_by_buyer(found.atlas.store, found.answers)
    offices = [office for office in (around.office, *around.home_offices) if office]
    buyers = tuple(
        sources.after(
            said(
                "sheet_buyer",
                buyer=named(b),
                tier=coded("tier", TIER_OF_ENTITY[b["entity_type"]]),
                status=coded("gpa_status", covered[b["entity_id"]]),
            ),
            b,
        )
        for b in around.buyers
        if b["entity_id"] in covered
    )
    clusters = _list(around.clusters, sources)
    here = Steps(clusters) if clusters else Note(said("contacts_none_here"))
    title = said("sheet_contacts", prefecture=named(around.prefecture))
    platforms = tuple(sources.after(said("platform_here"), fact) for fact in around.platforms)
    tie_ups = tuple(sources.after(Words(t["title_en"], t["title_ja"]), t) for t in around.tie_ups)
    return [
        section(title, Note(said("contacts_clusters")), here),
        section(said("contacts_nearby"), Steps(_list(around.nearby, sources)), level=2),
        section(said("contacts_bodies"), Steps(_list(around.bodies, sources)), level=2),
        section(said("sheet_offices"), Steps(_list(offices, sources)), level=2),
        section(said("contacts_buyers"), Steps(buyers), level=2),
        section(said("contacts_tie_ups"), Steps(tie_ups), level=2),
        section(said("contacts_help"), Steps((*_list(around.help, sources), *platforms)), level=2),
    ]


def _list(records: Iterable[Record], sources: Sources) -> tuple[Words, ...]:
    return tuple(sources.after(named(record), record) for record in records)
