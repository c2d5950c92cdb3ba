"""The partner finder's page: the question that a view asks, and the map of its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from cluster_map.atlas import Atlas
from cluster_map.domain import Direction, Language
from cluster_map.maps.partners import best_of_prefecture, partners_change
from cluster_map.matching.changes import Answered
from cluster_map.matching.question import Question
from cluster_map.matching.ranking import Match
from cluster_map.selection import backed
from cluster_map.sheets.match import NAME, MatchAnswer, match_sheet
from cluster_map.text import say
from cluster_map.ui import cached, link, map_strings, markup, records, take_away
from cluster_map.url_state import ViewState

MAP_HEIGHT = 560
LISTED = 10
"""Places that are listed and drawn on the map; all stand in the table."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the parts of the page share."""

    atlas: Atlas
    view: ViewState
    question: Question
    answer: Answered

    @property
    def language(self) -> Language:
        return self.view.language

    @property
    def places(self) -> Sequence[Match]:
        """Under the filter of evidence; ranks stay those of all places."""
        return tuple(place for place in self.answer.places if backed([place.record], self.view))

    @property
    def first(self) -> Match:
        """The first that is shown, else the first of all, which has the same weights."""
        return (self.places or self.answer.places)[0]

    @property
    def chosen(self) -> Match:
        """The place that the link names, else the first."""
        return next((place for place in self.places if place.id == self._named), self.first)

    @property
    def _named(self) -> str | None:
        return self.view.cluster if self.question.direction is Direction.TO_JAPAN else self.view.region

    @property
    def is_answered(self) -> bool:
        """Whether anything was said by which places can be told apart."""
        return bool((self.question.sectors or self.question.words) and self.places)

    def name(self, place: Match) -> str:
        return records.name_of(place.record, self.language)


def question_of(view: ViewState) -> Question:
    """What a view asks. Prefectures mean somebody's own only from Japan."""
    direction = view.direction or Direction.TO_JAPAN
    from_japan = direction is Direction.FROM_JAPAN
    return Question(
        direction=direction,
        home=None if from_japan else view.home,
        prefecture=view.prefectures[0] if from_japan and view.prefectures else None,
        sectors=view.sectors,
        words=view.wish,
        aim=view.aim,
        own_weights=view.weights,
    )


def ask(atlas: Atlas, view: ViewState) -> Asked:
    """Answer a view."""
    question = question_of(view)
    return Asked(atlas, view, question, cached.partners(question))


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


def summary(asked: Asked) -> str:
    """The answer in a sentence."""
    if not asked.places:
        return say("match_none_backed", asked.language)
    if not asked.is_answered:
        return f"{say('match_ask', asked.language)}. {say('match_ask_help', asked.language)}"
    return say(
        "match_summary",
        asked.language,
        first=asked.name(asked.first),
        score=f"{asked.first.score:.0f}",
        most=sum(asked.first.weights.values()),
        count=len(asked.places),
    )


def show_map(asked: Asked) -> None:
    """The first places, their tie-ups and the offices near them."""
    words = summary(asked)
    st.html(f'<p class="summary" role="status">{markup.text(words)}</p>')
    places = asked.places if asked.is_answered else ()
    shown = list(places[:LISTED])
    chosen = asked.chosen if places else None
    if chosen and chosen not in shown:
        shown.append(chosen)
    name = f"partners-{asked.question.direction}"
    change = partners_change(asked.atlas, asked.view, places, shown, chosen, words)
    map_strings.draw(cached.base_map(name, asked.language), change, MAP_HEIGHT, follow_click)


def show_sheet(asked: Asked) -> None:
    """The answer as a file to hand on."""
    if not asked.places:
        return
    found = MatchAnswer(asked.atlas, asked.answer, asked.chosen)
    address = link.absolute_link("partners", asked.view)
    take_away.show_sheet(NAME, lambda day: match_sheet(found, day, address), asked.language)
