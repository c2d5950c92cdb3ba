"""The strength page's map, and the panel beside it: what a measure says, in words and as a ranking."""

from dataclasses import replace

import streamlit as st

from cluster_map.domain import Language
from cluster_map.exports.cells import Value, csv_bytes
from cluster_map.fragments import markup, records
from cluster_map.fragments.passport import figure_passport
from cluster_map.strength import words
from cluster_map.strength.asked import Asked, measure_change
from cluster_map.text import say, say_code
from cluster_map.ui import cached, link, map_strings

MAP_HEIGHT = 600
BARS = 8


def report_not_had(asked: Asked) -> None:
    """Say what of the link could not be shown."""
    if asked.question.not_had:
        told = say("not_had", asked.language, parameters=", ".join(asked.question.not_had))
        st.html(f'<div class="notice" role="status"><p>{markup.text(told)}</p></div>')


def follow_click(kind: str, code: str) -> None:
    """A click on a prefecture chooses it; one beside the prefectures gives it up."""
    if kind == "prefecture" and code in cached.known_codes().prefectures:
        link.change(prefectures=(code,))
    elif kind == "nothing":
        link.change(prefectures=())


def show_map(asked: Asked) -> None:
    base = cached.base_map("strength", asked.language)
    map_strings.draw(base, measure_change(asked), MAP_HEIGHT, follow_click)


def show_panel(asked: Asked) -> None:
    """The figures in words, the highest as bars, how they are made and where they come from."""
    language = asked.language
    sentences = words.reading(asked.names, asked.measured, language)
    place = ""
    if asked.place:
        told = words.reading_of_place(asked.names, asked.measured, asked.place, language)
        place = f'<p class="lead"><strong>{markup.text(told)}</strong></p>'
    joint = "" if language is Language.JAPANESE else " "
    st.html(
        f'<article class="panel"><p class="kicker">{markup.text(classification_name(asked))}</p>'
        f"<h3>{markup.text(asked.title)}</h3>{place}"
        f'<p class="reading" role="status">{markup.text(joint.join(sentences))}</p>'
        f"{markup.section(say('top_prefectures', language), _bars(asked))}"
        f"{_about(asked)}</article>"
    )


def section_title(title: str) -> None:
    st.html(f'<h2 class="section-title">{markup.text(title)}</h2>')


def choose_place(code: str | None) -> None:
    """Choose a prefecture, or none."""
    link.change(prefectures=(code,) if code else ())


def classification_name(asked: Asked) -> str:
    classification = asked.statistics.classifications[asked.question.subject.classification]
    return str(classification[f"name_{asked.language}"])


def _bars(asked: Asked) -> str:
    ranking = asked.measured.ranking
    top = ranking[:BARS]
    if asked.place and asked.place in dict(ranking) and asked.place not in dict(top):
        top = [*top, (asked.place, dict(ranking)[asked.place])]
    most = max((abs(value) for _, value in top), default=1) or 1
    rows = "".join(
        f'<li class="{"chosen" if code == asked.place else ""}">'
        f'<span class="bar-label">{markup.text(asked.names[code])}</span>'
        f'<span class="bar"><i style="width:{max(0.0, 100 * value / most):.1f}%"></i></span>'
        f"<b>{markup.text(words.number(asked.measured.measure, value))}</b></li>"
        for code, value in top
    )
    return f'<ul class="bars figures">{rows}</ul>' if rows else ""


def _about(asked: Asked) -> str:
    """Classes, formula, notes and sources of the figures."""
    language, subject = asked.language, asked.question.subject
    classes = [
        words.industry_name(asked.statistics, subject.classification, code, language)
        for code in subject.industries
    ]
    formula = say_code("measure_formula", asked.question.measure, language)
    told = words.notes(asked.statistics, asked.question.measure, subject, asked.question.year)
    notes = f"<ul>{''.join(f'<li>{markup.text(note[language])}</li>' for note in told)}</ul>"
    # Where there is no figure the notes are the answer: they say why.
    show_notes = markup.folded if subject.industries else markup.section
    sources = "".join(
        records.source_line(asked.atlas, publication, language) for publication in asked.measured.publications
    )
    return (
        markup.section(say("classes_counted", language), markup.chips(classes))
        + markup.folded(say("how_computed", language), markup.paragraph(formula))
        + show_notes(say("to_know", language), notes)
        + markup.section(say("source", language), sources + _passport(asked), "sources")
    )


def _passport(asked: Asked) -> str:
    titles = {one: replace(asked, view=replace(asked.view, language=one)).title for one in Language}
    return figure_passport(asked.atlas, titles, asked.measured.publications, asked.view)


def download_table(
    name: str, columns: tuple[str, ...], rows: list[tuple[Value, ...]], language: Language
) -> None:
    """A button that hands out the rows of a part as CSV."""
    st.download_button(
        say("download_csv", language),
        data=lambda: csv_bytes(columns, rows),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"download-{name}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
