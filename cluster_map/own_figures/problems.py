"""What can be wrong with a reader's file: with a row of it, or with all of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from cluster_map.errors import ClusterMapError

LONGEST_SHOWN = 60
"""Characters of a cell that are shown back."""


class ProblemKind(StrEnum):
    """Why a row, or a cell of it, does not count. The row is left out, never mended by a guess."""

    UNKNOWN_PREFECTURE = "unknown-prefecture"
    TWO_PREFECTURES = "two-prefectures"
    NO_PREFECTURE = "no-prefecture"
    DUPLICATE = "duplicate"
    NOT_A_NUMBER = "not-a-number"
    COMMAS = "commas"
    FORMULA = "formula"
    ERROR_CELL = "error-cell"
    CELLS = "cells"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    SWAPPED = "swapped"
    GEOMETRY = "geometry"


class NoteKind(StrEnum):
    """What a reader has to know of a file that is read well."""

    ENCODING = "encoding"
    NO_HEADER = "no-header"
    LINES_ABOVE = "lines-above"
    TOTALS = "totals"
    MISSING = "missing"
    FORMULAS = "formulas"
    OTHER_SHEETS = "other-sheets"
    OUTSIDE = "outside"
    COPIES = "copies"
    AREAS = "areas"


class Refusal(StrEnum):
    """Why a whole file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_MANY_COLUMNS = "too-many-columns"
    BINARY = "binary"
    OLD_WORKBOOK = "old-workbook"
    NO_WORKBOOK = "no-workbook"
    BROKEN_WORKBOOK = "broken-workbook"
    UNPACKED = "unpacked"
    ENTITIES = "entities"
    ENCODING = "encoding"
    MARKUP = "markup"
    NO_JSON = "no-json"
    NO_GEOJSON = "no-geojson"
    VERTICES = "vertices"
    NO_ROWS = "no-rows"
    NO_PLACES = "no-places"
    TOO_LONG = "too-long"
    MEMORY = "memory"
    BUSY = "busy"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one row.

    ``row`` counts as a spreadsheet does, from 1 with the header; ``column`` is the header's word, blank
    where the whole row is meant; ``found`` is what stands there; ``hint`` what was perhaps meant.
    """

    row: int
    column: str
    kind: ProblemKind
    found: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the whole file, with what its sentence has places for."""

    kind: NoteKind
    values: dict[str, object] = field(default_factory=dict)


class FileRefusedError(ClusterMapError):
    """A reader's file cannot be used at all. ``values`` fill the sentence of its reason."""

    def __init__(self, reason: Refusal, **values: object) -> None:
        self.reason = reason
        self.values = values
        super().__init__(f"refused, {reason}: {values}")


def shown(value: object) -> str:
    """A cell short and printable enough to be shown back."""
    text = "".join(c if c.isprintable() else " " for c in str(value)[: LONGEST_SHOWN + 1])
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
