"""The readiness check as an application draft: answers filled in, open points marked, rules with sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cluster_map.answer_words import answer_in_words
from cluster_map.atlas import Atlas, Record
from cluster_map.contacts import contacts
from cluster_map.domain import OrganisationKind
from cluster_map.questions import Answers
from cluster_map.readiness import APPLICANT, CONFIRMATION, FORM, Readiness, Result, RuleResult
from cluster_map.sheets.model import (
    Facts,
    Note,
    Section,
    Sheet,
    Steps,
    Table,
    Words,
    below,
    coded,
    named,
    plain,
    said,
    section,
    told,
)
from cluster_map.sheets.sources import Sources, about, source_line

NAME = "rit-application-draft"

BY_HAND: Mapping[str, tuple[str, ...]] = {
    APPLICANT: ("draft_applicant", "draft_contact"),
    "form_partner": ("draft_partner_body",),
    "form_plan": ("draft_project", "draft_results", "draft_activities"),
    "form_running": ("draft_leader",),
}
"""What an application says in words of its own: lines left to be written, under the headings of the form."""

JAPAN = "JP"


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """What the sheet is made of. ``prefecture`` says where the bodies that can apply are looked for."""

    atlas: Atlas
    answers: Answers
    found: Readiness
    prefecture: str | None


def readiness_sheet(checked: CheckAnswer, made_on: date, address: str) -> Sheet:
    """The draft first, then what is to be done, then every rule."""
    atlas, found = checked.atlas, checked.found
    sources = Sources(atlas)
    title = said("sheet_readiness_title")
    counts = {result: len(_with(found, result)) for result in Result}
    lead = said(
        "rit_summary",
        passed=counts[Result.PASSED],
        failed=counts[Result.FAILED],
        unknown=counts[Result.UNKNOWN],
    )
    overall = Facts(
        (
            (said("by_seed_rules"), coded("overall", found.overall_seed_rules)),
            (said("by_all_rules"), coded("overall", found.overall)),
        ),
        said("sheet_open"),
    )
    sections = [
        _cannot_apply(checked, sources),
        *(_form_part(checked, heading, questions) for heading, questions in FORM),
        _to_do(found, said("what_to_fix", count=counts[Result.FAILED]), sources, Result.FAILED),
        _to_do(found, said("pre_survey"), sources, Result.OFFERED, Result.NOT_YET),
        _to_do(found, said("what_is_open", count=counts[Result.UNKNOWN]), sources, Result.UNKNOWN),
        _every_rule(found, sources),
        sources.section(),
        about(atlas, title, made_on, address),
    ]
    return Sheet(
        title=title,
        lead=(Note(said("rit_confirm"), warns=True), Note(lead), overall, Note(said("draft_how"))),
        sections=tuple(part for part in sections if part),
        source_line=source_line(atlas, made_on),
    )


def _with(found: Readiness, *results: Result) -> list[RuleResult]:
    return [r for r in found.results if r.result in results and r.rule["rule_id"] != CONFIRMATION]


def _cannot_apply(checked: CheckAnswer, sources: Sources) -> Section | None:
    """For a firm abroad: the bodies that can apply for it."""
    if checked.answers.get("applicant_country", JAPAN) == JAPAN:
        return None
    if checked.prefecture is None:
        return section(said("cannot_apply"), Note(said("cannot_apply_choose")))
    bodies = [
        body
        for body in contacts(checked.atlas, checked.prefecture).bodies
        if body["kind"] == OrganisationKind.SUPPORT_ORGANISATION
    ]
    names = tuple(sources.after(named(body), body) for body in bodies)
    return section(said("cannot_apply"), Steps(names) if names else Note(said("not_on_file")))


def _form_part(checked: CheckAnswer, heading: str, questions: tuple[str, ...]) -> Section | None:
    """The questions under a heading with their answers; what is not answered is open."""
    rows: list[tuple[Words, Words | None]] = [(said(key), None) for key in BY_HAND[heading]]
    rows += [(coded("question", name), _answer(checked, name)) for name in questions]
    if heading == APPLICANT:
        rows.append((said("sector"), _answer(checked, "sector")))
        prefecture = checked.prefecture
        place = named(checked.atlas.prefectures[prefecture]) if prefecture else None
        rows.append((said("prefecture"), place))
    return section(said(heading), Facts(tuple(rows), said("sheet_open")))


def _answer(checked: CheckAnswer, name: str) -> Words | None:
    if name not in checked.answers:
        return None
    answer = checked.answers[name]
    return Words.of(lambda language: answer_in_words(checked.atlas, name, answer, language))


def _to_do(found: Readiness, title: Words, sources: Sources, *results: Result) -> Section | None:
    """Rules of these results with what to do, and what sources dispute about them."""
    rows = tuple(
        (
            plain(r.rule["rule_id"]),
            sources.after(Words(r.rule["rule_en"], r.rule["rule_ja"]), r.rule),
            below(told(r.rule, "fail_fix"), _disputed(r.rule, sources)),
        )
        for r in _with(found, *results)
    )
    head = (said("sheet_number"), said("sheet_rule"), said("remedy_title"))
    return section(title, Table(head, rows, (12, 44, 44)))


def _disputed(rule: Record, sources: Sources) -> Words | None:
    """What other papers say of a rule."""
    notes = told(rule, "notes")
    return said("sheet_note", note=sources.for_addresses(notes)) if notes else None


def _every_rule(found: Readiness, sources: Sources) -> Section | None:
    """All rules with result, source and the time that they are of."""
    rows = tuple(
        (
            plain(r.rule["rule_id"]),
            sources.after(named(r.rule), r.rule),
            coded("rit_result", r.result),
            told(r.rule, "period"),
        )
        for r in found.results
    )
    head = (said("sheet_number"), said("sheet_rule"), said("sheet_result"), said("sheet_period"))
    return section(said("sheet_every_rule"), Table(head, rows, (12, 42, 20, 26)))
