"""Parts that the briefs of clusters and prefectures share: head, map, figures, tie-ups, offices, notes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Evidence, Language, SectorId
from cluster_map.exports import origin
from cluster_map.exports.map_frame import around
from cluster_map.exports.map_picture import map_picture
from cluster_map.exports.pdf import Document
from cluster_map.exports.pdf_setting import SMALL, Running, Text
from cluster_map.exports.typesetting import Span
from cluster_map.geography import Point
from cluster_map.maps.assets import years_of
from cluster_map.maps.changes import Change
from cluster_map.profiles import Called, Reach, contacts, how_far
from cluster_map.strength import words
from cluster_map.strength.figures import Statistics
from cluster_map.strength.profile import PROFILE_MEASURES, ProfileRow, profile
from cluster_map.text import say, say_code

MAP_WIDTH, MAP_HEIGHT = 460, 340
"""Pixels of the map in a brief."""

LEGEND_WIDTH = 165
"""Pixels at the left of the map that its legend may cover."""

MAP_SCALE = 2.6
"""Dots for each pixel: about 300 to the inch as it is printed."""

NEAREST = 8.3
"""Zoom beyond which nothing around a city would be seen."""

QR_SIZE = 24.0
HEAD_SHARE = 0.83
MOST_PAGES = 2

SOURCE_OF_COOPERATION = "seed:004 4.4"
"""Where it is written how the offices work together."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a brief is made from and for. ``address`` is the link of the live profile, ``home`` a country."""

    atlas: Atlas
    statistics: Statistics
    language: Language
    address: str
    home: str | None = None

    def name(self, record: Record) -> str:
        return str(record[f"name_{self.language}"])

    def field(self, record: Record, name: str) -> str | None:
        """A text in the brief's language; the English of ``name_ja`` stands in ``name_en`` or ``name``."""
        plain = f"{name}_en" if f"{name}_en" in record else name
        return record[f"{name}_ja" if self.language is Language.JAPANESE else plain] or None

    def sentences(self, parts: Sequence[str | Span]) -> list[str | Span]:
        """Sentences after each other, as the language sets them; marks of notes stay with their sentence."""
        gap = "" if self.language is Language.JAPANESE else " "
        made: list[str | Span] = []
        for part in parts:
            if made and isinstance(part, str) and gap:
                made.append(gap)
            made.append(part)
        return made

    def joined(self, parts: Sequence[str]) -> str:
        return ("、" if self.language is Language.JAPANESE else ", ").join(parts)


def within_two_pages(levels: Sequence[int], write: Callable[[int], Document]) -> bytes:
    """The first document that is short enough; the last level always is.

    ``levels`` say how many rows a list has at most, the fullest first.
    """
    for level in levels:
        document = write(level)
        if document.pages <= MOST_PAGES:
            break
    return document.output()


def begun(asked: Asked, kind: str, title: str) -> Document:
    """A document with what stands on each of its pages."""
    language = asked.language
    foot = say(
        "brief_foot",
        language,
        credit=origin.credit(asked.atlas, language),
        boundaries=origin.boundaries(asked.atlas, language),
        version=asked.atlas.store.data_version,
    )
    running = Running(
        f"{say('brand', language)} · {kind}",
        foot,
        say("brief_page", language, page="{page}", pages="{pages}"),
    )
    return Document(language, say("brief_title", language, name=title), running)


def head(asked: Asked, document: Document, kicker: str, title: str, lead: Text) -> None:
    """What the brief is about, beside the way to the live profile."""
    language = asked.language

    def names() -> None:
        document.kicker(kicker)
        document.title(title)
        document.paragraph(lead)

    def way() -> None:
        document.qr_code(asked.address, QR_SIZE, say("brief_qr", language))
        document.paragraph([Span(say("brief_live", language), asked.address)], size=SMALL)

    document.space(1)
    document.side_by_side(names, way, HEAD_SHARE)


def map_of(asked: Asked, change: Change) -> bytes:
    """The map of a profile as a PNG."""
    (south, west), (north, east) = change["fit"]
    fitting = around(((south, west), (north, east)), MAP_WIDTH - LEGEND_WIDTH, MAP_HEIGHT)
    frame = replace(fitting, zoom=min(fitting.zoom, NEAREST), width=MAP_WIDTH)
    wide = replace(frame, x=frame.x - LEGEND_WIDTH / 2 * frame.degrees_per_pixel)
    return map_picture(asked.atlas, change, wide, asked.language).png(MAP_SCALE)


def source_note(asked: Asked, document: Document, record: Record) -> Span:
    """The mark of a note on a record's source, which says where it is unchecked."""
    source = record["source"] or ""
    said = origin.source_words(asked.atlas, record, asked.language)
    is_web = source.startswith(origin.WEB)
    title = said.removesuffix(source).removesuffix(", ") if is_web else said
    return document.note(title, source if is_web else None)


def unchecked(asked: Asked, record: Record) -> str:
    """A word behind a record that nobody has checked."""
    if record["evidence"] != Evidence.RECALL:
        return ""
    bare = say("brief_unchecked", asked.language)
    return f"({bare})" if asked.language is Language.JAPANESE else f" ({bare})"


def figures(asked: Asked, document: Document, prefecture: Record, sectors: Sequence[SectorId]) -> None:
    """A table of the measures of sectors: value, rank, year, source; why a figure is missing."""
    if not sectors:
        return
    language = asked.language
    found = profile(asked.statistics, prefecture["prefecture"], sectors)
    rows: list[list[Text]] = [
        [
            say_code("measure", measure, language),
            *(_figure(asked, document, row) for row in found if row.measured.measure is measure),
        ]
        for measure in PROFILE_MEASURES
    ]
    names = [asked.name(asked.atlas.sectors[sector]) for sector in sectors]
    document.table(
        [say("brief_measure", language), *names],
        rows,
        [3, *[4] * len(sectors)],
        title=say("brief_strength", language, name=asked.name(prefecture)),
    )


def _figure(asked: Asked, document: Document, row: ProfileRow) -> list[str | Span]:
    language, measured = asked.language, row.measured
    value = words.with_unit(measured.measure, row.figure, language)
    if row.rank is None:
        return [value]
    if measured.subject.proxy:
        value = say("proxy_name", language, name=value)
    year = str(measured.year)
    if measured.from_year:
        year = say("brief_years", language, start=measured.from_year, year=measured.year)
    said = say("brief_figure", language, value=value, rank=row.rank, all=row.ranked, year=year)
    marks = [document.note(p[f"title_{language}"], p["source"]) for p in measured.publications]
    return [said, *side_by_side(marks)]


def side_by_side(marks: Sequence[Span]) -> list[Span]:
    """Marks of several notes, told apart: 7 and 8, never 78."""
    return [span for mark in marks for span in (Span(",", raised=True), mark)][1:]


def tie_ups(asked: Asked, document: Document, found: Sequence[Record], most: int) -> None:
    """Tie-ups with their years, or that none is on file."""
    language = asked.language
    document.heading(say("tie_ups_in_sectors", language))
    if not found:
        document.paragraph(say("summary_no_tie_ups", language))
        return
    document.bullets(
        [
            f"{tie_up[f'title_{language}']}{unchecked(asked, tie_up)} · {years_of(tie_up, language)} · "
            + say_code("programme", tie_up["programme"], language),
            source_note(asked, document, tie_up),
        ]
        for tie_up in found[:most]
    )
    more(asked, document, len(found) - most)


def more(asked: Asked, document: Document, count: int) -> None:
    """How many records are left out here."""
    if count > 0:
        document.paragraph(say("brief_more", asked.language, count=count), size=8.5)


def whom_to_call(asked: Asked, document: Document, prefecture: str, place: Point) -> None:
    """The office in Japan, that for the reader's home, and how they work together."""
    language = asked.language
    found = contacts(asked.atlas, asked.home, None, prefecture, place)
    document.heading(say("whom_to_call", language))
    rows: list[tuple[str, Text]] = []
    if found.in_japan:
        other = [] if found.own_prefecture else [say("call_other_prefecture", language)]
        said = asked.sentences([*other, *_office(asked, document, found.in_japan)])
        rows.append((say("call_in_japan", language), said))
    rows.append((say("call_at_home", language), _at_home(asked, document, found.abroad, found.reach)))
    document.facts(rows)
    together = document.note(origin.source_words(asked.atlas, {"source": SOURCE_OF_COOPERATION}, language))
    said = [say("no_contact", language), say("call_together", language), together]
    document.paragraph(asked.sentences(said), size=8.5)


def _at_home(
    asked: Asked, document: Document, abroad: Sequence[Called], reach: Reach | None
) -> list[str | Span]:
    language = asked.language
    if asked.home is None:
        return [say("brief_home_unknown", language)]
    country = asked.name(asked.atlas.countries[asked.home])
    if not abroad:
        return [say("call_unknown", language, country=country)]
    note = [say("call_nearest_abroad", language, country=country)] if reach is Reach.NEAREST else []
    return asked.sentences([*note, *_office(asked, document, abroad[0])])


def _office(asked: Asked, document: Document, called: Called) -> list[str | Span]:
    language, office = asked.language, called.office
    city = asked.field(office, "city")
    far = "" if called.km is None else how_far(called, language)
    parts = [part for part in (asked.name(office), city, far) if part]
    return [" · ".join(parts) + unchecked(asked, office), source_note(asked, document, office)]


def fairs(asked: Asked, document: Document, found: Sequence[Record], most: int) -> None:
    """Fairs by their usual month."""
    language = asked.language
    if not found:
        return
    document.heading(say("fairs", language))
    ordered = sorted(found, key=lambda fair: fair["months"][:1] or (13,))
    document.bullets(
        (
            [
                " · ".join(
                    part
                    for part in (
                        asked.name(fair) + unchecked(asked, fair),
                        asked.field(fair, "months_as_stated") or say("month_unknown", language),
                        asked.field(fair, "city"),
                        asked.field(fair, "frequency"),
                    )
                    if part
                ),
                source_note(asked, document, fair),
            ]
            for fair in ordered[:most]
        ),
        size=8.5,
    )
    more(asked, document, len(found) - most)


def website(address: str) -> Span:
    """A link that shows where it leads."""
    return Span(address.split("//")[-1].strip("/"), address)
