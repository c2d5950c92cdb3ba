"""The RIT programme as a picture and in words, and other measures by need."""

import streamlit as st

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.fragments import markup, records
from cluster_map.selection import backed
from cluster_map.text import say, say_code
from cluster_map.ui import controls
from cluster_map.ui.question_form import ask
from cluster_map.url_state import ViewState

CHOICE_WIDTH = 420


def show_programme(atlas: Atlas, view: ViewState) -> None:
    """How an application travels, and the kinds of support under the filter of evidence."""
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
        for m in backed(measures, view)
        if m["kind"] == "support-type"
    )
    programme = next(m for m in measures if m["support_measure_id"] == "rit")
    st.html(f'<h2 class="section-title">{markup.text(say("programme_title", language))}</h2>')
    with st.container(key="programme-choice", width=CHOICE_WIDTH):
        controls.choose_evidence(view)
    st.html(markup.paragraph(say("evidence_narrows", language), "quiet"))
    st.html(
        markup.article(
            [
                f'<ol class="flow">{flow}</ol>{partner}',
                markup.paragraph(say("programme_note", language), "quiet"),
                markup.section(
                    say("support_types", language),
                    f'<ul class="kinds">{kinds}</ul>' if kinds else records.none_backed(language),
                ),
                records.source_line(atlas, programme, language),
            ]
        )
    )


def show_measures(atlas: Atlas, view: ViewState) -> None:
    """Other measures: those that answer the chosen needs, under the filter of evidence."""
    language = view.language
    st.html(
        f'<h2 class="section-title">{markup.text(say("measures_title", language))}</h2>'
        + markup.paragraph(say("measures_choose", language), "summary")
    )
    ask("support_needs", view)
    needs = set(dict(view.answers).get("support_needs", ()))
    if not needs:
        return
    found = [m for m in backed(atlas.store.records("support_measures"), view) if needs & set(m["needs"])]
    rows = "".join(_measure(atlas, measure, language) for measure in found)
    told = say("measures_found", language, count=len(found))
    cards = f'<div class="panel cards">{rows}</div>' if rows else records.none_backed(language)
    st.html(f'<p class="summary" role="status">{markup.text(told)}</p>{cards}')


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
