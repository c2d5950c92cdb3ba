"""Why a place is not the first, what would change the order, and how far to trust it: in sentences."""

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.matching.changes import Answered, LeftOut, WithoutPiece, weights_to_overtake
from cluster_map.matching.evaluation import Outcome
from cluster_map.matching.ranking import Match
from cluster_map.matching.reasons import name_in
from cluster_map.text import say, say_code

WEIGHTS_TOLD = 3
"""Weights that are named where several would bring a place past the first."""

TOLD_FROM = 0.05
"""Points below which a loss rounds to nothing."""


def why_not_first(first: Match, place: Match, language: Language) -> list[str]:
    """Where a place loses against the first, largest loss first, and which weights would turn it."""
    lost = {part: first.points(part) - place.points(part) for part in place.findings}
    behind = sorted((part for part in lost if lost[part] > TOLD_FROM), key=lambda part: -lost[part])
    separator = "、" if language is Language.JAPANESE else ", "
    parts = separator.join(
        say(
            "match_lacks_part",
            language,
            part=say_code("match_part", part, language),
            points=f"\u2212{lost[part]:.1f}",
        )
        for part in behind
    )
    leader, gap = name_in(first.record, language), f"{first.score - place.score:.1f}"
    lines = [say("match_lacks", language, first=leader, gap=gap, parts=parts)] if behind else []
    turns = weights_to_overtake(first, place)
    lines += [
        say(
            "match_overtakes",
            language,
            place=name_in(place.record, language),
            first=leader,
            part=say_code("match_part", turn.part, language),
            weight=turn.weight,
            now=place.weights[turn.part],
        )
        for turn in turns[:WEIGHTS_TOLD]
    ] or [say("match_never_overtakes", language, first=leader)]
    return lines


def what_would_change(atlas: Atlas, answer: Answered, language: Language) -> list[str]:
    """What would put another place first: a line for each, or that nothing would."""
    lines = [
        say(
            "match_first_with",
            language,
            place=name_in(change.overtakes.record, language),
            part=say_code("match_part", change.part, language),
            weight=change.weight,
            now=answer.places[0].weights[change.part],
        )
        for change in answer.by_weight
    ]
    lines += [_without(atlas, change, language) for change in answer.by_piece]
    return lines or [say("match_stable", language)]


def _without(atlas: Atlas, change: WithoutPiece, language: Language) -> str:
    place = name_in(change.first.record, language)
    match change.piece:
        case LeftOut.SECTOR:
            sector = name_in(atlas.sectors[str(change.sector)], language)
            return say("match_without_sector", language, sector=sector, place=place)
        case LeftOut.WORDS:
            return say("match_without_words", language, place=place)
        case LeftOut.HOME:
            return say("match_without_home", language, place=place)
        case LeftOut.AIM:
            return say("match_without_aim", language, place=place)


def proof_in_words(outcome: Outcome, language: Language) -> str:
    """The figure of the held-out half, beside the ways that it is compared with."""

    def percent(share: float) -> str:
        return f"{share * 100:.0f}"

    return say(
        "match_proof_figure",
        language,
        tried=outcome.tried,
        found=outcome.found,
        share=percent(outcome.share),
        low=percent(outcome.low),
        high=percent(outcome.high),
        chance=percent(outcome.by_chance),
        most=percent(outcome.by_most_clusters / outcome.tried),
        overlap=percent(outcome.by_word_overlap / outcome.tried),
    )
