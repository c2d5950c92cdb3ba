"""The link: query string <-> ViewState. Codes only, never labels; pure.

A link may come from anybody. What it says that no table knows is reported and left out, so that a
reader always gets a page, and always hears what was ignored.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from cluster_map.domain import (
    Aim,
    Cooperation,
    Direction,
    Evidence,
    GapKind,
    JapanRegion,
    LabelMethod,
    Language,
    MatchPart,
    MeasureId,
    Month,
    OrganisationKind,
    Programme,
    SectorId,
    StrengthPart,
    ThresholdId,
)
from cluster_map.questions import QUESTIONS

LONGEST_SEARCH = 200
"""Characters of free text that are read; a longer one is cut there, and the cut is reported."""

LONGEST_WISH = 500
"""The same for what a partner is to offer or to seek."""

ROOM_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""The letters of a live room's code: none that is taken for another, no vowels that would make words."""

ROOM_LENGTH = 8

LONGEST_SHOWN = 60
"""Characters of a refused value that are shown back to the reader."""

UNKNOWN_YEARS = "unknown"
"""The word that stands beside or instead of a year in ``from=``: tie-ups whose years nobody states."""

REST_OF_JAPAN = "rest"
"""The word in ``benchmark=`` for Japan without the prefecture itself; else it says prefectures."""

WEIGHT = "w_"
"""What stands before the part of a match in the parameter of its weight: ``w_theme=40``."""

THRESHOLD = "t_"
"""What stands before the name of a threshold in its parameter: ``t_us-quotient=1.5``."""

THRESHOLDS: Mapping[ThresholdId, tuple[float, float]] = {
    ThresholdId.US_QUANTILE: (0.0, 1.0),
    ThresholdId.US_QUOTIENT: (0.0, 3.0),
    ThresholdId.US_SIZE: (0.0, 1.0),
    ThresholdId.STARS_QUANTILE: (0.5, 1.0),
    ThresholdId.STARS_QUOTIENT: (0.0, 3.0),
    ThresholdId.STARS_EMPLOYEES: (0.0, 10_000.0),
    ThresholdId.LITZENBERGER_CONCENTRATED: (0.0, 4.0),
    ThresholdId.LITZENBERGER_CLUSTER: (0.0, 12.0),
    ThresholdId.GAPS_STRONG: (0.5, 4.0),
    ThresholdId.GAPS_WEAK: (0.0, 1.5),
    ThresholdId.GAPS_EMPLOYEES: (0.0, 20_000.0),
}
"""How far each threshold may be moved, both ends included."""

ALL_SECTORS = "all"
"""The word in ``gap_sectors=`` for gaps of every sector."""

OFFICES_SHOWN = "shown"
"""The word in ``offices=`` for JETRO's offices laid over the map."""

OWN_TOUR = "own"
"""The word in ``tour=`` for the tour that this reader makes and that is too large for a link."""

PACKED_TOUR = re.compile(r"z\.[A-Za-z0-9_-]{1,6000}")
"""A tour that travels in the link itself; ``tours/file.py`` packs it and says whether it is whole."""

STEPS = range(1, 101)
WEIGHTS = range(101)
YEARS = range(1900, 2101)
LATITUDES = (-85.0, 85.0)
LONGITUDES = (-180.0, 180.0)
ZOOMS = (1.0, 12.0)


PLAIN_PAGES = ("", "tie-ups", "fairs", "cluster", "prefecture", "record")
"""Addresses of the pages that are there without scripts too, below ``/lite``."""


FIRST_CARD = "map"
"""What the first page is called where it is shared: its own address is empty."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the map looks: degrees, longitude in -180..180, and the map's zoom."""

    lat: float
    lon: float
    zoom: float


class Layout(StrEnum):
    """How prefectures are drawn: where they are, or as equal tiles."""

    MAP = "map"
    TILES = "tiles"


@dataclass(frozen=True, slots=True)
class ViewState:
    """What a reader is looking at: exactly what a shared link has to carry, and no more.

    Empty filters mean "all". ``prefectures`` is filter and selection in one: a panel shows a
    prefecture when there is exactly one. ``from_year`` and ``to_year`` are inclusive; with
    ``unknown_years`` alone only the tie-ups without years are meant. ``place`` is ``None`` until
    somebody moves the map. ``measure`` to ``thresholds`` choose statistics: ``industry`` is a code of
    ``classification``, an empty ``benchmark`` is Japan, ``year`` is ``None`` for the newest, ``thresholds``
    are those that the reader has moved. ``compared`` are the clusters or prefectures that the reader has
    collected for the compare page, in that order; they go along to every page.
    ``answers`` are those to ``QUESTIONS``, in their order. ``direction`` to ``weights`` ask for partners:
    ``home`` is a partner region or a country, ``wish`` what is offered or sought, ``weights`` the reader's
    own. ``table`` is the table of the data package whose columns are explained, ``room`` the live room that
    is led or followed. ``tour`` is a built-in tour's id, a packed tour or ``OWN_TOUR``, ``step`` one of it.
    ``record`` is the key of a record in that table.
    """

    language: Language = Language.ENGLISH
    sectors: tuple[SectorId, ...] = ()
    prefectures: tuple[str, ...] = ()
    japan_regions: tuple[JapanRegion, ...] = ()
    kinds: tuple[OrganisationKind, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    words: str = ""
    cluster: str | None = None
    compared: tuple[str, ...] = ()
    tie_up: str | None = None
    region: str | None = None
    countries: tuple[str, ...] = ()
    programmes: tuple[Programme, ...] = ()
    cooperation: tuple[Cooperation, ...] = ()
    months: tuple[Month, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    unknown_years: bool = False
    layout: Layout = Layout.MAP
    offices: bool = False
    place: Place | None = None
    measure: MeasureId | None = None
    year: int | None = None
    classification: str | None = None
    industry: str | None = None
    benchmark: tuple[str, ...] = ()
    method: LabelMethod | None = None
    part: StrengthPart | None = None
    gap: GapKind | None = None
    gaps_of_all: bool = False
    thresholds: tuple[tuple[ThresholdId, float], ...] = ()
    answers: tuple[tuple[str, Any], ...] = ()
    direction: Direction | None = None
    home: str | None = None
    wish: str = ""
    aim: Aim | None = None
    weights: tuple[tuple[MatchPart, int], ...] = ()
    table: str | None = None
    room: str | None = None
    tour: str | None = None
    step: int | None = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The codes that the tables know, for the parameters whose words are data."""

    prefectures: Collection[str] = ()
    clusters: Collection[str] = ()
    tie_ups: Collection[str] = ()
    regions: Collection[str] = ()
    countries: Collection[str] = ()
    industries: Collection[tuple[str, str]] = ()
    """Each industry with its classification before it."""
    buyers: Collection[str] = ()
    sme_industries: Collection[str] = ()
    tables: Collection[str] = ()
    tours: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a link that was left out: the parameter, what it said, what it may say."""

    parameter: str
    found: str
    allowed: str


LISTS: dict[str, tuple[str, type[StrEnum] | str]] = {
    "sector": ("sectors", SectorId),
    "prefecture": ("prefectures", "prefectures"),
    "japan_region": ("japan_regions", JapanRegion),
    "kind": ("kinds", OrganisationKind),
    "evidence": ("evidence", Evidence),
    "country": ("countries", "countries"),
    "programme": ("programmes", Programme),
    "cooperation": ("cooperation", Cooperation),
    "month": ("months", Month),
}
"""Parameters that take several codes: name -> field, and its words (a type, or a field of Known)."""

SINGLES: dict[str, tuple[str, str]] = {
    "cluster": ("cluster", "clusters"),
    "tie_up": ("tie_up", "tie_ups"),
    "region": ("region", "regions"),
    "table": ("table", "tables"),
}
"""Parameters that take one id: name -> field, and the field of Known that holds the ids."""


TEXTS: dict[str, tuple[str, int]] = {
    "q": ("words", LONGEST_SEARCH),
    "words": ("wish", LONGEST_WISH),
    "record": ("record", LONGEST_SEARCH),
}
"""Parameters that take free text: name -> field, and the characters that are read."""


WORDS: dict[str, type[StrEnum]] = {
    "measure": MeasureId,
    "method": LabelMethod,
    "part": StrengthPart,
    "gap": GapKind,
    "direction": Direction,
    "aim": Aim,
}
"""Parameters that take one word: name, which is also the field, and its words."""


def shown(value: str) -> str:
    """A refused value short and printable enough to be shown back."""
    clean = "".join(c if c.isprintable() else "\ufffd" for c in value[: LONGEST_SHOWN + 1])
    return clean if len(clean) <= LONGEST_SHOWN else clean[:LONGEST_SHOWN] + "…"


def listed(codes: Iterable[str], at_most: int = 12) -> str:
    """Allowed codes as one short line."""
    every = [str(code) for code in codes]
    return ", ".join(every[:at_most]) + (", …" if len(every) > at_most else "")


def read_codes(
    name: str, text: str, allowed: Collection[str] | type[StrEnum]
) -> tuple[tuple[str, ...], list[Refused]]:
    """Read comma-separated codes; keep the order of the tables, drop repeats, report the unknown."""
    every = [str(code) for code in allowed]
    asked = dict.fromkeys(part.strip() for part in text.split(",") if part.strip())
    words = set(every)
    refused = [Refused(name, shown(code), listed(every)) for code in asked if code not in words]
    return tuple(code for code in every if code in asked), refused[:5]


def read_one_code(name: str, text: str, allowed: type[StrEnum]) -> tuple[str | None, list[Refused]]:
    """Read a parameter that says one code of its words."""
    if text.strip() in set(allowed):
        return text.strip(), []
    return None, [Refused(name, shown(text), listed(allowed))]


def read_year(name: str, text: str) -> tuple[int | None, list[Refused]]:
    """Read one year."""
    if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS:
        return int(text), []
    return None, [Refused(name, shown(text), f"{YEARS.start}-{YEARS.stop - 1}")]


def read_number(name: str, text: str, limits: tuple[float, float]) -> tuple[float | None, list[Refused]]:
    """Read one finite number within limits, both included."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if limits[0] <= value <= limits[1]:
        return value, []
    return None, [Refused(name, shown(text), f"{limits[0]:g} … {limits[1]:g}")]


def parse_view(
    query: Mapping[str, str], known: Known, language: Language = Language.ENGLISH
) -> tuple[ViewState, list[Refused]]:
    """Read a query string's parameters.

    Parameters
    ----------
    query
        One text per parameter; codes separated by commas.
    language
        What to speak where the link does not say.

    Returns
    -------
    view, refused
        The view with everything readable, and each part that was not.
    """
    found: dict[str, Any] = {"language": language}
    refused: list[Refused] = []

    if query.get("lang"):
        code, problems = read_one_code("lang", query["lang"], Language)
        refused += problems
        found["language"] = Language(code) if code else language

    for name, (field, allowed) in LISTS.items():
        if query.get(name):
            words = getattr(known, allowed) if isinstance(allowed, str) else allowed
            codes, problems = read_codes(name, query[name], words)
            refused += problems
            found[field] = codes if isinstance(allowed, str) else tuple(allowed(code) for code in codes)

    if "," in query.get("cluster", ""):
        clusters, problems = _read_compared("cluster", query["cluster"], known.clusters)
        refused += problems
        found |= {"compared": clusters} if len(clusters) > 1 else {"cluster": "".join(clusters) or None}
        query = {name: text for name, text in query.items() if name != "cluster"}
    if query.get("compare"):
        comparable = (*known.clusters, *known.prefectures)
        found["compared"], problems = _read_compared("compare", query["compare"], comparable)
        refused += problems
    for name, (field, ids) in SINGLES.items():
        if query.get(name):
            if query[name] in getattr(known, ids):
                found[field] = query[name]
            else:
                refused.append(Refused(name, shown(query[name]), listed(getattr(known, ids), at_most=3)))

    for name, (field, longest) in TEXTS.items():
        if query.get(name):
            found[field], problems = read_text(name, query[name], longest)
            refused += problems

    for part in query.get("from", "").split(","):
        if part.strip() == UNKNOWN_YEARS:
            found["unknown_years"] = True
        elif part.strip():
            year, problems = read_year("from", part.strip())
            if "from_year" in found:
                problems = [Refused("from", shown(part.strip()), f"{YEARS.start}-{YEARS.stop - 1}")]
            elif year is not None:
                found["from_year"] = year
            refused += problems
    if query.get("to"):
        found["to_year"], problems = read_year("to", query["to"])
        refused += problems

    for name, allowed_words in WORDS.items():
        if query.get(name):
            code, problems = read_one_code(name, query[name], allowed_words)
            refused += problems
            found[name] = allowed_words(code) if code else None
    if query.get("year"):
        found["year"], problems = read_year("year", query["year"])
        refused += problems
    industry, problems = _read_industry(query, known)
    refused += problems
    benchmark, problems = _read_benchmark(query.get("benchmark", ""), known)
    refused += problems
    found |= industry | {"benchmark": benchmark}

    if query.get("layout"):
        code, problems = read_one_code("layout", query["layout"], Layout)
        refused += problems
        found["layout"] = Layout(code) if code else Layout.MAP

    if query.get("offices"):
        found["offices"] = query["offices"] == OFFICES_SHOWN
        if not found["offices"]:
            refused.append(Refused("offices", shown(query["offices"]), OFFICES_SHOWN))
    if query.get("room"):
        found["room"], problems = read_room(query["room"])
        refused += problems
    if query.get("gap_sectors"):
        found["gaps_of_all"] = query["gap_sectors"] == ALL_SECTORS
        if not found["gaps_of_all"]:
            refused.append(Refused("gap_sectors", shown(query["gap_sectors"]), ALL_SECTORS))
    found["thresholds"], problems = read_thresholds(query)
    refused += problems
    weights, problems = read_weights(query)
    refused += problems
    found["weights"] = weights
    tour, problems = _read_tour(query, known)
    refused += problems
    found |= tour
    if is_home(query.get("home", ""), known):
        # The same word asks the adviser for a kind of country: ``home=eu``.
        found["home"] = query["home"]
        query = {name: text for name, text in query.items() if name != "home"}
    answers, problems = _read_answers(query, known)
    refused += problems
    place, problems = _read_place(query)
    return ViewState(**found, answers=answers, place=place), refused + problems


def _read_compared(name: str, text: str, known: Collection[str]) -> tuple[tuple[str, ...], list[Refused]]:
    """Several things side by side, in the order in which the link names them."""
    codes, refused = read_codes(name, text, known)
    asked = [part.strip() for part in text.split(",")]
    return tuple(sorted(codes, key=asked.index)), [
        replace(part, allowed=listed(known, at_most=3)) for part in refused
    ]


def is_home(text: str, known: Known) -> bool:
    """Whether a text names the home of somebody who looks for partners."""
    return text in known.regions or text in known.countries


def read_room(text: str) -> tuple[str | None, list[Refused]]:
    """Read a live room's code as people write it: in groups, in small letters."""
    code = "".join(text[:LONGEST_SHOWN].split()).replace("-", "").upper()
    if len(code) == ROOM_LENGTH and set(code) <= set(ROOM_LETTERS):
        return code, []
    return None, [Refused("room", shown(text), f"{ROOM_LENGTH} characters of {ROOM_LETTERS}")]


def read_text(name: str, text: str, longest: int) -> tuple[str, list[Refused]]:
    """Read free words: blanks made single, cut where they are too long."""
    words = " ".join(text.split())
    refused = [Refused(name, shown(words), f"1-{longest}")] if len(words) > longest else []
    return words[:longest].rstrip(), refused


def read_weights(query: Mapping[str, str]) -> tuple[tuple[tuple[MatchPart, int], ...], list[Refused]]:
    """Read a reader's own weights of the parts of a match."""
    weights, refused = [], []
    for part in MatchPart:
        if text := query.get(WEIGHT + part, ""):
            if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) in WEIGHTS:
                weights.append((part, int(text)))
            else:
                refused.append(Refused(WEIGHT + part, shown(text), f"{WEIGHTS[0]}-{WEIGHTS[-1]}"))
    return tuple(weights), refused


def read_thresholds(
    query: Mapping[str, str],
) -> tuple[tuple[tuple[ThresholdId, float], ...], list[Refused]]:
    """Read the thresholds that a reader has moved."""
    moved, refused = [], []
    for threshold, limits in THRESHOLDS.items():
        if text := query.get(THRESHOLD + threshold, ""):
            value, problems = read_number(THRESHOLD + threshold, text, limits)
            refused += problems
            if value is not None:
                moved.append((threshold, value))
    return tuple(moved), refused


def _read_answers(
    query: Mapping[str, str], known: Known
) -> tuple[tuple[tuple[str, Any], ...], list[Refused]]:
    """The answers to the advisers' questions, in the order in which these are asked."""
    ids = {"entity_id": known.buyers, "industry_id": known.sme_industries}
    answers = []
    refused = []
    for name, question in QUESTIONS.items():
        if query.get(name):
            answer = question.read_text(query[name], ids.get(name, ()))
            if answer is None:
                refused.append(Refused(name, shown(query[name]), question.allowed_in_link))
            else:
                answers.append((name, answer))
    return tuple(answers), refused


def _read_industry(query: Mapping[str, str], known: Known) -> tuple[dict[str, str], list[Refused]]:
    """A classification, and an industry of it."""
    classification, industry = query.get("classification"), query.get("industry")
    classifications = dict.fromkeys(code for code, _ in known.industries)
    if classification and classification not in classifications:
        return {}, [Refused("classification", shown(classification), listed(classifications))]
    found = {"classification": classification} if classification else {}
    if not industry:
        return found, []
    if not classification:
        return {}, [Refused("industry", shown(industry), "classification, industry")]
    if (classification, industry) not in known.industries:
        allowed = [own for code, own in known.industries if code == classification]
        return found, [Refused("industry", shown(industry), listed(allowed))]
    return found | {"industry": industry}, []


def _read_benchmark(text: str, known: Known) -> tuple[tuple[str, ...], list[Refused]]:
    if text.strip() == REST_OF_JAPAN:
        return (REST_OF_JAPAN,), []
    codes, refused = read_codes("benchmark", text, known.prefectures)
    return codes, [replace(part, allowed=f"{REST_OF_JAPAN}, {part.allowed}") for part in refused]


def _read_tour(query: Mapping[str, str], known: Known) -> tuple[dict[str, Any], list[Refused]]:
    """A tour, and the step of it that is shown."""
    found: dict[str, Any] = {}
    refused = []
    if tour := query.get("tour"):
        if tour in known.tours or tour == OWN_TOUR or PACKED_TOUR.fullmatch(tour):
            found["tour"] = tour
        else:
            refused.append(Refused("tour", shown(tour), listed((*known.tours, OWN_TOUR))))
    if step := query.get("step"):
        if step.isascii() and step.isdigit() and len(step) <= 3 and int(step) in STEPS:
            found["step"] = int(step)
        else:
            refused.append(Refused("step", shown(step), f"{STEPS[0]}-{STEPS[-1]}"))
    return found, refused


def _read_place(query: Mapping[str, str]) -> tuple[Place | None, list[Refused]]:
    asked = {name: query[name] for name in ("lat", "lon", "zoom") if query.get(name)}
    limits = {"lat": LATITUDES, "lon": LONGITUDES, "zoom": ZOOMS}
    numbers: dict[str, float] = {}
    refused: list[Refused] = []
    for name, text in asked.items():
        value, problems = read_number(name, text, limits[name])
        refused += problems
        if value is not None:
            numbers[name] = value
    if asked and not refused and len(asked) < len(limits):
        refused += [Refused(name, shown(text), "lat, lon, zoom") for name, text in asked.items()]
    return (Place(**numbers) if len(numbers) == 3 else None), refused


def format_view(view: ViewState) -> dict[str, str]:
    """The parameters of a link: defaults left out, except the language.

    The language is always said: without it the next reader's browser would choose.
    """
    default = ViewState()
    query = {"lang": str(view.language)}
    for name, (field, _) in LISTS.items():
        if codes := getattr(view, field):
            query[name] = ",".join(codes)
    if view.compared:
        query["compare"] = ",".join(view.compared)
    for name, (field, _) in SINGLES.items():
        if code := getattr(view, field):
            query[name] = code
    if view.words:
        query["q"] = view.words
    from_parts = [str(view.from_year)] if view.from_year is not None else []
    from_parts += [UNKNOWN_YEARS] if view.unknown_years else []
    if from_parts:
        query["from"] = ",".join(from_parts)
    if view.to_year is not None:
        query["to"] = str(view.to_year)
    for name in (*WORDS, "year", "classification", "industry"):
        if (value := getattr(view, name)) is not None:
            query[name] = str(value)
    if view.benchmark:
        query["benchmark"] = ",".join(view.benchmark)
    query |= {name: QUESTIONS[name].write_text(answer) for name, answer in view.answers}
    query |= {"home": view.home} if view.home else {}
    query |= {name: text for name in ("words", "record") if (text := getattr(view, TEXTS[name][0]))}
    query |= {WEIGHT + part: str(weight) for part, weight in view.weights}
    if view.room:
        query["room"] = view.room
    query |= {THRESHOLD + threshold: f"{value:g}" for threshold, value in view.thresholds}
    if view.gaps_of_all:
        query["gap_sectors"] = ALL_SECTORS
    if view.tour:
        query["tour"] = view.tour
    if view.step is not None:
        query["step"] = str(view.step)
    if view.layout != default.layout:
        query["layout"] = str(view.layout)
    if view.offices:
        query["offices"] = OFFICES_SHOWN
    if view.place is not None:
        query |= {
            "lat": f"{view.place.lat:.4f}",
            "lon": f"{view.place.lon:.4f}",
            "zoom": f"{view.place.zoom:g}",
        }
    return query


def link(path: str, view: ViewState) -> str:
    """A relative link to a page with a view: ``/tie-ups?lang=en&sector=ict``."""
    return f"{path}?{urlencode(format_view(view), safe=',')}"


def plain_page(page: str) -> str:
    """The address of a page without scripts, else of the plain map; without a slash before it."""
    return f"lite/{page}".rstrip("/") if page in PLAIN_PAGES else "lite"


def card_page(page: str) -> str:
    """The address at which a page is shared, with a picture for previews; without a slash before it."""
    return f"s/{page or FIRST_CARD}"


def page_of_card(card: str) -> str | None:
    """The page that is shared at an address below ``/s``."""
    page = "" if card == FIRST_CARD else card
    return page if card and page in PLAIN_PAGES else None


def without_filters(view: ViewState) -> ViewState:
    """The same language, place, room, collection and way to draw, everything else as at the first visit."""
    keep = {"language", "place", "layout", "offices", "room", "compared"}
    default = ViewState()
    return replace(view, **{f.name: getattr(default, f.name) for f in fields(view) if f.name not in keep})


def in_language(view: ViewState, language: Language) -> ViewState:
    """The same view in another language."""
    return replace(view, language=language)
