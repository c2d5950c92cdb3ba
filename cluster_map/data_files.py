"""Data files as they lie in a folder, read as far as they can be: rows of text, shapes, and what is wrong.

Nothing here judges the content of a cell; :mod:`cluster_map.data_check` does.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from cluster_map.errors import DataProblem

if TYPE_CHECKING:
    import geopandas as gpd


class Files(Protocol):
    """What the check needs of a data folder."""

    @property
    def resources(self) -> Mapping[str, Mapping[str, Any]]: ...

    def kind_of(self, name: str) -> str: ...

    def read(self, name: str) -> bytes: ...

    def hash_of(self, name: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One record as text: blank cells are ``""``. ``line`` is ``None`` in a file that has no lines."""

    line: int | None
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that could be read; its cells may still be wrong."""

    resource: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def file(self) -> str:
        return str(self.resource["path"])

    @property
    def fields(self) -> list[Mapping[str, Any]]:
        """Described columns that the file has."""
        return [field for field in self.resource["schema"]["fields"] if field["name"] in self.columns]

    def problem(self, row: Row, column: str | None, found: str, mend: str) -> DataProblem:
        where = found if row.line is not None else f"{found} in row {row.number}"
        return DataProblem(self.file, row.line, column, where, mend)


def _read_bytes(files: Files, name: str) -> tuple[bytes, list[DataProblem]]:
    path = files.resources[name]["path"]
    try:
        content = files.read(name)
    except OSError as error:
        found = f"no readable file ({error.strerror})"
        return b"", [DataProblem(path, None, None, found, f"Restore it: datapackage.json names it '{name}'.")]
    if not content.strip():
        return b"", [DataProblem(path, None, None, "an empty file", "Restore its content.")]
    return content, []


def read_table(files: Files, name: str) -> tuple[Table | None, list[DataProblem]]:
    content, problems = _read_bytes(files, name)
    if problems:
        return None, problems
    resource = files.resources[name]
    if resource["format"] == "parquet":
        return _read_parquet_table(resource, content)
    text, problems = _decode(resource["path"], content)
    if problems:
        return None, problems
    return _read_csv_table(resource, text)


def _decode(path: str, content: bytes) -> tuple[str, list[DataProblem]]:
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        found = f"byte 0x{content[error.start]:02x} at byte {column} of the line, which is not UTF-8"
        mend = "Save the file as UTF-8"
        if _reads_as(content, "cp932"):
            mend += " (it reads as Shift_JIS)"
        return "", [DataProblem(path, line, None, found, mend + ".")]


def _reads_as(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _read_csv_table(resource: Mapping[str, Any], text: str) -> tuple[Table | None, list[DataProblem]]:
    path = resource["path"]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        header_problems = _check_header(resource, header)
        if len(set(header)) < len(header):
            return None, header_problems
        rows: list[Row] = []
        problems: list[DataProblem] = []
        line = reader.line_num + 1
        for number, cells in enumerate(reader, start=1):
            if len(cells) == len(header):
                rows.append(Row(line, number, dict(zip(header, cells, strict=True))))
            else:
                found = f"{len(cells)} cells" if any(cells) else "an empty line"
                mend = f"Every row has {len(header)} cells, as the header: look for a missing comma or quote."
                problems.append(DataProblem(path, line, None, found, mend))
            line = reader.line_num + 1
    except csv.Error as error:
        found = f"text that is not CSV ({error})"
        mend = 'Close the quotes; a quote inside a quoted cell is written twice ("").'
        return None, [DataProblem(path, reader.line_num, None, found, mend)]
    if not rows:
        problems.append(DataProblem(path, None, None, "no rows below the header", "Restore the rows."))
    table = Table(resource, tuple(header), tuple(rows))
    return table, [*header_problems, *problems]


def _check_header(resource: Mapping[str, Any], header: list[str]) -> list[DataProblem]:
    path = resource["path"]
    names = [field["name"] for field in resource["schema"]["fields"]]
    problems = []
    for field in resource["schema"]["fields"]:
        if field["name"] not in header:
            mend = f"Add the column ({field['title']}); datapackage.json describes it."
            problems.append(DataProblem(path, 1, field["name"], "no such column", mend))
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            problems.append(DataProblem(path, 1, column, "the column more than once", "Keep one of them."))
        if column not in names:
            near = difflib.get_close_matches(column, names, n=1)
            hint = f"Did you mean '{near[0]}'? " if near else ""
            mend = f"{hint}Remove it, or describe it in datapackage.json."
            problems.append(DataProblem(path, 1, column, "an unknown column", mend))
    return problems


def _read_parquet_table(
    resource: Mapping[str, Any], content: bytes
) -> tuple[Table | None, list[DataProblem]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError) as error:
        found = f"a file that is not readable Parquet ({str(error).splitlines()[0]})"
        return None, [DataProblem(resource["path"], None, None, found, "Restore the file.")]
    # NaN is no figure either
    columns = [
        ["" if v is None or v != v else str(v) for v in column.to_pylist()] for column in table.columns
    ]
    rows = tuple(
        Row(None, number, dict(zip(table.column_names, cells, strict=True)))
        for number, cells in enumerate(zip(*columns, strict=True), start=1)
    )
    return Table(resource, tuple(table.column_names), rows), _check_header(resource, table.column_names)


def read_layer(files: Files, name: str) -> tuple[gpd.GeoDataFrame | None, list[DataProblem]]:
    import geopandas
    from shapely.errors import GEOSException

    content, problems = _read_bytes(files, name)
    if problems:
        return None, problems
    path = files.resources[name]["path"]
    mend = "Restore the file or run make data."
    try:
        layer = geopandas.read_file(io.BytesIO(content))
    except (RuntimeError, GEOSException) as error:  # what GDAL and GEOS raise on damaged bytes
        found = f"a layer that cannot be read ({str(error).splitlines()[0]})"
        return None, [DataProblem(path, None, None, found, mend)]
    if layer.empty:
        return None, [DataProblem(path, None, None, "no shapes", mend)]
    if layer.crs is None or layer.crs.to_epsg() != 4326:
        return None, [DataProblem(path, None, None, f"coordinates in {layer.crs}", "Store it in EPSG:4326.")]
    bad = int((layer.geometry.isna() | layer.geometry.is_empty).sum())
    if bad:
        return None, [DataProblem(path, None, None, f"{bad} shape(s) without geometry", mend)]
    return layer, []


def check_browser_file(files: Files, name: str) -> list[DataProblem]:
    content, problems = _read_bytes(files, name)
    if problems:
        return problems
    path = files.resources[name]["path"]
    mend = "Restore the file or run make data."
    text, problems = _decode(path, content)
    if problems:
        return problems
    try:
        collection = json.loads(text)
    except json.JSONDecodeError as error:
        return [DataProblem(path, error.lineno, None, f"broken JSON: {error.msg}", mend)]
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        return [DataProblem(path, None, None, "no features", mend)]
    return []
