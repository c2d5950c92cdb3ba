"""The reader's own figures on the strength page: on the map, in the panel, beside the official measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from cluster_map.domain import Language, StrengthPart
from cluster_map.fragments import markup
from cluster_map.maps.changes import figures_change
from cluster_map.own_figures.figures import OwnFigures, Taking
from cluster_map.own_figures.joining import Base, Relation, base_of, ranks, related
from cluster_map.own_figures.shading import own_shading, with_points, written
from cluster_map.own_figures.shelf import cells_path
from cluster_map.strength.asked import Asked
from cluster_map.text import say, say_code
from cluster_map.ui import cached, map_strings
from cluster_map.ui.own_file import OpenFile, let_go, open_file, show_upload
from cluster_map.ui.own_report import show_report
from cluster_map.ui.own_table import show_table
from cluster_map.ui.strength import BARS, MAP_HEIGHT, follow_click


@dataclass(frozen=True, slots=True)
class Choice:
    """How the reader's rows are taken, and what their figures are put in relation to."""

    taking: Taking
    column: int
    relation: Relation


@dataclass(frozen=True)
class Shown:
    """The reader's figures as they are shown. ``figures`` are in the relation that is chosen."""

    asked: Asked
    file: OpenFile
    choice: Choice
    own: Mapping[str, float]
    figures: Mapping[str, float]
    base: Base | None

    @property
    def language(self) -> Language:
        return self.asked.language

    @property
    def heading(self) -> str:
        """What the reader's own figures are, before any relation."""
        own = self.file.own
        if self.choice.taking is Taking.COUNT:
            return say("own_rows_of", self.language, file=own.file_name)
        return own.columns[self.choice.column]

    @property
    def title(self) -> str:
        """The same with the relation."""
        if self.base is None:
            return self.heading
        subject = self.base.subject
        named = self.asked.name_of_subject(subject) if subject is not None else ""
        return say_code(
            "own_relation_title",
            self.choice.relation,
            self.language,
            heading=self.heading,
            subject=named,
            year=self.base.year,
        )


def shown_figures(asked: Asked) -> Shown | None:
    """What the page shows of an open file; ``None`` on another part, or where no row counts."""
    file = open_file()
    if asked.view.part is not StrengthPart.OWN_FIGURES or file is None or not file.own.rows_counted:
        return None
    choice = _choice(file)
    own = file.own.by_prefecture(choice.taking, choice.column)
    base = None
    if choice.relation is not Relation.VALUE:
        base = _base(asked, choice.relation)
    return Shown(asked, file, choice, own, related(own, choice.relation, base), base)


def _base(asked: Asked, relation: Relation) -> Base | None:
    """What a relation divides by, for the industry and year of the page."""
    return base_of(asked.statistics, relation, asked.question.subject, asked.question.year)


def _key(name: str, file: OpenFile) -> str:
    """A key for each file, so that a new one begins with what suits it."""
    return f"own-{name}-{file.token}"


def _choice(file: OpenFile) -> Choice:
    state = st.session_state
    return Choice(
        taking=Taking(state.get(_key("taking", file)) or file.own.takings[0]),
        column=state.get(_key("column", file)) or 0,
        relation=Relation(state.get(_key("relation", file)) or Relation.VALUE),
    )


def show_map(shown: Shown) -> None:
    codes = shown.asked.statistics.prefectures
    quotient = shown.choice.relation is Relation.QUOTIENT
    change = own_shading(codes, shown.figures, shown.title, quotient, shown.language)
    if shown.file.own.has_points:
        change = with_points(change, cells_path(shown.file.token), shown.language)
    base = cached.base_map("strength", shown.language)
    change = figures_change(shown.asked.view, change, f"{shown.title}. {_reading(shown)}")
    map_strings.draw(base, change, MAP_HEIGHT, follow_click)


def _reading(shown: Shown) -> str:
    """The figures in words."""
    language = shown.language
    names, every = shown.asked.names, ranks(shown.figures)
    if not every:
        return say("own_reading_none", language)
    top = sorted(every, key=lambda code: (every[code], code))[:3]
    gap, joint = ("", "、") if language is Language.JAPANESE else (" ", ", ")
    places = joint.join(f"{names[code]}{gap}({written(shown.figures[code])})" for code in top)
    sentences = [say("own_reading_highest", language, places=places, count=len(every))]
    place = shown.asked.place
    if place in every:
        sentences.append(
            say(
                "own_reading_place",
                language,
                place=names[place],
                value=written(shown.figures[place]),
                rank=every[place],
                count=len(every),
            )
        )
    return gap.join(sentences)


def show_panel(shown: Shown) -> None:
    """What the reader's figures say, the highest as bars, and how the file was read."""
    language, figures = shown.language, shown.figures
    top = sorted(figures, key=lambda code: (-figures[code], code))[:BARS]
    place = shown.asked.place
    if place is not None and place in figures and place not in top:
        top.append(place)
    most = max((abs(figures[code]) for code in top), default=1) or 1
    rows = "".join(
        f'<li class="{"chosen" if code == shown.asked.place else ""}">'
        f'<span class="bar-label">{markup.text(shown.asked.names[code])}</span>'
        f'<span class="bar"><i style="width:{max(0.0, 100 * figures[code] / most):.1f}%"></i></span>'
        f"<b>{markup.text(written(figures[code]))}</b></li>"
        for code in top
    )
    bars = f'<ul class="bars figures">{rows}</ul>' if rows else ""
    st.html(
        f'<article class="panel own"><p class="kicker">{markup.text(say("own_kicker", language))}</p>'
        f"<h3>{markup.text(shown.title)}</h3>"
        f'<p class="reading" role="status">{markup.text(_reading(shown))}</p>'
        f"{markup.section(say('top_prefectures', language), bars)}"
        f"{markup.section(say('to_know', language), _notes(shown.file.own, language))}"
        f"{markup.section(say('source', language), markup.paragraph(say('own_source', language)), 'sources')}"
        "</article>"
    )


def _notes(own: OwnFigures, language: Language) -> str:
    """What has to be known of a file: how it was read, and what was left out."""
    said = [say_code("own_note", note.kind, language, **note.values) for note in own.notes]
    return f"<ul>{''.join(f'<li>{markup.text(note)}</li>' for note in said)}</ul>" if said else ""


def show_own_figures(asked: Asked) -> None:
    """The part under the map: an upload, or the open file with its table and its report."""
    file = open_file()
    if file is None:
        show_upload(asked.language)
        return
    _show_file(file, asked.language)
    shown = shown_figures(asked)
    if shown is None:
        taking = file.own.takings[0]
    else:
        taking = shown.choice.taking
        _choose(shown)
        show_table(asked, shown.own, shown.figures, shown.heading, shown.title, shown.choice.relation)
    show_report(file.own, taking, asked.names, asked.language)


def _show_file(file: OpenFile, language: Language) -> None:
    """Name, rows, and the way to be rid of it."""
    own = file.own
    with st.container(key="own-file-row", horizontal=True, vertical_alignment="center", gap="small"):
        counted = say(
            "own_counted",
            language,
            counted=f"{own.rows_counted:,}",
            read=f"{own.rows_read:,}",
            kind=say_code("own_kind", own.kind, language),
        )
        st.html(
            f'<div class="panel own-file"><strong>{markup.text(own.file_name)}</strong>'
            f'<span class="quiet" role="status">{markup.text(counted)}</span></div>'
        )
        st.button(
            say("own_remove", language),
            key="own-remove",
            icon=":material/delete:",
            on_click=let_go,
        )


def _choose(shown: Shown) -> None:
    """How rows are taken, which column, in relation to what."""
    language, file = shown.language, shown.file
    own = file.own
    with st.container(key="own-question", horizontal=True, gap="small"):
        if len(own.takings) > 1:
            _select("own_taking", "taking", own.takings, shown.choice.taking, file, language)
        if shown.choice.taking is not Taking.COUNT and len(own.columns) > 1:
            key = _key("column", file)
            st.selectbox(
                say("own_column", language),
                range(len(own.columns)),
                index=shown.choice.column,
                format_func=lambda n: own.columns[n],
                key=key,
            )
        possible = [
            relation
            for relation in Relation
            if relation is Relation.VALUE
            or base_of(
                shown.asked.statistics, relation, shown.asked.question.subject, shown.asked.question.year
            )
        ]
        _select("own_relation", "relation", possible, shown.choice.relation, file, language)
    if shown.base is not None:
        st.html(markup.paragraph(say("own_relation_help", language), "quiet"))


def _select(
    kind: str, name: str, options: Iterable[object], chosen: object, file: OpenFile, language: Language
) -> None:
    every = list(options)
    key = _key(name, file)
    st.selectbox(
        say(f"{kind}_label", language),
        every,
        index=every.index(chosen) if chosen in every else 0,
        format_func=lambda one: say_code(kind, one, language),
        key=key,
    )
