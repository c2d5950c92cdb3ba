"""A match as a sheet: what was asked, the first places, why the chosen one has its points, whom to call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cluster_map.atlas import Atlas
from cluster_map.domain import Direction, Language, MatchPart
from cluster_map.matching.change_words import proof_in_words, what_would_change, why_not_first
from cluster_map.matching.changes import Answered
from cluster_map.matching.evaluation import kept_result
from cluster_map.matching.question import home_record
from cluster_map.matching.ranking import Match
from cluster_map.matching.reasons import because
from cluster_map.matching.sides import sides_of
from cluster_map.profiles import contacts
from cluster_map.sheets.model import (
    Facts,
    Note,
    Section,
    Sheet,
    Steps,
    Table,
    Words,
    coded,
    listed,
    named,
    plain,
    printable,
    said,
    section,
)
from cluster_map.sheets.sources import Sources, about, source_line

NAME = "partner-match"
LISTED = 10
"""Places in the list."""


@dataclass(frozen=True, slots=True)
class MatchAnswer:
    """What the sheet is made of. ``chosen`` is the place whose parts are told."""

    atlas: Atlas
    answer: Answered
    chosen: Match


def match_sheet(found: MatchAnswer, made_on: date, address: str) -> Sheet:
    """The list of places, and all parts of the chosen one."""
    atlas, answer = found.atlas, found.answer
    sources = Sources(atlas)
    first = answer.places[0]
    title = said("sheet_match_title")
    summary = said(
        "match_summary",
        first=named(first.record),
        score=f"{first.score:.0f}",
        most=sum(first.weights.values()),
        count=len(answer.places),
    )
    sections = [
        _asked(found),
        _places(found, sources),
        _parts(found, sources),
        _why_not(found),
        section(said("match_changes"), Steps(_lines(lambda lang: what_would_change(atlas, answer, lang)))),
        _offices(found, sources),
        section(
            said("match_proof"),
            Note(Words.of(lambda language: proof_in_words(kept_result(), language))),
            Note(said("match_proof_limits")),
        ),
        sources.section(),
        about(atlas, title, made_on, address),
    ]
    return Sheet(
        title=title,
        lead=(Note(summary), Note(said("sheet_confirm"), warns=True)),
        sections=tuple(part for part in sections if part),
        source_line=source_line(atlas, made_on),
    )


def _lines(lines: Callable[[Language], list[str]]) -> tuple[Words, ...]:
    """Sentences that come in both languages, in the same order."""
    pairs = zip(lines(Language.ENGLISH), lines(Language.JAPANESE), strict=True)
    return tuple(Words(english, japanese) for english, japanese in pairs)


def _asked(found: MatchAnswer) -> Section | None:
    """Every input; those not given are open."""
    atlas, question = found.atlas, found.answer.question
    if question.direction is Direction.TO_JAPAN:
        home = home_record(atlas, question)
        where = (said("match_home"), named(home) if home else None)
    else:
        own = question.prefecture
        where = (said("match_prefecture"), named(atlas.prefectures[own]) if own else None)
    sectors = [named(atlas.sectors[sector]) for sector in question.sectors]
    rows = (
        (said("match_direction"), coded("direction", question.direction)),
        where,
        (said("match_sectors"), listed(sectors) if sectors else None),
        (said("match_words"), plain(printable(question.words)) if question.words else None),
        (said("match_aim"), coded("aim", question.aim) if question.aim else None),
    )
    return section(said("sheet_asked"), Facts(rows, said("not_answered")))


def _places(found: MatchAnswer, sources: Sources) -> Section | None:
    """The first places; the chosen one too where it stands further down."""
    atlas = found.atlas
    shown = list(found.answer.places[:LISTED])
    if found.chosen not in shown:
        shown.append(found.chosen)
    rows = tuple(
        (
            plain(place.rank),
            sources.after(named(place.record), place.record),
            _where(atlas, place),
            plain(f"{place.score:.1f}"),
        )
        for place in shown
    )
    head = (said("match_rank"), said("match_place"), said("sheet_where"), said("match_score"))
    return section(said("match_places"), Table(head, rows, (9, 49, 30, 12)))


def _where(atlas: Atlas, place: Match) -> Words:
    if place.is_cluster:
        return listed([named(atlas.prefectures[code]) for code in place.record["prefectures"]])
    return named(atlas.countries[place.record["country"]])


def _parts(found: MatchAnswer, sources: Sources) -> Section | None:
    """Each part of the chosen place: points, the reason, its source."""
    place = found.chosen
    rows = tuple(_part(found, part, sources) for part in place.findings)
    total = (said("sheet_total"), plain(f"{place.score:.1f}"), None)
    head = (said("sheet_part"), said("match_score"), said("sheet_reason"))
    title = said("sheet_why_place", rank=place.rank, place=named(place.record))
    return section(title, Table(head, (*rows, total), (24, 22, 54)))


def _part(found: MatchAnswer, part: MatchPart, sources: Sources) -> tuple[Words, Words, Words]:
    place = found.chosen
    backed_by = place.findings[part].backed_by
    reason = Words.of(lambda language: because(found.atlas, place, part, language))
    points = said("match_points_of", points=f"{place.points(part):.1f}", weight=place.weights[part])
    return coded("match_part", part), points, sources.after(reason, backed_by) if backed_by else reason


def _why_not(found: MatchAnswer) -> Section | None:
    """Where the chosen place falls behind the first, if it does."""
    first, chosen = found.answer.places[0], found.chosen
    if chosen.id == first.id:
        return None
    return section(
        said("match_why_not"), Steps(_lines(lambda language: why_not_first(first, chosen, language)))
    )


def _offices(found: MatchAnswer, sources: Sources) -> Section | None:
    """The offices on both sides."""
    sides = sides_of(found.atlas, found.answer.question, found.chosen)
    if sides is None:
        return None
    near = contacts(found.atlas, sides.country, sides.region, sides.prefecture, sides.place)
    offices = [called.office for called in (*near.abroad, *((near.in_japan,) if near.in_japan else ()))]
    return section(
        said("match_call"),
        Steps(tuple(sources.after(named(office), office) for office in offices)),
        Note(said("call_together")),
        Note(said("no_contact")),
    )
