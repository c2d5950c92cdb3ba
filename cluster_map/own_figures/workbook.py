"""The first sheet of an Excel workbook (.xlsx) as rows of texts, read as a stream within limits.

A workbook is a zip of XML from anybody. Sizes are checked before and while it is unpacked, entities are
refused, no part is asked for that is not inside, and no formula is run: the value that was last saved counts.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat

from cluster_map.own_figures.limits import MB, Limits
from cluster_map.own_figures.problems import (
    FileRefusedError,
    Note,
    NoteKind,
    Refusal,
)
from cluster_map.own_figures.raw_table import RawTable, check_width, raw_table

PIECE = 1 << 16
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    RuntimeError,  # a password, or a way of packing that no spreadsheet uses
)
WORKBOOK, SHARED = "xl/workbook.xml", "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def read_workbook(content: bytes, limits: Limits) -> RawTable:
    """Read the first sheet that shows.

    Raises
    ------
    FileRefusedError
        If it is no workbook, broken, or unpacks to more than the limits allow.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            return _read(_Parts(book, limits), limits)
    except BROKEN as error:
        raise FileRefusedError(Refusal.BROKEN_WORKBOOK) from error


class _Parts:
    """The XML parts of a workbook, unpacked piece by piece into the handlers of a reader."""

    def __init__(self, book: zipfile.ZipFile, limits: Limits) -> None:
        self._book = book
        self._most = limits.workbook_unpacked_mb * MB
        self._unpacked = 0
        parts = book.infolist()
        if len(parts) > limits.workbook_parts or sum(part.file_size for part in parts) > self._most:
            raise FileRefusedError(Refusal.UNPACKED, most=limits.workbook_unpacked_mb)
        self._most_mb = limits.workbook_unpacked_mb
        self.names = {part.filename for part in parts}

    def read(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] = lambda _: None,
        text: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Parse a part. ``start`` and ``end`` are given names without their prefix."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: start(tag.split(":")[-1], attributes)
        parser.EndElementHandler = lambda tag: end(tag.split(":")[-1])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_entities
        with self._book.open(name) as part:
            while piece := part.read(PIECE):
                # What a zip says of its sizes is said by whoever made it: what comes out counts.
                self._unpacked += len(piece)
                if self._unpacked > self._most:
                    raise FileRefusedError(Refusal.UNPACKED, most=self._most_mb)
                parser.Parse(piece, False)
            parser.Parse(b"", True)


def _refuse_entities(*_: object) -> None:
    raise FileRefusedError(Refusal.ENTITIES)


def _read(parts: _Parts, limits: Limits) -> RawTable:
    if WORKBOOK not in parts.names:
        raise FileRefusedError(Refusal.NO_WORKBOOK)
    sheet, others = _first_sheet(parts)
    if sheet not in parts.names:
        raise FileRefusedError(Refusal.BROKEN_WORKBOOK)
    shared = _shared_texts(parts) if SHARED in parts.names else []
    cells = _Cells(shared, limits)
    parts.read(sheet, cells.start, cells.end, cells.text)
    notes = [Note(NoteKind.OTHER_SHEETS, {"count": others})] if others else []
    return cells.table(notes)


def _first_sheet(parts: _Parts) -> tuple[str, int]:
    """The part of the first sheet that shows, and how many others there are."""
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def see_sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet" and attributes.get("state", "visible") == "visible":
            sheets.append(next((v for k, v in attributes.items() if k.endswith(":id")), ""))

    def see_relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    parts.read(WORKBOOK, see_sheet)
    if RELATIONS in parts.names:
        parts.read(RELATIONS, see_relation)
    if not sheets:
        raise FileRefusedError(Refusal.NO_ROWS)
    target = targets.get(sheets[0], "worksheets/sheet1.xml")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}", len(sheets) - 1


def _shared_texts(parts: _Parts) -> list[str]:
    """The texts that cells refer to by number. How a text is read aloud (``rPh``) is no part of it."""
    texts: list[str] = []
    inside: list[str] = []
    pieces: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        inside.append(tag)

    def text(piece: str) -> None:
        if inside[-1:] == ["t"] and "rPh" not in inside:
            pieces.append(piece)

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            texts.append("".join(pieces))
            pieces.clear()

    parts.read(SHARED, start, end, text)
    return texts


class _Cells:
    """Collects the cells of a sheet as they come."""

    def __init__(self, shared: list[str], limits: Limits) -> None:
        self._shared, self._limits = shared, limits
        self._rows: list[tuple[int, dict[int, str]]] = []
        self._row: dict[int, str] = {}
        self._number = 0
        self._column = -1
        self._kind = ""
        self._pieces: list[str] = []
        self._reads = self._in_reading = False
        self._has_formula = False
        self._formulas = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            said = attributes.get("r", "")
            self._number = int(said) if said.isdigit() and len(said) < 9 else self._number + 1
            self._row, self._column = {}, -1
        elif tag == "c":
            match = CELL.fullmatch(attributes.get("r", ""))
            self._column = _position(match[1]) if match else self._column + 1
            self._kind = attributes.get("t", "n")
            self._pieces, self._has_formula = [], False
        elif tag == "f":
            self._has_formula = True
        elif tag == "rPh":
            self._in_reading = True
        self._reads = tag == "v" or (tag == "t" and not self._in_reading)

    def text(self, piece: str) -> None:
        if self._reads:
            self._pieces.append(piece)

    def end(self, tag: str) -> None:
        self._reads = False
        if tag == "rPh":
            self._in_reading = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row" and any(text.strip() for text in self._row.values()):
            self._rows.append((self._number, self._row))
            if len(self._rows) > self._limits.workbook_rows:
                raise FileRefusedError(Refusal.TOO_MANY_ROWS, most=self._limits.workbook_rows)

    def _end_cell(self) -> None:
        if self._column >= self._limits.columns:
            if self._pieces:
                raise FileRefusedError(
                    Refusal.TOO_MANY_COLUMNS, found=self._column + 1, most=self._limits.columns
                )
            return
        value = "".join(self._pieces)
        if self._kind == "s":
            value = self._shared[int(value)] if value.isdigit() and int(value) < len(self._shared) else ""
        elif self._kind == "n":
            value = value.removesuffix(".0")
        if self._has_formula:
            self._formulas += 1
            if not value:
                value = "="
        if value:
            self._row[self._column] = value

    def table(self, notes: list[Note]) -> RawTable:
        """The cells as a table, whose first row is the first with two cells, else the first."""
        if not self._rows:
            raise FileRefusedError(Refusal.NO_ROWS)
        first = next((n for n, (_, row) in enumerate(self._rows) if len(row) > 1), 0)
        number, header = self._rows[first]
        width = max(max(row) for _, row in self._rows[first:]) + 1
        names = [header.get(n, "").strip() for n in range(width)]
        check_width(names, self._limits)
        rows = self._rows[first + 1 :]
        if first:
            notes.append(Note(NoteKind.LINES_ABOVE, {"count": number - 1}))
        if self._formulas:
            notes.append(Note(NoteKind.FORMULAS, {"count": self._formulas}))
        columns = [[row.get(n, "") for _, row in rows] for n in range(width)]
        return RawTable(tuple(names), raw_table(columns, [row for row, _ in rows]), number, (), tuple(notes))


def _position(letters: str) -> int:
    """A column's letters as its position, from 0."""
    position = 0
    for letter in letters:
        position = 26 * position + ord(letter) - 64
    return position - 1
