"""The page for presenters: choose a tour, play it, read its steps."""

from typing import Any

import streamlit as st

from cluster_map.domain import Language
from cluster_map.fragments import markup
from cluster_map.text import say
from cluster_map.tours.drawing import Source, played, sources_of, title_of
from cluster_map.tours.file import TourFileError, unpacked
from cluster_map.tours.tour import Step, Tour, built_in_tours, in_language
from cluster_map.ui import cached, link, map_strings, own_tour, recording, take_along
from cluster_map.ui.pages import PAGES
from cluster_map.url_state import OWN_TOUR, PACKED_TOUR, ViewState

STAGE_HEIGHT = 700
"""Pixels; the style sheet fits it to the window."""

IN_A_ROW = 3


def chosen_tour(view: ViewState) -> Tour | None:
    """The tour of the link; ``None`` where it names none, or none that can be read."""
    if view.tour is None:
        return None
    if own_tour.is_own(view):
        return own_tour.own_tour()
    if view.tour == OWN_TOUR:
        show_notice(say("own_tour_elsewhere", view.language))
        return None
    if PACKED_TOUR.fullmatch(view.tour):
        try:
            return unpacked(view.tour)
        except TourFileError as error:
            show_notice(error.told(view.language))
            return None
    return built_in_tours(cached.atlas()).get(view.tour)


def show_notice(told: str) -> None:
    st.html(f'<div class="notice" role="alert"><p>{markup.text(told)}</p></div>')


def show_choice(view: ViewState) -> None:
    """The tours as cards, the reader's own first; a tour can be loaded from a file."""
    language = view.language
    st.html(markup.paragraph(say("tours_lead", language), "summary"))
    tours = list(built_in_tours(cached.atlas()).values())
    if own_tour.own_tour().steps:
        tours.insert(0, own_tour.own_tour())
    for first in range(0, len(tours), IN_A_ROW):
        for column, tour in zip(st.columns(IN_A_ROW), tours[first : first + IN_A_ROW], strict=False):
            with column:
                _show_card(tour, language)
    with st.container(key="own-start"):
        st.html(
            f'<h2 class="section-title">{markup.text(say("make_tour", language))}</h2>'
            f"{markup.paragraph(say('make_tour_how', language), 'summary')}"
        )
        recording.show_recording(view)
        own_tour.show_loading(view)


def _show_card(tour: Tour, language: Language) -> None:
    name = tour.id or OWN_TOUR
    with st.container(key=f"tour-{name}", border=True):
        st.html(
            f'<article class="panel"><p class="kicker">'
            f"{markup.text(say('steps_count', language, count=len(tour.steps)))}</p>"
            f"<h3>{markup.text(in_language(tour.title, language) or say('own_tour', language))}</h3>"
            f"{markup.paragraph(in_language(tour.about, language))}</article>"
        )
        st.button(
            say("play_tour", language),
            key=f"play-{name}",
            icon=":material/play_arrow:",
            on_click=link.change if tour.id else own_tour.open_own_tour,
            kwargs={"tour": tour.id, "step": None, "place": None} if tour.id else None,
        )


def show_stage(tour: Tour, view: ViewState) -> None:
    """The map with its player, as large as the window allows."""
    language = view.language
    play, refused = played(cached.atlas(), tour, cached.known_codes(), language, link.server_address())
    if refused:
        lines = "".join(
            "<li>"
            + markup.text(
                say(
                    "tour_refused",
                    language,
                    step=step,
                    parameter=part.parameter,
                    found=part.found,
                    allowed=part.allowed,
                )
            )
            + "</li>"
            for step, part in refused[:5]
        )
        title = markup.paragraph(say("tour_refused_title", language))
        st.html(f'<div class="notice" role="status">{title}<ul>{lines}</ul></div>')
    with st.container(key="stage"):
        map_strings.draw(cached.base_map("tour", language), _payload(play), STAGE_HEIGHT, _ignore)
    with st.container(key="stage-tools", horizontal=True, vertical_alignment="center"):
        st.html(markup.paragraph(say("tour_keys", language), "quiet"), width="content")
        take_along.show_take_along(tour, view)
        if not own_tour.is_own(view):
            st.button(
                say("edit_copy", language),
                key="edit-copy",
                icon=":material/edit:",
                type="tertiary",
                on_click=own_tour.take_over,
                args=(tour,),
            )
        st.button(
            say("other_tours", language),
            key="other-tours",
            icon=":material/apps:",
            type="tertiary",
            on_click=link.change,
            kwargs={"tour": None, "step": None, "place": None},
        )


def _payload(play: dict[str, Any]) -> dict[str, Any]:
    return {"tour": True, **play}


def _ignore(kind: str, code: str) -> None:
    """A click on the map of a tour chooses nothing."""


def show_steps(tour: Tour, view: ViewState) -> None:
    """The same steps as a list, with sources and a way to each live view."""
    language = view.language
    known = cached.known_codes()
    st.html(f'<h2 class="section-title">{markup.text(say("tour_steps", language))}</h2>')
    rows = []
    for number, step in enumerate(tour.steps, start=1):
        seen, _ = step.read(known, language)
        sources = sources_of(cached.atlas(), step, seen)
        title = title_of(cached.atlas(), step, seen)
        below = [*_source_words(sources), *_open_link(step, seen, language)]
        rows.append(
            f'<li><a href="#" data-tour-step="{number}"><b>{markup.text(title)}</b></a>'
            f"{markup.paragraph(in_language(step.words, language))}"
            f'<p class="source">{" · ".join(below)}</p></li>'
        )
    st.html(f'<article class="panel tour-steps"><ol>{"".join(rows)}</ol></article>')


def _source_words(sources: list[Source]) -> list[str]:
    return [
        markup.outside_link(source.address, source.text) if source.address else markup.text(source.text)
        for source in sources
    ]


def _open_link(step: Step, seen: ViewState, language: Language) -> list[str]:
    """A link to the live view, where its page is one of ours."""
    if step.page.strip("/") not in {page.path for page in PAGES}:
        return []
    return [markup.page_link(step.page, seen, say("open_step", language))]
