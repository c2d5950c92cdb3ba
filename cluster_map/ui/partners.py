"""The partner finder's page: the question that a view asks, and the map of its answer."""

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Direction
from cluster_map.fragments import markup
from cluster_map.fragments.matched import Matched, matched_change, question_of
from cluster_map.maps.partners import best_of_prefecture
from cluster_map.sheets.match import NAME, MatchAnswer, match_sheet
from cluster_map.ui import cached, link, map_strings, take_away
from cluster_map.url_state import ViewState

MAP_HEIGHT = 560


def ask(atlas: Atlas, view: ViewState) -> Matched:
    """Answer a view."""
    question = question_of(view)
    return Matched(atlas, view, question, cached.partners(question))


def choose(place_id: str | None) -> None:
    """Choose a place of the answer, or none."""
    view, _ = link.current_view()
    if question_of(view).direction is Direction.TO_JAPAN:
        link.change(cluster=place_id)
    else:
        link.change(region=place_id)


def follow_click(kind: str, code: str) -> None:
    """Turn a click on the map into a choice. Both words come from a browser: unknown ones do nothing."""
    view, _ = link.current_view()
    places = cached.partners(question_of(view)).places
    if kind == "prefecture" and (best := best_of_prefecture(places).get(code)):
        choose(best.id)
    elif kind in {"cluster", "region"} and any(place.id == code for place in places):
        choose(code)
    elif kind == "nothing":
        choose(None)


def show_map(asked: Matched) -> None:
    """The first places, their tie-ups and the offices near them."""
    change = matched_change(asked)
    st.html(f'<p class="summary" role="status">{markup.text(change["summary"])}</p>')
    name = f"partners-{asked.question.direction}"
    map_strings.draw(cached.base_map(name, asked.language), change, MAP_HEIGHT, follow_click)


def show_sheet(asked: Matched) -> None:
    """The answer as a file to hand on."""
    if not asked.places:
        return
    found = MatchAnswer(asked.atlas, asked.answer, asked.chosen)
    address = link.absolute_link("partners", asked.view)
    take_away.show_sheet(NAME, lambda day: match_sheet(found, day, address), asked.language)
