"""A reader's file from bytes to figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.own_figures.columns import PlaceKind, letters, roles_of
from cluster_map.own_figures.decoding import FileKind, kind_of
from cluster_map.own_figures.figures import OwnFigures
from cluster_map.own_figures.geojson import read_geojson
from cluster_map.own_figures.limits import Limits
from cluster_map.own_figures.numbers import MACROS
from cluster_map.own_figures.points import Outlines
from cluster_map.own_figures.prefecture_names import PrefectureNames
from cluster_map.own_figures.problems import Note, NoteKind, shown
from cluster_map.own_figures.raw_table import ROW, RawTable, check_size, column, read_text
from cluster_map.own_figures.rows import Rows
from cluster_map.own_figures.sandbox import Sandbox
from cluster_map.own_figures.workbook import read_workbook


class Step(StrEnum):
    """What a reader waits for, in this order."""

    READ = "read"
    UNDERSTAND = "understand"
    LOCATE = "locate"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Country:
    """What rows are compared with: the names of the prefectures, and their outlines where points come."""

    names: PrefectureNames
    outlines: Callable[[], Outlines]


def read_raw(content: bytes, limits: Limits) -> RawTable:
    """A file as rows of texts. What it is shows in its bytes; its name is not asked.

    Raises
    ------
    FileRefusedError
        If it cannot be read, or takes more than the limits allow.
    """
    check_size(content, limits.file_mb)
    match kind_of(content):
        case FileKind.WORKBOOK:
            return read_workbook(content, limits)
        case FileKind.JSON:
            return read_geojson(content, limits)
        case FileKind.TEXT:
            return read_text(content, limits)


def read_figures(
    file_name: str,
    content: bytes,
    country: Country,
    limits: Limits,
    progress: Callable[[Step], None] = lambda _: None,
) -> OwnFigures:
    """Read a file, check every row, and keep what counts.

    Raises
    ------
    FileRefusedError
        If the file cannot be used at all.
    """
    progress(Step.READ)
    raw = read_raw(content, limits)
    progress(Step.UNDERSTAND)
    sandbox = Sandbox(limits)
    for macro in MACROS:
        sandbox.run(macro)
    sandbox.take_in("raw", raw.rows)
    roles = roles_of(raw, sandbox, country.names, limits)
    if not roles.has_header:
        raw = _with_first_row(raw)
        sandbox.take_in("raw", raw.rows)
    rows = Rows(raw, roles, sandbox, limits)
    progress(Step.LOCATE)
    if roles.kind is PlaceKind.POINTS:
        rows.locate_points(country.outlines())
    else:
        rows.locate_names(country.names)
    progress(Step.COUNT)
    return rows.figures(shown(file_name), tuple(country.names.prefectures))


def _with_first_row(raw: RawTable) -> RawTable:
    """The same table whose first row is data; columns are called as a spreadsheet calls them."""
    import pyarrow as pa

    first = {column(n): pa.array([text], pa.string()) for n, text in enumerate(raw.names)}
    first[ROW] = pa.array([raw.first_number], pa.int64())
    return RawTable(
        names=tuple(letters(n) for n in range(len(raw.names))),
        rows=pa.concat_tables([pa.table(first), raw.rows]),
        first_number=raw.first_number,
        problems=raw.problems,
        notes=(*raw.notes, Note(NoteKind.NO_HEADER)),
    )
