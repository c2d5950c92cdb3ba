"""The page of public projects: what is asked, the routes with their reasons, and what would change them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.coverage import TIER_OF_ENTITY, buyers, contradicts_buyer, in_words, tier_of
from cluster_map.domain import Language, SectorId
from cluster_map.fragments import markup, records
from cluster_map.fragments.contacts_map import answers_of, contacts_of, place_of
from cluster_map.money import yen
from cluster_map.procurement import (
    ASKED,
    BAR_FROM,
    BAR_TO,
    START,
    STRONGEST,
    Advice,
    Flip,
    Need,
    Route,
    advise,
    flips,
)
from cluster_map.questions import Preparation, Tier
from cluster_map.route_words import flip_in_words, quoted_words
from cluster_map.sheets.route import NAME, RouteAnswer, route_sheet
from cluster_map.text import say, say_code
from cluster_map.ui import link, take_away
from cluster_map.ui.question_form import ask, change_answers, choose_first
from cluster_map.url_state import ViewState


@dataclass(frozen=True, slots=True)
class Asked:
    """What the parts of the page share. ``answers`` hold the sector, and today where no day was named."""

    atlas: Atlas
    view: ViewState
    answers: Mapping[str, Any]
    advice: Advice
    flips: list[Flip]

    @property
    def language(self) -> Language:
        return self.view.language

    @property
    def prefecture(self) -> str | None:
        """The place that is meant: the buyer's, else the one chosen."""
        return place_of(self.atlas, self.view, self.answers)


def ask_adviser(atlas: Atlas, view: ViewState) -> Asked:
    """Answer a view."""
    answers = answers_of(atlas, view)
    return Asked(atlas, view, answers, advise(atlas.store, answers), flips(atlas.store, answers))


def show_sheet(asked: Asked) -> None:
    """The advice as a file to hand on, with whom to contact where a place is known."""
    around = contacts_of(asked.atlas, asked.view, asked.answers)
    found = RouteAnswer(asked.atlas, asked.answers, asked.advice, asked.flips, around)
    address = link.absolute_link("public-projects", asked.view)
    take_away.show_sheet(NAME, lambda day: route_sheet(found, day, address), asked.language)


# What is asked


def show_form(asked: Asked) -> None:
    """The questions in three groups: the firm, the contract, how far one would go."""
    atlas, view, language = asked.atlas, asked.view, asked.language
    store = atlas.store
    _report_contradiction(asked)

    def same_day() -> dict[str, Any]:
        """Thresholds change: a link that holds an answer holds its day too."""
        return {"date": asked.answers["date"]}

    with st.container(border=True, key="form-firm"):
        st.html(f"<h3>{markup.text(say('form_firm', language))}</h3>")
        ask("offer", view, more=same_day)
        sectors = {str(s): records.name_of(atlas.sectors[s], language) for s in SectorId}
        choose_first(say("sector", language), "sectors", list(SectorId), sectors, view)
        ask("home", view, more=same_day)
        ask("local_presence", view, more=same_day)
    with st.container(border=True, key="form-contract"):
        st.html(f"<h3>{markup.text(say('form_contract', language))}</h3>")
        ask("tier", view, more=lambda: {"entity_id": None, **same_day()})
        named = _buyers_to_choose(asked)
        if named:
            ask("entity_id", view, names=named, more=same_day)
        ask("category", view, more=same_day)
        ask("ticket_jpy", view, step=1_000_000, more=same_day)
        if "ticket_jpy" in asked.answers:
            st.html(markup.paragraph(_ticket_in_words(asked), "quiet"))
        ask("date", replace(view, answers=(("date", asked.answers["date"]),)))
    with st.container(border=True, key="form-limits"):
        st.html(f"<h3>{markup.text(say('form_limits', language))}</h3>")
        ask("risk", view, more=same_day)
        ask("finance", view, more=same_day)
        ask("horizon_months", view, step=6, more=same_day)
        factors = {r["item_id"]: records.name_of(r, language) for r in store.records("relationship_services")}
        ask("prepared", view, names=factors)
        st.button(
            say("clear_answers", language),
            key="clear-answers",
            type="tertiary",
            icon=":material/restart_alt:",
            on_click=change_answers,
            kwargs={name: None for name, _ in view.answers},
            disabled=not view.answers,
        )


def _report_contradiction(asked: Asked) -> None:
    given = dict(asked.view.answers)
    if right := contradicts_buyer(asked.atlas.store, given):
        said = say(
            "buyer_contradicts",
            asked.language,
            buyer=records.name_of(buyers(asked.atlas.store)[given["entity_id"]], asked.language),
            tier=say_code("tier", right, asked.language),
        )
        st.html(f'<div class="notice" role="status"><p>{markup.text(said)}</p></div>')


def _buyers_to_choose(asked: Asked) -> dict[str, str]:
    """Buyers on file of the tier that is meant; all while it is open."""
    tier = tier_of(asked.atlas.store, asked.answers)
    return {
        entity: f"{records.name_of(row, asked.language)} · {say_code('tier', of_tier, asked.language)}"
        for entity, row in buyers(asked.atlas.store).items()
        if (of_tier := TIER_OF_ENTITY[row["entity_type"]]) and tier in (of_tier, Tier.UNSURE)
    }


def _ticket_in_words(asked: Asked) -> str:
    """The contract value as people say it, and its band."""
    bands = {r["band"]: r for r in asked.atlas.store.records("route_bands") if r["scale"] == "ticket"}
    band = records.name_of(bands[asked.advice.ticket_band], asked.language)
    return f"{yen(asked.answers['ticket_jpy'], asked.language)} · {band}"


# What is answered


def show_advice(asked: Asked) -> None:
    """The routes, best first; then coverage, what would change the answer, and what is left out."""
    if not asked.advice.ranking:
        _show_nothing_yet(asked)
        return
    first, *others = asked.advice.ranking
    rest = "".join(_other_route(asked, place, route) for place, route in enumerate(others, start=2))
    st.html(
        f'<p class="summary" role="status">{markup.text(summary(asked))}</p>'
        + markup.article([_leading_route(asked, first)])
        + f'<div class="panel routes">{rest}</div>'
    )
    st.html(markup.article([_coverage(asked), _flips(asked), _left_out(asked), _confidence(asked)]))


def _show_nothing_yet(asked: Asked) -> None:
    st.html(
        f'<div class="empty"><h3>{markup.text(say("routes_empty_title", asked.language))}</h3>'
        f"<p>{markup.text(say('no_offer_yet', asked.language))}</p></div>"
        + markup.article([_coverage(asked), _left_out(asked)])
    )


def summary(asked: Asked) -> str:
    """The answer in a sentence."""
    first = asked.advice.ranking[0]
    return say(
        "routes_summary",
        asked.language,
        first=records.name_of(first.model, asked.language),
        points=first.points,
        count=len(asked.advice.ranking),
        left_out=len(asked.advice.left_out),
    )


def points_bar(points: int) -> str:
    """Points drawn between the two ends of the scale; below it the bar is empty."""
    share = (min(max(points, BAR_FROM), BAR_TO) - BAR_FROM) / (BAR_TO - BAR_FROM)
    return f'<span class="bar" aria-hidden="true"><i style="width:{100 * share:.0f}%"></i></span>'


def _leading_route(asked: Asked, route: Route) -> str:
    language = asked.language
    return (
        f'<p class="kicker">{markup.text(records.name_of(route.label, language))}</p>'
        f"{markup.title(f'1. {records.name_of(route.model, language)}')}"
        f'<p class="score">{points_bar(route.points)}<b>{_points(route, language)}</b></p>'
        + _route_body(asked, route)
    )


def _points(route: Route, language: Language) -> str:
    return markup.text(say("points", language, points=route.points))


def _other_route(asked: Asked, place: int, route: Route) -> str:
    language = asked.language
    return (
        f'<details class="route"><summary><span class="place">{place}</span>'
        f"<span>{markup.text(records.name_of(route.model, language))}</span>{points_bar(route.points)}"
        f"<b>{_points(route, language)}</b>"
        f'<span class="badge">{markup.text(records.name_of(route.label, language))}</span></summary>'
        f"{_route_body(asked, route)}</details>"
    )


def _route_body(asked: Asked, route: Route) -> str:
    language = asked.language
    model = route.model
    strongest = route.reasons_for[:STRONGEST]
    roles = markup.facts(
        [
            (say("your_part", language), markup.text(records.field(model, "foreign_role", language) or "")),
            (say("sme_part", language), markup.text(records.field(model, "sme_role", language) or "")),
            (
                say("contract_type", language),
                markup.text(records.field(model, "contract_type", language) or ""),
            ),
        ]
    )
    every = f'<ul class="reasons">{"".join(_reason(asked, rule) for rule in route.rules)}</ul>'
    cautions = markup.facts(
        [
            (
                say("requirements", language),
                markup.text(records.field(model, "requirements", language) or ""),
            ),
            (say("risks", language), markup.text(records.field(model, "risks", language) or "")),
        ]
    )
    return (
        roles
        + markup.section(say("reasons_for", language), _reasons(asked, strongest))
        + markup.section(say("reasons_against", language), _reasons(asked, route.reasons_against[:1]))
        + markup.folded(say("every_point", language, count=len(route.rules), points=route.points), every)
        + markup.section(say("needs", language), _needs(asked, route.needs))
        + markup.section(say("next_steps", language), _steps(route, language))
        + markup.folded(say("requirements_and_risks", language), cautions)
        + records.source_line(asked.atlas, model, language)
    )


def _reasons(asked: Asked, rules: Iterable[Record]) -> str:
    rows = "".join(_reason(asked, rule) for rule in rules)
    return f'<ul class="reasons">{rows}</ul>' if rows else ""


def _reason(asked: Asked, rule: Record) -> str:
    sign = "minus" if rule["points"] < 0 else "plus"
    return (
        f'<li><b class="{sign}">{rule["points"]:+d}</b><span>{markup.text(rule[f"why_{asked.language}"])}'
        f'<span class="quiet">{grounding(asked, rule)}</span></span></li>'
    )


def grounding(asked: Asked, rule: Record) -> str:
    """The place in the founding document with its words, and the page beside it."""
    language = asked.language
    if rule["rule_id"] == START:
        return markup.text(say("our_choice", language))
    quoted = quoted_words(asked.atlas, rule, language)
    parts = [markup.text(quoted)] if quoted else []
    if rule["source"].startswith("http"):
        parts.append(records.source_link(asked.atlas, rule, language))
    return " · ".join(parts)


def _needs(asked: Asked, needs: Iterable[Need]) -> str:
    rows = "".join(_need(asked, need) for need in needs)
    return f"<ul>{rows}</ul>" if rows else ""


def _need(asked: Asked, need: Need) -> str:
    language = asked.language
    only_if = records.field(need.need, "only_if", language)
    condition = (
        f' <span class="badge">{markup.text(say("only_if", language, case=only_if))}</span>'
        if only_if
        else ""
    )
    if need.hurdle:
        detail, remedy = (
            records.field(need.hurdle, "detail", language),
            records.field(need.hurdle, "remedy", language),
        )
    else:
        assert need.rit_rule is not None
        detail, remedy = need.rit_rule[f"rule_{language}"], records.field(need.rit_rule, "fail_fix", language)
    source = records.source_link(asked.atlas, need.hurdle or need.rit_rule or need.need, language)
    return (
        f"<li><strong>{markup.text(records.name_of(need.need, language))}</strong>{condition}"
        f'<span class="quiet">{markup.text(detail or "")}</span>'
        f"<span>{markup.text(say('remedy', language, remedy=remedy))}</span>"
        f'<span class="quiet">{source}</span></li>'
    )


def _steps(route: Route, language: Language) -> str:
    rows = (f"<li>{markup.text(records.field(step, 'step', language))}</li>" for step in route.steps)
    return f"<ol>{''.join(rows)}</ol>"


def _coverage(asked: Asked) -> str:
    language, coverage = asked.language, asked.advice.coverage
    said = "".join(markup.paragraph(line) for line in in_words(coverage, asked.answers, language))
    source = records.source_line(asked.atlas, coverage.thresholds[0], language) if coverage.thresholds else ""
    note = (
        coverage.thresholds[0][f"notes{'_ja' if language is Language.JAPANESE else ''}"]
        if coverage.thresholds
        else None
    )
    status = say_code("gpa_status", coverage.status, language)
    return markup.section(
        say("coverage_title", language, day=asked.answers["date"]),
        f'<p><span class="badge status-{coverage.status}">{markup.text(status)}</span></p>{said}'
        + markup.paragraph(note, "quiet")
        + source,
    )


def _flips(asked: Asked) -> str:
    """What would put another route first; one line for each, or that nothing would."""
    language = asked.language
    models = asked.atlas.store.by_key("partnering_models")
    rows = "".join(
        f'<li><span class="flip">{markup.text(flip_in_words(asked.atlas, flip, language))}</span> \u2192 '
        f"<strong>{markup.text(records.name_of(models[flip.new_top], language))}</strong></li>"
        for flip in asked.flips
    )
    body = f"<ul>{rows}</ul>" if rows else markup.paragraph(say("nothing_changes", language))
    return markup.section(say("what_would_change", language), body)


def _left_out(asked: Asked) -> str:
    language = asked.language
    rows = "".join(
        f"<li>{markup.text(records.name_of(left.model, language))}{markup.quiet(left.reason(language))}</li>"
        for left in asked.advice.left_out
    )
    return markup.section(
        say("left_out", language, count=len(asked.advice.left_out)), f"<ul>{rows}</ul>" if rows else ""
    )


def _confidence(asked: Asked) -> str:
    language = asked.language
    given = say("inputs_given", language, given=asked.advice.given, asked=len(ASKED))
    prepared = set(asked.answers.get("prepared", ()))
    factors = asked.atlas.store.by_key("relationship_services")
    rows = []
    for item in Preparation:
        done = item in prepared
        state = say("in_place", language) if done else say("still_open", language)
        question = markup.text(factors[item][f"check_question_{language}"])
        rows.append(f"<li>{'✓' if done else '○'} {question}{markup.quiet(state)}</li>")
    return markup.section(say("before_the_bid", language), f"<ul>{''.join(rows)}</ul>") + markup.section(
        say("confidence", language),
        markup.paragraph(given) + markup.paragraph(say("points_are_ours", language), "quiet"),
    )
