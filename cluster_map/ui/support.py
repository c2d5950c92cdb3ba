"""The RIT programme as a picture and in words, and other measures by need."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.text import say, say_code
from cluster_map.ui import markup, records
from cluster_map.ui.question_form import ask
from cluster_map.url_state import ViewState


def show_programme(atlas: Atlas, view: ViewState) -> None:
    """How an application travels, and the kinds of support."""
    language = view.language
    steps = (
        say("flow_call", language),
        say("flow_apply", language),
        say("flow_assess", language),
        say("flow_support", language),
    )
    flow = "".join(f"<li>{markup.text(step)}</li>" for step in steps)
    partner = (
        f'<p class="flow-partner"><strong>{markup.text(say("flow_partner", language))}</strong> '
        f"{markup.text(say('flow_partner_how', language))}</p>"
    )
    measures = atlas.store.records("support_measures")
    kinds = "".join(
        f"<li><strong>{markup.text(records.name_of(m, language))}</strong>"
        f"{markup.quiet(records.field(m, 'offer', language))}</li>"
        for m in measures
        if m["kind"] == "support-type"
    )
    programme = next(m for m in measures if m["support_measure_id"] == "rit")
    st.html(f'<h2 class="section-title">{markup.text(say("programme_title", language))}</h2>')
    st.html(
        markup.article(
            [
                f'<ol class="flow">{flow}</ol>{partner}',
                markup.paragraph(say("programme_note", language), "quiet"),
                markup.section(say("support_types", language), f'<ul class="kinds">{kinds}</ul>'),
                records.source_line(atlas, programme, language),
            ]
        )
    )


def show_measures(atlas: Atlas, view: ViewState) -> None:
    """Other measures: those that answer the chosen needs."""
    language = view.language
    st.html(
        f'<h2 class="section-title">{markup.text(say("measures_title", language))}</h2>'
        + markup.paragraph(say("measures_choose", language), "summary")
    )
    ask("support_needs", view)
    needs = set(dict(view.answers).get("support_needs", ()))
    if not needs:
        return
    found = [m for m in atlas.store.records("support_measures") if needs & set(m["needs"])]
    rows = "".join(_measure(atlas, measure, language) for measure in found)
    told = say("measures_found", language, count=len(found))
    st.html(f'<p class="summary" role="status">{markup.text(told)}</p><div class="panel cards">{rows}</div>')


def _measure(atlas: Atlas, measure: Record, language: Language) -> str:
    said = (
        (say("operator", language), records.field(measure, "operator", language)),
        (say("audience", language), records.field(measure, "audience", language)),
        (say("offers", language), records.field(measure, "offer", language)),
        (say("launched", language), measure["launched_year"]),
    )
    return (
        f'<div class="card"><strong>{markup.text(records.name_of(measure, language))}</strong>'
        + markup.chips(say_code("support_need", need, language) for need in measure["needs"])
        + markup.facts([(heading, markup.text(text)) for heading, text in said if text])
        + records.source_line(atlas, measure, language)
        + "</div>"
    )
