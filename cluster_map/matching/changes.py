"""What would change an order: which weight lets one place overtake another, which word asked for decides."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cluster_map.atlas import Atlas
from cluster_map.domain import MatchPart
from cluster_map.matching.ground import Ground
from cluster_map.matching.question import Question
from cluster_map.matching.ranking import Match, match, with_weights
from cluster_map.url_state import WEIGHTS


@dataclass(frozen=True, slots=True)
class NewWeight:
    """With ``weight`` instead of the present one for ``part``, ``overtakes`` has more points than before."""

    part: MatchPart
    weight: int
    overtakes: Match


class LeftOut(StrEnum):
    """A piece of the question that may be left out."""

    SECTOR = "sector"
    WORDS = "words"
    HOME = "home"
    AIM = "aim"


@dataclass(frozen=True, slots=True)
class WithoutPiece:
    """Without a piece of the question, ``first`` leads. ``sector`` is there for a left-out sector."""

    piece: LeftOut
    first: Match
    sector: str | None = None


def score_with(place: Match, part: MatchPart, weight: int) -> float:
    """The score of a place with another weight for one part."""
    return replace(place, weights={**place.weights, part: weight}).score


def weights_to_overtake(leader: Match, other: Match) -> list[NewWeight]:
    """For each part the nearest whole weight with which the other has more points than the leader.

    Parts for which no weight does it are left out; the smallest change comes first.
    """
    needed = {part: _weight_to_overtake(leader, other, part) for part in leader.weights}
    found = [NewWeight(part, weight, other) for part, weight in needed.items() if weight is not None]
    return sorted(found, key=lambda change: abs(change.weight - leader.weights[change.part]))


def _weight_to_overtake(leader: Match, other: Match, part: MatchPart) -> int | None:
    ahead = other.value(part) - leader.value(part)
    if ahead == 0:
        return None
    step = 1 if ahead > 0 else -1
    # Scores are rounded: the points themselves decide, from one step before the reckoned weight.
    lacking = max(0.0, leader.score - other.score)
    weight = leader.weights[part] + step * max(1, math.floor(lacking / abs(ahead)))
    while weight in WEIGHTS and score_with(other, part, weight) <= score_with(leader, part, weight):
        weight += step
    return weight if weight in WEIGHTS else None


def weights_for_another_first(atlas: Atlas, places: Sequence[Match]) -> list[NewWeight]:
    """For each part the smallest change of its weight that puts another place first."""
    leader = places[0]
    found: list[NewWeight] = []
    for part, now in leader.weights.items():
        needed = [w for other in places[1:] if (w := _weight_to_overtake(leader, other, part)) is not None]
        if needed:
            weight = min(needed, key=lambda w: abs(w - now))
            first = with_weights(places, {**leader.weights, part: weight}, atlas)[0]
            found.append(NewWeight(part, weight, first))
    return sorted(found, key=lambda change: abs(change.weight - leader.weights[change.part]))


def pieces_that_decide(ground: Ground, question: Question, leader: Match) -> list[WithoutPiece]:
    """Pieces of the question without which another place leads."""
    without: list[tuple[LeftOut, str | None, Question]] = [
        (LeftOut.SECTOR, sector, replace(question, sectors=tuple(s for s in question.sectors if s != sector)))
        for sector in question.sectors
    ]
    if question.words:
        without.append((LeftOut.WORDS, None, replace(question, words="")))
    if question.home or question.prefecture:
        without.append((LeftOut.HOME, None, replace(question, home=None, prefecture=None)))
    if question.aim:
        without.append((LeftOut.AIM, None, replace(question, aim=None)))
    found = [WithoutPiece(piece, match(ground, other)[0], sector) for piece, sector, other in without]
    return [change for change in found if change.first.id != leader.id]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its places in order and what would put another one first."""

    question: Question
    places: tuple[Match, ...]
    by_weight: tuple[NewWeight, ...]
    by_piece: tuple[WithoutPiece, ...]


def answered(ground: Ground, question: Question) -> Answered:
    """Answer a question in full."""
    places = match(ground, question)
    return Answered(
        question,
        tuple(places),
        tuple(weights_for_another_first(ground.atlas, places)),
        tuple(pieces_that_decide(ground, question, places[0])),
    )
