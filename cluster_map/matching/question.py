"""What is asked of the partner finder, and how much each part of the answer counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Aim, Direction, MatchPart

Weights = Mapping[MatchPart, int]


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks for what.

    ``home`` is a partner region or a country (ISO 3166-1 alpha-2) and is heard to Japan, ``prefecture``
    from Japan. ``own_weights`` are the reader's; the other parts count as the table of weights says.
    """

    direction: Direction = Direction.TO_JAPAN
    home: str | None = None
    prefecture: str | None = None
    sectors: tuple[str, ...] = ()
    words: str = ""
    aim: Aim | None = None
    own_weights: tuple[tuple[MatchPart, int], ...] = ()


def weight_rows(atlas: Atlas, direction: Direction) -> Mapping[MatchPart, Record]:
    """The rows of the table of weights for a direction: which parts there are, and what they count."""
    return {
        MatchPart(row["part"]): row
        for row in atlas.store.records("match_weights")
        if row["direction"] == direction
    }


def default_weights(atlas: Atlas, direction: Direction, aim: Aim | None) -> dict[MatchPart, int]:
    """What each part counts for an aim, or without one; 100 in all."""
    column = aim.replace("-", "_") if aim else "any_aim"
    return {part: row[column] for part, row in weight_rows(atlas, direction).items()}


def weights_of(atlas: Atlas, question: Question) -> dict[MatchPart, int]:
    """What each part counts for this question."""
    weights = default_weights(atlas, question.direction, question.aim)
    return weights | {part: weight for part, weight in question.own_weights if part in weights}


def home_region(atlas: Atlas, question: Question) -> str | None:
    """The partner region asked from, where one is named and not only a country."""
    return question.home if question.home in atlas.regions else None


def home_country(atlas: Atlas, question: Question) -> str | None:
    """The country asked from."""
    region = home_region(atlas, question)
    country: str | None = atlas.regions[region]["country"] if region else question.home
    return country


def home_record(atlas: Atlas, question: Question) -> Record | None:
    """The partner region or country asked from."""
    region = home_region(atlas, question)
    if region:
        return atlas.regions[region]
    return atlas.countries[question.home] if question.home else None
