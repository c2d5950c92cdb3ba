"""Is a firm an SME: the questions, the result by the Act and by special orders, and the misprinted table."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.fragments import markup, records
from cluster_map.money import yen
from cluster_map.sme import SizeCheck, SmeCheck, Verdict, check_sme
from cluster_map.text import say, say_code
from cluster_map.ui.question_form import ask
from cluster_map.url_state import ViewState


def show_sme_check(atlas: Atlas, view: ViewState) -> None:
    """Questions on the left, the result on the right."""
    language = view.language
    st.html(
        f'<h2 class="section-title" id="sme">{markup.text(say("sme_title", language))}</h2>'
        + markup.paragraph(say("sme_lead", language), "summary")
    )
    left, right = st.columns([3, 5], gap="large")
    with left, st.container(border=True, key="form-sme"):
        industries = atlas.store.by_key("sme_definitions")
        ask("industry_id", view, names={i: records.name_of(row, language) for i, row in industries.items()})
        ask("capital_jpy", view, step=10_000_000)
        ask("employees", view)
        ask("form", view)
        ask("large_owner_pct", view, step=5)
    with right:
        found = check_sme(atlas.store, dict(view.answers))
        st.html(markup.article(_result(atlas, found, language)))


def _result(atlas: Atlas, found: SmeCheck, language: Language) -> list[str]:
    if found.asked is None or found.basic_act is None:
        return [markup.paragraph(say("sme_choose", language), "lead")]
    parts = [_size(atlas, say("sme_by_order", language), found.asked, language)]
    if found.basic_act.limits is not found.asked.limits:
        parts.append(_size(atlas, say("sme_by_act", language), found.basic_act, language))
    if found.owned_by_large is Verdict.YES:
        parts.append(f'<p class="correction">{markup.text(say("owned_by_large", language))}</p>')
    return [*parts, _as_printed(atlas, found, language)]


def verdict_badge(verdict: Verdict, language: Language) -> str:
    return (
        f'<span class="badge verdict-{verdict}">{markup.text(say_code("verdict", verdict, language))}</span>'
    )


def _size(atlas: Atlas, title: str, check: SizeCheck, language: Language) -> str:
    row = check.limits
    capital = yen(row["capital_max_jpy"], language)
    limits = say("sme_limits", language, capital=capital, employees=row["employees_max"])
    micro = row["micro_employees_max"]
    micro_words = say("micro_limit", language, employees=micro) if micro else say("micro_missing", language)
    return markup.section(
        title,
        markup.facts(
            [
                (say("sme_word", language), verdict_badge(check.sme, language)),
                (say("micro_word", language), verdict_badge(check.micro, language)),
            ]
        )
        + markup.paragraph(f"{records.name_of(row, language)}: {limits}")
        + markup.paragraph(micro_words, "quiet")
        + markup.paragraph(records.field(row, "legal_scope", language), "quiet")
        + records.source_line(atlas, row, language),
    )


def _as_printed(atlas: Atlas, found: SmeCheck, language: Language) -> str:
    """What the table of the founding document would say, as a lesson in reading it."""
    row: Record = found.printed_limits or {}
    capital = yen(row["printed_capital_below_jpy"], language)
    limits = say("printed_limits", language, capital=capital, employees=row["printed_employees_below"])
    document_id, _, place = str(row["printed_source"]).partition(" ")
    title = atlas.documents[document_id][f"title_{language}"]
    body = (
        f"<p>{verdict_badge(found.as_printed, language)}</p>{markup.paragraph(limits)}"
        + markup.paragraph(records.field(row, "seed_difference", language), "quiet")
        + markup.quiet(f"{title}, {place}")
    )
    return markup.folded(say("sme_as_printed", language), body)
