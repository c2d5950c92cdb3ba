"""A file as rows of texts, whatever it was: nothing is understood yet, every row knows its number."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cluster_map.own_figures.decoding import as_utf8
from cluster_map.own_figures.limits import MB, Limits
from cluster_map.own_figures.problems import (
    LONGEST_SHOWN,
    FileRefusedError,
    Note,
    NoteKind,
    Problem,
    ProblemKind,
    Refusal,
    shown,
)

if TYPE_CHECKING:
    import pyarrow as pa

HEADER_WITHIN = 30
"""Lines in which the first row of the table is looked for, under titles and remarks."""
HEADER_SAMPLE = 200_000
DELIMITERS = (",", "\t", ";")
ROW = "row"


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows as texts.

    ``names`` are what the first row says, which may be data itself. ``rows`` has a column of texts
    ``c0``, ``c1``, ... for each of them and ``row``, the number that a spreadsheet shows beside it.
    ``first`` is the first row, ``first_number`` its number.
    """

    names: tuple[str, ...]
    rows: pa.Table
    first_number: int
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = field(default=())


def column(position: int) -> str:
    """The name of a column of texts."""
    return f"c{position}"


def raw_table(columns: list[Any], numbers: Any) -> pa.Table:
    """Texts by column, and the number of each row, as one table."""
    import pyarrow as pa

    texts = [pa.array(values, pa.string()) for values in columns]
    made = {column(position): values for position, values in enumerate(texts)}
    return pa.table({**made, ROW: pa.array(numbers, pa.int64())})


def check_width(names: list[str], limits: Limits) -> None:
    if len(names) > limits.columns:
        raise FileRefusedError(Refusal.TOO_MANY_COLUMNS, found=len(names), most=limits.columns)


def read_text(content: bytes, limits: Limits) -> RawTable:
    """Read text with commas, tabs or semicolons between its cells, in any encoding of Japan.

    Raises
    ------
    FileRefusedError
        If it is no such text, or more than the limits allow.
    """
    text, encoding = as_utf8(content)
    notes = [Note(NoteKind.ENCODING, {"encoding": encoding})] if encoding != "UTF-8" else []
    delimiter, names, lines, number = _header(text)
    check_width(names, limits)
    if number > 1:
        notes.append(Note(NoteKind.LINES_ABOVE, {"count": number - 1}))
    rows, problems = _rows(text, delimiter, len(names), lines, number, limits)
    return RawTable(tuple(names), rows, number, tuple(problems), tuple(notes))


def _header(text: bytes) -> tuple[str, list[str], int, int]:
    """Delimiter, cells of the first row that is no title, lines up to its end, and its number."""
    start = text[:HEADER_SAMPLE].decode("utf-8", errors="ignore")
    found = [first for delimiter in DELIMITERS if (first := _first_row(start, delimiter, cells=2))]
    if not found:
        found = [first for first in [_first_row(start, DELIMITERS[0], cells=1)] if first]
    if not found:
        raise FileRefusedError(Refusal.NO_ROWS)
    return min(found, key=lambda first: (first[3], -len(first[1])))


def _first_row(start: str, delimiter: str, cells: int) -> tuple[str, list[str], int, int] | None:
    """The first row with so many cells that are not blank, as ``_header`` answers it."""
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    try:
        for number, row in zip(range(1, HEADER_WITHIN + 1), reader, strict=False):
            if sum(bool(cell.strip()) for cell in row) >= cells:
                return delimiter, [cell.strip() for cell in row], reader.line_num, number
    except csv.Error:
        return None  # a cell beyond the limit of the module: no table of figures
    return None


def _rows(
    text: bytes, delimiter: str, width: int, lines: int, number: int, limits: Limits
) -> tuple[pa.Table, list[Problem]]:
    """The rows after the first, those with too few or too many cells as problems."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    odd: list[tuple[int, int, str]] = []

    def note_odd(row: Any) -> str:
        odd.append((row.number, row.actual_columns, row.text[:LONGEST_SHOWN]))
        return "skip"

    columns = [column(position) for position in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text),
            read_options=arrow_csv.ReadOptions(use_threads=False, column_names=columns, skip_rows=lines),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=note_odd,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise FileRefusedError(Refusal.NO_ROWS) from error
    if table.num_rows + len(odd) > limits.rows:
        raise FileRefusedError(Refusal.TOO_MANY_ROWS, most=limits.rows)
    # Arrow counts rows from the start of the file, and what it skips as lines.
    shift = number - lines
    numbers = np.arange(number + 1, number + 1 + table.num_rows + len(odd))
    kept = np.delete(numbers, [row - lines - 1 for row, _, _ in odd])
    problems = [
        Problem(row + shift, "", ProblemKind.CELLS, shown(f"{cells} ≠ {width}: {found}"))
        for row, cells, found in odd
        if found.strip()
    ]
    return table.append_column(ROW, pa.array(kept)), problems


def check_size(content: bytes, most_mb: int) -> None:
    """Refuse a file that is larger than it may be."""
    if len(content) > most_mb * MB:
        raise FileRefusedError(Refusal.TOO_LARGE, found=f"{len(content) / MB:.0f}", most=most_mb)
