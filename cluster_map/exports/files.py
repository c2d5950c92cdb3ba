"""A result set as one file: CSV, XLSX, GeoJSON, GeoPackage, KML. Libraries load when first needed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cluster_map.exports.cells import Value, cell, csv_bytes, defused
from cluster_map.exports.origin import Source
from cluster_map.exports.result_set import ResultSet

if TYPE_CHECKING:
    import pyarrow as pa
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.worksheet import Worksheet

WIDEST_COLUMN = 60
"""Characters; longer texts are cut on the screen, not in the file."""

ARROW_TYPES = {"integer": "int64", "number": "float64", "boolean": "bool"}
"""Types of columns that hold no text."""


def as_csv(taken: ResultSet) -> bytes:
    """UTF-8 with a byte order mark; lists joined by semicolons, formulas defused."""
    return csv_bytes(list(taken.types), ([row[name] for name in taken.types] for row in taken.rows))


def as_xlsx(taken: ResultSet) -> bytes:
    """A workbook: the records with typed cells, their sources, and what the file is."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        records = book.add_worksheet(taken.name)
        _write_table(records, list(taken.types), [list(row.values()) for row in taken.rows], head)
        _write_days(records, taken, day)
        rows = [list(asdict(source).values()) for source in taken.sources]
        _write_table(book.add_worksheet("sources"), [f.name for f in fields(Source)], rows, head)
        about = book.add_worksheet("about")
        for number, (label, text) in enumerate(taken.about):
            about.write_string(number, 0, label, head)
            about.write_string(number, 1, defused(text))
        about.set_column(0, 1, WIDEST_COLUMN / 2)
    return file.getvalue()


def _write_table(sheet: Worksheet, columns: list[str], rows: list[list[Any]], head: CellFormat) -> None:
    """Numbers as numbers, everything else as text that is never run; blank cells are left out."""
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, head)
        texts = [cell(row[column]) for row in rows]
        longest = max((len(text) for text in (name, *texts)), default=0)
        sheet.set_column(column, column, min(WIDEST_COLUMN, longest + 2))
        for number, row in enumerate(rows, start=1):
            match row[column]:
                case None | () | "":
                    pass
                case bool(value):
                    sheet.write_boolean(number, column, value)
                case int(value) | float(value):
                    sheet.write_number(number, column, value)
                case value:
                    sheet.write_string(number, column, cell(value))
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _write_days(sheet: Worksheet, taken: ResultSet, day: CellFormat) -> None:
    for column, (name, kind) in enumerate(taken.types.items()):
        for number, row in enumerate(taken.rows, start=1):
            value = row[name]
            if kind == "date" and isinstance(value, str):
                sheet.write_datetime(number, column, date.fromisoformat(value), day)


def as_geojson(taken: ResultSet) -> bytes:
    """RFC 7946, with what the file is and its sources beside the features."""
    features = [
        {"type": "Feature", "geometry": geometry, "properties": row}
        for row, geometry in zip(taken.rows, taken.geometries, strict=True)
    ]
    collection = {
        "type": "FeatureCollection",
        "name": taken.name,
        "about": [{"label": label, "text": text} for label, text in taken.about],
        "sources": [asdict(source) for source in taken.sources],
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def as_gpkg(taken: ResultSet) -> bytes:
    """A GeoPackage with a layer of records and the tables ``sources`` and ``about``."""
    of_sources = {field.name: "string" for field in fields(Source)} | {"records": "integer"}
    sources = _columns(of_sources, [asdict(source) for source in taken.sources])
    lines = [{"label": label, "text": text} for label, text in taken.about]
    about = _columns({"label": "string", "text": "string"}, lines)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "taken.gpkg"
        _write_layer(taken, path, "GPKG")
        _write(sources, path, "GPKG", "sources", append=True)
        _write(about, path, "GPKG", "about", append=True)
        return path.read_bytes()


def as_kml(taken: ResultSet) -> bytes:
    """KML whose placemarks carry all fields; the document says what it is."""
    described = "\n".join(f"{label}: {text}" for label, text in taken.about)
    options = {"NAME": taken.title, "DESCRIPTION": described}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "taken.kml"
        _write_layer(taken, path, "LIBKML", named="Name", dataset_options=options)
        return path.read_bytes()


def load_packages() -> None:
    """Import what the formats need: to read the largest of them from a slow disk takes seconds."""
    import pyarrow  # noqa: F401
    import pyogrio  # noqa: F401
    import shapely  # noqa: F401
    import xlsxwriter  # noqa: F401


def _write_layer(taken: ResultSet, path: Path, driver: str, named: str | None = None, **options: Any) -> None:
    """The rows with their places, EPSG:4326; their labels first, in the column ``named``."""
    import pyarrow as pa
    import shapely
    from shapely.geometry import shape

    labels = {named: pa.array(list(taken.labels), pa.string())} if named else {}
    shapes = [shape(geometry) if geometry else None for geometry in taken.geometries]
    places = {"geometry": pa.array(list(shapely.to_wkb(shapes)), pa.binary())}
    columns = labels | _columns(taken.types, taken.rows) | places
    kind = {"geometry_name": "geometry", "geometry_type": taken.geometry_type, "crs": "EPSG:4326"}
    _write(columns, path, driver, taken.name, **kind, **options)


def _columns(types: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> dict[str, pa.Array]:
    """A column each; lists joined by semicolons, blank stays blank."""
    import pyarrow as pa

    return {
        name: pa.array([_plain(row[name]) for row in rows], ARROW_TYPES.get(kind, "string"))
        for name, kind in types.items()
    }


def _plain(value: Value) -> Value:
    """A value that a column of one type can hold."""
    return ";".join(map(str, value)) if isinstance(value, tuple) else value


def _write(columns: Mapping[str, pa.Array], path: Path, driver: str, layer: str, **options: Any) -> None:
    import pyarrow as pa
    import pyogrio

    # The file lives for a moment: nothing is gained by waiting for the disk after each part of it.
    pyogrio.set_gdal_config_options({"OGR_SQLITE_SYNCHRONOUS": "OFF"})
    pyogrio.write_arrow(pa.table(dict(columns)), path, driver=driver, layer=layer, **options)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that a result set can be taken away as."""

    name: str
    extension: str
    media_type: str
    write: Callable[[ResultSet], bytes]


FORMATS: Mapping[str, Format] = {
    made.extension: made
    for made in (
        Format("CSV", "csv", "text/csv", as_csv),
        Format(
            "Excel (XLSX)",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            as_xlsx,
        ),
        Format("GeoJSON", "geojson", "application/geo+json", as_geojson),
        Format("GeoPackage", "gpkg", "application/geopackage+sqlite3", as_gpkg),
        Format("KML", "kml", "application/vnd.google-earth.kml+xml", as_kml),
    )
}
"""By extension, in the order in which they are offered."""
