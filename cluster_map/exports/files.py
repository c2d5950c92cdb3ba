"""A result set as one file: CSV, XLSX, GeoJSON, GeoPackage, KML. Libraries load when first needed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cluster_map.exports.cells import Value, cell, csv_bytes, defused
from cluster_map.exports.origin import Source
from cluster_map.exports.result_set import ResultSet

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.worksheet import Worksheet

WIDEST_COLUMN = 60
"""Characters; longer texts are cut on the screen, not in the file."""

DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
"""Types of columns that hold no text; blank stays blank in each of them."""


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
    import pandas as pd

    sources = pd.DataFrame([asdict(s) for s in taken.sources], columns=[f.name for f in fields(Source)])
    about = pd.DataFrame(list(taken.about), columns=["label", "text"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "taken.gpkg"
        _write(_layer(taken), path, "GPKG", taken.name, geometry_type=taken.geometry_type)
        _write(sources, path, "GPKG", "sources", append=True)
        _write(about, path, "GPKG", "about", append=True)
        return path.read_bytes()


def as_kml(taken: ResultSet) -> bytes:
    """KML whose placemarks carry all fields; the document says what it is."""
    layer = _layer(taken)
    layer.insert(0, "Name", list(taken.labels))
    described = "\n".join(f"{label}: {text}" for label, text in taken.about)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "taken.kml"
        _write(
            layer,
            path,
            "LIBKML",
            taken.name,
            geometry_type=taken.geometry_type,
            dataset_options={"NAME": taken.title, "DESCRIPTION": described},
        )
        return path.read_bytes()


def _layer(taken: ResultSet) -> gpd.GeoDataFrame:
    """EPSG:4326; lists joined by semicolons."""
    import geopandas as gpd
    import pandas as pd
    from shapely.geometry import shape

    columns = {
        name: pd.Series(
            [_plain(row[name]) for row in taken.rows], dtype=DTYPES.get(kind, "object"), name=name
        )
        for name, kind in taken.types.items()
    }
    shapes = [shape(geometry) if geometry else None for geometry in taken.geometries]
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))


def _plain(value: Value) -> Value:
    """A value that a column of one type can hold."""
    return ";".join(map(str, value)) if isinstance(value, tuple) else value


def _write(frame: pd.DataFrame, path: Path, driver: str, layer: str, **options: Any) -> None:
    import pyogrio

    pyogrio.write_dataframe(frame, path, driver=driver, layer=layer, **options)


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
