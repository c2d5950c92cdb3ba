"""What the e-Stat API answers, in types: dimensions with their classes, and cells."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cluster_map.domain import Missing
from cluster_map.errors import RefreshError
from cluster_map.refresh.client import Json, as_list
from cluster_map.strength.figures import Figure

MARKS: Mapping[str, Missing] = {
    "-": Missing.NO_ESTABLISHMENT,
    "\u2010": Missing.NO_ESTABLISHMENT,
    "\u2212": Missing.NO_ESTABLISHMENT,
    "\u30fc": Missing.NO_ESTABLISHMENT,
    "x": Missing.SUPPRESSED,
    "\u03c7": Missing.SUPPRESSED,
    "*": Missing.NOT_PUBLISHED,
    "**": Missing.NOT_PUBLISHED,
    "***": Missing.NOT_PUBLISHED,
    "...": Missing.NOT_PUBLISHED,
    "..": Missing.NOT_PUBLISHED,
    "": Missing.NOT_PUBLISHED,
}
"""What stands in a cell instead of a number, once made small and of half width. None of it is zero."""

WORDS_OF_NOTES = (
    ("秘匿", Missing.SUPPRESSED),
    ("該当", Missing.NO_ESTABLISHMENT),
    ("", Missing.NOT_PUBLISHED),
)
"""What a note says of another mark, the first that fits."""


@dataclass(frozen=True, slots=True)
class Class:
    """One class of a dimension, such as one prefecture."""

    code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """An axis of a table: ``id`` is ``tab``, ``cat01`` ..., ``area`` or ``time``."""

    id: str
    name: str
    classes: tuple[Class, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """What a table holds."""

    table: str
    title: str
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure and the class of every dimension that it belongs to."""

    classes: Mapping[str, str]
    figure: Figure
    unit: str


def meta_of(table: str, metadata: Json) -> Meta:
    """Raises ``RefreshError`` where an answer has no dimensions."""
    title = _text((metadata.get("TABLE_INF") or {}).get("TITLE"))
    dimensions = tuple(
        Dimension(
            str(found.get("@id", "")),
            _text(found.get("@name")),
            tuple(
                Class(str(one.get("@code", "")), _text(one.get("@name")), _text(one.get("@unit")))
                for one in as_list(found.get("CLASS"))
            ),
        )
        for found in as_list((metadata.get("CLASS_INF") or {}).get("CLASS_OBJ"))
    )
    if not dimensions:
        raise RefreshError(f"{table}: the API describes no dimensions.")
    return Meta(table, title, dimensions)


def cells_of(table: str, pages: Iterable[Json]) -> Iterator[Cell]:
    """The cells of all pages.

    Raises
    ------
    RefreshError
        For a cell that holds neither a number nor a mark whose meaning is known.
    """
    for page in pages:
        data = page.get("DATA_INF") or {}
        notes = {str(note.get("@char", "")): _text(note) for note in as_list(data.get("NOTE"))}
        for value in as_list(data.get("VALUE")):
            classes = {name[1:]: str(code) for name, code in value.items() if name not in ("$", "@unit")}
            yield Cell(classes, _figure(table, classes, _text(value), notes), str(value.get("@unit", "")))


def _figure(table: str, classes: Mapping[str, str], text: str, notes: Mapping[str, str]) -> Figure:
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.lower() in MARKS:
        return MARKS[plain.lower()]
    digits = plain.replace(",", "")
    if digits.removeprefix("-").replace(".", "", 1).isdecimal() and digits.isascii():
        return float(digits)
    if text in notes:
        return next(reason for word, reason in WORDS_OF_NOTES if word in notes[text])
    where = ", ".join(f"{name} {code}" for name, code in classes.items())
    raise RefreshError(f"{table}: the cell {where} holds '{text[:40]}', neither a number nor a known mark.")


def _text(value: Any) -> str:
    """A text that may stand beside attributes."""
    if isinstance(value, Mapping):
        value = value.get("$")
    return "" if value is None else str(value)
