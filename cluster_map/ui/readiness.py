"""The check of an application to the RIT programme: what is asked, the result, what to fix."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.contacts import contacts
from cluster_map.domain import Language, OrganisationKind, SectorId
from cluster_map.fragments import markup, records
from cluster_map.questions import contradictions
from cluster_map.readiness import (
    APPLICANT,
    CONFIRMATION,
    FORM,
    Overall,
    Readiness,
    Result,
    RuleResult,
    check_readiness,
)
from cluster_map.sheets.readiness import NAME, CheckAnswer, readiness_sheet
from cluster_map.text import say, say_code
from cluster_map.ui import link, take_away
from cluster_map.ui.question_form import ask, choose_first
from cluster_map.url_state import ViewState

MARKS: Mapping[Result, str] = {Result.PASSED: "✓", Result.FAILED: "✕", Result.UNKNOWN: "?"}

HOME = "JP"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the parts of the page share."""

    atlas: Atlas
    view: ViewState
    answers: Mapping[str, Any]
    found: Readiness

    @property
    def language(self) -> Language:
        return self.view.language

    def with_result(self, *results: Result) -> list[RuleResult]:
        return [r for r in self.found.results if r.result in results and r.rule["rule_id"] != CONFIRMATION]


def check(atlas: Atlas, view: ViewState) -> Checked:
    """Check a view. Numbers of firms that contradict each other are left out."""
    answers = dict(view.answers)
    if view.sectors:
        answers["sector"] = view.sectors[0]
    if contradictions(answers):
        del answers["n_sme"], answers["n_companies"]
    return Checked(atlas, view, answers, check_readiness(atlas.store, answers))


def show_sheet(checked: Checked) -> None:
    """The check as an application draft."""
    view = checked.view
    prefecture = view.prefectures[0] if view.prefectures else None
    found = CheckAnswer(checked.atlas, checked.answers, checked.found, prefecture)
    address = link.absolute_link("readiness", view)
    take_away.show_sheet(NAME, lambda day: readiness_sheet(found, day, address), checked.language)


# What is asked


def show_form(checked: Checked) -> None:
    """The questions in four groups."""
    view, language = checked.view, checked.language
    given = dict(view.answers)
    if contradictions(given):
        told = say("too_many_smes", language, n_sme=given["n_sme"], n_companies=given["n_companies"])
        st.html(f'<div class="notice" role="status"><p>{markup.text(told)}</p></div>')
    countries = {c: records.name_of(row, language) for c, row in checked.atlas.countries.items()}
    for heading, questions in FORM:
        with st.container(border=True, key=heading.replace("_", "-")):
            st.html(f"<h3>{markup.text(say(heading, language))}</h3>")
            for name in questions:
                ask(name, view, names=countries if name.endswith("_country") else None)
            if heading == APPLICANT:
                _choose_where_and_in_what(checked)


def _choose_where_and_in_what(checked: Checked) -> None:
    """Sector and prefecture, which other pages ask for too."""
    atlas, view, language = checked.atlas, checked.view, checked.language
    sectors = {str(s): records.name_of(atlas.sectors[s], language) for s in SectorId}
    choose_first(say("sector", language), "sectors", list(SectorId), sectors, view)
    places = {c: records.name_of(p, language) for c, p in atlas.prefectures.items()}
    choose_first(say("prefecture", language), "prefectures", list(places), places, view)


# What is answered


def show_result(checked: Checked) -> None:
    """The word about the programme first; then both results, what to fix, what is open, what passed."""
    language = checked.language
    st.html(
        f'<div class="notice" role="note"><p>{markup.text(say("rit_confirm", language))}</p></div>'
        f'<p class="summary" role="status">{markup.text(summary(checked))}</p>'
        + markup.article(
            [
                _cannot_apply(checked),
                _overall(checked),
                _rules(checked, say_count("what_to_fix", checked, Result.FAILED), Result.FAILED),
                _pre_survey(checked),
                _rules(checked, say_count("what_is_open", checked, Result.UNKNOWN), Result.UNKNOWN),
                _folded_rules(checked),
            ]
        )
    )


def say_count(key: str, checked: Checked, result: Result) -> str:
    """A heading with the number of rules under it."""
    return say(key, checked.language, count=len(checked.with_result(result)))


def summary(checked: Checked) -> str:
    """The result in a sentence."""
    return say(
        "rit_summary",
        checked.language,
        passed=len(checked.with_result(Result.PASSED)),
        failed=len(checked.with_result(Result.FAILED)),
        unknown=len(checked.with_result(Result.UNKNOWN)),
    )


def _overall(checked: Checked) -> str:
    found, language = checked.found, checked.language
    return markup.facts(
        [
            (say("by_seed_rules", language), overall_badge(found.overall_seed_rules, language)),
            (say("by_all_rules", language), overall_badge(found.overall, language)),
        ]
    )


def overall_badge(overall: Overall, language: Language) -> str:
    css = overall.value.replace(" ", "-")
    return f'<span class="badge overall-{css}">{markup.text(say_code("overall", overall, language))}</span>'


def _cannot_apply(checked: Checked) -> str:
    """For a firm abroad: the bodies that can apply for it."""
    language = checked.language
    if checked.answers.get("applicant_country", HOME) == HOME:
        return ""
    title = say("cannot_apply", language)
    if not checked.view.prefectures:
        return markup.section(title, markup.paragraph(say("cannot_apply_choose", language)))
    found = contacts(checked.atlas, checked.view.prefectures[0])
    bodies = [b for b in found.bodies if b["kind"] == OrganisationKind.SUPPORT_ORGANISATION]
    rows = "".join(
        f"<li>{markup.text(records.name_of(body, language))}"
        f"{markup.quiet(records.field(body, 'city', language))}</li>"
        for body in bodies
    )
    return markup.section(
        title, f"<ul>{rows}</ul>" if rows else markup.paragraph(say("not_on_file", language))
    )


def _rules(checked: Checked, title: str, *results: Result) -> str:
    rows = "".join(_rule(checked, found) for found in checked.with_result(*results))
    return markup.section(title, f'<ul class="rules">{rows}</ul>' if rows else "")


def _folded_rules(checked: Checked) -> str:
    passed = "".join(_rule(checked, found) for found in checked.with_result(Result.PASSED))
    informing = (Result.INFO, Result.INFO_FOCUS, Result.INFO_ALLOWED, Result.NOT_NEEDED)
    others = "".join(_rule(checked, found) for found in checked.with_result(*informing))
    language = checked.language
    return markup.folded(
        say_count("what_passed", checked, Result.PASSED), f'<ul class="rules">{passed}</ul>' if passed else ""
    ) + markup.folded(say("for_information", language), f'<ul class="rules">{others}</ul>')


def _pre_survey(checked: Checked) -> str:
    if checked.found.pre_survey is Result.NOT_NEEDED:
        return ""
    return _rules(checked, say("pre_survey", checked.language), Result.OFFERED, Result.NOT_YET)


def _rule(checked: Checked, found: RuleResult) -> str:
    """One rule: result, what it asks, what to do, from when and where it is, and what sources dispute."""
    language, rule = checked.language, found.rule
    mark = MARKS.get(found.result, "·")
    todo = found.result in (Result.FAILED, Result.UNKNOWN, Result.OFFERED, Result.NOT_YET)
    fix = records.field(rule, "fail_fix", language) if todo else None
    notes = records.field(rule, "notes", language)
    source = records.source_link(checked.atlas, rule, language)
    period = say("rule_of", language, period=records.field(rule, "period", language))
    return (
        f'<li><b class="result-{found.result}" aria-hidden="true">{mark}</b><span>'
        f"<strong>{markup.text(records.name_of(rule, language))}</strong> "
        f'<span class="badge">{markup.text(say_code("rit_result", found.result, language))}</span>'
        f'<span class="quiet">{markup.text(rule[f"rule_{language}"])}</span>'
        + (f"<span>{markup.text(say('fix', language, fix=fix))}</span>" if fix else "")
        + (f'<span class="quiet">{markup.linked(notes)}</span>' if notes else "")
        + f'<span class="quiet">{source} · {markup.text(period)}</span></span></li>'
    )
