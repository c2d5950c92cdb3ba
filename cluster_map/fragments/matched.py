"""The partner finder's answer to a view: who is first, who is chosen, and the map of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cluster_map.atlas import Atlas
from cluster_map.domain import Direction, Language
from cluster_map.fragments import records
from cluster_map.maps.changes import Change
from cluster_map.maps.partners import partners_change
from cluster_map.matching.changes import Answered
from cluster_map.matching.question import Question
from cluster_map.matching.ranking import Match
from cluster_map.selection import backed
from cluster_map.text import say
from cluster_map.url_state import ViewState

LISTED = 10
"""Places that are listed and drawn on the map; all stand in the table."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A question and its answer, as a view shows them."""

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


def summary(matched: Matched) -> str:
    """The answer in a sentence."""
    if not matched.places:
        return say("match_none_backed", matched.language)
    if not matched.is_answered:
        return f"{say('match_ask', matched.language)}. {say('match_ask_help', matched.language)}"
    return say(
        "match_summary",
        matched.language,
        first=matched.name(matched.first),
        score=f"{matched.first.score:.0f}",
        most=sum(matched.first.weights.values()),
        count=len(matched.places),
    )


def matched_change(matched: Matched) -> Change:
    """The map of the first places, their tie-ups and the offices near them."""
    places = matched.places if matched.is_answered else ()
    shown = list(places[:LISTED])
    chosen = matched.chosen if places else None
    if chosen and chosen not in shown:
        shown.append(chosen)
    return partners_change(matched.atlas, matched.view, places, shown, chosen, summary(matched))
