"""Which column says where a row is, and which ones hold figures: by their cells and their headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.own_figures.limits import Limits
from cluster_map.own_figures.prefecture_names import PrefectureNames, TwoPrefecturesError
from cluster_map.own_figures.problems import FileRefusedError, Refusal, shown
from cluster_map.own_figures.raw_table import RawTable, column
from cluster_map.own_figures.sandbox import Sandbox
from cluster_map.search_words import folded

SAMPLED_ROWS = 3_000
SAMPLED_TEXTS = 300
ENOUGH = 0.5
"""The share of a column's cells that have to read as places for it to say where a row is."""
NEARLY_ALL = 0.9

LONGITUDE = re.compile(r"経度.*|.*[_ (]?経度|longitude|lon|lng|long|lon(gitude)?[_ (].*|x")
LATITUDE = re.compile(r"緯度.*|.*[_ (]?緯度|latitude|lat|lat(itude)?[_ (].*|y")
PLACE = re.compile(r".*(都道府県|県名|府県|prefecture|pref|住所|所在地|address|地域|area|jis).*")
NAMED = re.compile(r".*(都道府県|県名|府県名|prefecture).*")
ADDRESSED = re.compile(r".*(住所|所在地|address).*")
"""Headers that say it in so many words, whatever stands under them."""
CODE = re.compile(r".*(こーど|code|番号|no\.?|jis|id).*")
YEAR = re.compile(r"(年|年度|year|fiscal year|西暦)")

JAPAN_LON, JAPAN_LAT = (122.0, 154.5), (20.0, 46.0)


class PlaceKind(StrEnum):
    """How rows say where they are."""

    NAMES = "names"
    CODES = "codes"
    ADDRESSES = "addresses"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Roles:
    """Positions of columns. ``place`` holds one, or those of longitude and latitude.

    ``has_header`` is false where the first row is data like the others.
    """

    kind: PlaceKind
    place: tuple[int, ...]
    values: tuple[int, ...]
    has_header: bool


def letters(position: int) -> str:
    """What a spreadsheet calls a column: its name where the file gives it none."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text


def roles_of(raw: RawTable, sandbox: Sandbox, names: PrefectureNames, limits: Limits) -> Roles:
    """Find the roles of the columns of the table ``raw`` that the sandbox has taken in.

    Raises
    ------
    FileRefusedError
        If no column says where the rows are.
    """
    samples = _samples(raw, sandbox)
    kind, place = _place(raw, samples, sandbox, names)
    values = _values(raw, sandbox, set(place), samples, names)
    if kind is PlaceKind.POINTS:
        has_header = not all(_is_number(raw.names[position]) for position in place)
    else:
        has_header = _share([raw.names[place[0]]], names, kind) == 0
    return Roles(kind, place, values[: limits.value_columns], has_header)


def _samples(raw: RawTable, sandbox: Sandbox) -> list[list[str]]:
    """Different texts of each column, those of the first rows."""
    return [
        [
            text
            for (text,) in sandbox.run(
                f"SELECT DISTINCT left(trim({column(position)}), 200)"
                f" FROM (SELECT * FROM raw LIMIT {SAMPLED_ROWS})"
                f" WHERE trim({column(position)}) <> '' ORDER BY 1 LIMIT {SAMPLED_TEXTS}"
            )
        ]
        for position in range(len(raw.names))
    ]


def _place(
    raw: RawTable, samples: Sequence[list[str]], sandbox: Sandbox, names: PrefectureNames
) -> tuple[PlaceKind, tuple[int, ...]]:
    headers = [folded(name).strip() for name in raw.names]
    lon = next((n for n, header in enumerate(headers) if LONGITUDE.fullmatch(header)), None)
    lat = next((n for n, header in enumerate(headers) if LATITUDE.fullmatch(header)), None)
    if lon is not None and lat is not None:
        return PlaceKind.POINTS, (lon, lat)
    hinted = {n for n, header in enumerate(headers) if PLACE.fullmatch(header)}
    texts = [sample or [raw.names[n]] for n, sample in enumerate(samples)]
    for kind in (PlaceKind.NAMES, PlaceKind.ADDRESSES):
        shares = {n: _share(texts[n], names, kind) for n in range(len(texts))}
        best = max(shares, key=lambda n: (shares[n] + (n in hinted), -n))
        if shares[best] >= ENOUGH or (best in hinted and shares[best] > 0):
            return kind, (best,)
    if pair := _points_by_content(raw, sandbox):
        return PlaceKind.POINTS, pair
    coded = [n for n in range(len(texts)) if n in hinted or n == 0 or CODE.fullmatch(headers[n])]
    codes = {n: _share(texts[n], names, PlaceKind.CODES) for n in coded}
    best = max(codes, key=lambda n: (n in hinted and codes[n] >= ENOUGH, codes[n], -n))
    # Ordinary small numbers look like codes too: without a word in the header they are not taken for them.
    if codes[best] >= (ENOUGH if best in hinted or CODE.fullmatch(headers[best]) else NEARLY_ALL):
        return PlaceKind.CODES, (best,)
    for kind, said in ((PlaceKind.NAMES, NAMED), (PlaceKind.ADDRESSES, ADDRESSED)):
        for n, header in enumerate(headers):
            if said.fullmatch(header):
                return kind, (n,)
    raise FileRefusedError(Refusal.NO_PLACES, found=", ".join(shown(name) for name in raw.names[:8]))


def _share(texts: Iterable[str], names: PrefectureNames, kind: PlaceKind) -> float:
    """The share of texts that read as places of a kind; rows of totals count neither way."""
    every = [text for text in texts if not names.is_total(text)]
    # Codes stand among names now and then; they alone do not make a column of names.
    read = names.name if kind is PlaceKind.NAMES else lambda text: read_place(text, names, kind)
    return sum(read(text) is not None for text in every) / max(1, len(every))


def read_place(text: str, names: PrefectureNames, kind: PlaceKind) -> str | None:
    """The prefecture of a cell in a column of a kind; two in one address are none here."""
    if kind is PlaceKind.ADDRESSES:
        try:
            return names.in_address(text) or names.name(text)
        except TwoPrefecturesError:
            return None
    return names.code(text) if kind is PlaceKind.CODES else names.name(text) or names.code(text)


def _points_by_content(raw: RawTable, sandbox: Sandbox) -> tuple[int, int] | None:
    """Two columns without telling headers whose numbers are longitudes and latitudes of Japan."""

    def within(position: int, low: float, high: float) -> bool:
        [(share,)] = sandbox.run(
            f"SELECT avg(CASE WHEN number_of({column(position)}) BETWEEN {low} AND {high} THEN 1 ELSE 0 END)"
            f" FROM (SELECT * FROM raw LIMIT {SAMPLED_ROWS})"
        )
        return (share or 0) >= NEARLY_ALL

    positions = range(len(raw.names))
    lon = next((n for n in positions if within(n, *JAPAN_LON)), None)
    lat = next((n for n in positions if within(n, *JAPAN_LAT)), None)
    return (lon, lat) if lon is not None and lat is not None else None


def _values(
    raw: RawTable, sandbox: Sandbox, place: set[int], samples: Sequence[list[str]], names: PrefectureNames
) -> tuple[int, ...]:
    """Columns most of whose cells are numbers, or meant to be; codes and years last, or not at all."""
    found = []
    for n, name in enumerate(raw.names):
        if n in place:
            continue
        [(numbers, filled)] = sandbox.run(
            f"SELECT count(*) FILTER (is_meant_as_number(t)), count(*) FILTER (NOT is_missing(t))"
            f" FROM (SELECT {column(n)} AS t FROM raw LIMIT {SAMPLED_ROWS})"
        )
        header = folded(name).strip()
        is_code = CODE.fullmatch(header) and _share(samples[n], names, PlaceKind.CODES) >= NEARLY_ALL
        if filled and numbers >= ENOUGH * filled and not is_code:
            found.append((bool(YEAR.fullmatch(header) or CODE.fullmatch(header)), n))
    return tuple(n for _, n in sorted(found))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
