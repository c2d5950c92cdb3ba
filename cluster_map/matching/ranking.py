"""Places in order of their points. The same question always gives the same order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Direction, MatchPart
from cluster_map.matching.ground import Ground
from cluster_map.matching.parts import Asked, Finding, cluster_parts, region_parts
from cluster_map.matching.question import Question, Weights, weights_of

PLACES = 4
"""Decimals of values, points and scores: below them nothing is told apart, so no order hangs on noise."""


@dataclass(frozen=True)
class Match:
    """A place with its parts and what each counts. ``rank`` is counted from 1."""

    record: Record
    findings: Mapping[MatchPart, Finding]
    weights: Weights
    rank: int = 0

    @property
    def is_cluster(self) -> bool:
        return "cluster_id" in self.record

    @property
    def id(self) -> str:
        """The id of the cluster, or of the partner region."""
        return str(self.record["cluster_id" if self.is_cluster else "region"])

    def value(self, part: MatchPart) -> float:
        """The value of a part, 0 where it has none."""
        return self.findings[part].value or 0.0

    def points(self, part: MatchPart) -> float:
        return round(self.weights[part] * self.value(part), PLACES)

    @cached_property
    def score(self) -> float:
        """The sum of the points of all parts."""
        return round(sum(self.points(part) for part in self.findings), PLACES)


def match(ground: Ground, question: Question) -> list[Match]:
    """Every place that may fit, the best first; equal ones in the order of their table."""
    asked = Asked.of(ground, question)
    weights = weights_of(ground.atlas, question)
    return in_order(
        Match(record, _rounded(findings, weights), weights)
        for record, findings in _found(ground, asked, question.direction)
    )


def _found(
    ground: Ground, asked: Asked, direction: Direction
) -> Iterable[tuple[Record, dict[MatchPart, Finding]]]:
    if direction is Direction.TO_JAPAN:
        return ((c, cluster_parts(ground, asked, c)) for c in ground.atlas.clusters.values())
    return ((r, region_parts(ground, asked, r)) for r in ground.atlas.regions.values())


def _rounded(findings: Mapping[MatchPart, Finding], weights: Weights) -> dict[MatchPart, Finding]:
    """The parts that count in this direction, in the order of the table of weights."""
    return {
        part: replace(findings[part], value=None if (v := findings[part].value) is None else round(v, PLACES))
        for part in weights
    }


def in_order(matches: Iterable[Match]) -> list[Match]:
    """Matches by score with their ranks. Equal ones stay in the order in which they came."""
    ordered = sorted(matches, key=lambda m: -m.score)
    return [replace(m, rank=rank) for rank, m in enumerate(ordered, start=1)]


def with_weights(matches: Sequence[Match], weights: Weights, atlas: Atlas) -> list[Match]:
    """The same findings counted by other weights, in their new order."""
    position = {key: at for at, key in enumerate((*atlas.clusters, *atlas.regions))}
    in_table = sorted(matches, key=lambda m: position[m.id])
    return in_order(replace(m, weights=weights) for m in in_table)


def first_prefectures(matches: Iterable[Match], count: int) -> list[str]:
    """The first so many distinct prefectures that a reader meets on the way down the list."""
    found: dict[str, None] = {}
    for place in matches:
        for code in place.record["prefectures"]:
            found.setdefault(code)
            if len(found) == count:
                return list(found)
    return list(found)
