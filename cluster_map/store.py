"""The only module that opens files under ``data/``: checked tables, layers and files for the browser.

``datapackage.json`` says which files there are, what their columns mean and which checksum each had
when it passed the whole check (``make data``). A file with that checksum is trusted; any other is
checked in full before use, and refused with all its problems when it does not pass, while the rest
keeps working. Importing this module stays light: pandas and geopandas load when first needed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from cluster_map.errors import DataError, DataProblem, UnknownCodeError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from cluster_map.data_check import Report

FOLDER_VARIABLE = "CLUSTER_MAP_DATA"
PACKAGE_FILE = "datapackage.json"
READ_ME = "README.md"
DEFAULT_FOLDER = Path(__file__).resolve().parent.parent / "data"

KINDS = {"csv": "table", "parquet": "table", "fgb": "layer", "geojson": "browser-file"}

Record = Mapping[str, Any]
T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table, as ``datapackage.json`` describes it."""

    name: str
    title: str
    title_ja: str
    description: str
    description_ja: str
    type: str
    """``string``, ``integer``, ``number``, ``boolean``, ``date`` or ``list``."""
    unit: str | None
    list_of: str | None
    """``"prefectures.prefecture"``: the items of a list are keys of that table."""
    item_type: str
    enum: tuple[str, ...]
    translated: bool
    """The Japanese of this column was made by the project, not taken from a source."""


@dataclass(frozen=True, slots=True)
class BrowserFile:
    """A file that the browser fetches as it is."""

    name: str
    path: Path
    content_hash: str
    """16 hex digits of its SHA-256: part of its address, so that it can be cached for ever."""

    def read_bytes(self) -> bytes:
        return self.path.read_bytes()


class DataFolder:
    """A data folder as it lies on disk: its description and its bytes, nothing checked yet."""

    def __init__(self, folder: Path, package: Mapping[str, Any]) -> None:
        self.folder = folder
        self.package = package
        self.resources: Mapping[str, Mapping[str, Any]] = {r["name"]: r for r in package["resources"]}

    def read(self, name: str) -> bytes:
        """Raises ``OSError`` where the file is missing or unreadable."""
        file: Path = self.folder / self.resources[name]["path"]
        return file.read_bytes()

    def kind_of(self, name: str) -> str:
        """``table``, ``layer`` (FlatGeobuf) or ``browser-file`` (GeoJSON that the browser fetches)."""
        return KINDS[self.resources[name]["format"]]

    def names(self, kind: str) -> tuple[str, ...]:
        """Resources of one kind in the order of the package."""
        return tuple(name for name in self.resources if self.kind_of(name) == kind)

    def hash_of(self, name: str) -> str | None:
        """``sha256:...`` of the file as it is now; ``None`` where it cannot be read."""
        try:
            return hash_of_bytes(self.read(name))
        except OSError:
            return None


class Store:
    """Everything the product knows, read once per store and shared by all threads.

    Answers are cached and shared: read them, never change them.
    """

    def __init__(self, folder: Path) -> None:
        self._files = DataFolder(folder, read_package(folder))
        self._lock = RLock()
        self._cache: dict[tuple[str, str], Any] = {}
        self.folder = folder
        self.package = self._files.package
        self.data_version: str = self.package["version"]
        self._hashes = {name: self._files.hash_of(name) for name in self._files.resources}
        self.content_version = hash_of_bytes(repr(sorted(self._hashes.items())).encode())[7:19]
        self._problems = self._check_what_differs()

    # What there is

    def table_names(self) -> tuple[str, ...]:
        return self._files.names("table")

    def layer_names(self) -> tuple[str, ...]:
        return tuple(name.removeprefix("layers/") for name in self._files.names("layer"))

    def browser_file_names(self) -> tuple[str, ...]:
        return tuple(name.removeprefix("layers/browser/") for name in self._files.names("browser-file"))

    def problems(self) -> Mapping[str, tuple[DataProblem, ...]]:
        """Refused tables and layers, each with all that is wrong in it; empty when all is well."""
        return self._problems

    def fields(self, name: str) -> tuple[Field, ...]:
        """The columns of a table in their order: the dictionary of the data page."""
        return tuple(_field(f) for f in self._resource(name, "table")["schema"]["fields"])

    def resource(self, name: str) -> Mapping[str, Any]:
        """What ``datapackage.json`` says of a table or layer; both have a title, a description and a path.

        Raises
        ------
        UnknownCodeError
            If the package has nothing of this name.
        """
        if name not in self._files.resources:
            names = ", ".join(self._files.resources)
            raise UnknownCodeError(f"No '{name}' in {self.folder}. There are: {names}.")
        return self._files.resources[name]

    def content(self, name: str) -> bytes:
        """The file of a table or layer, byte for byte.

        Raises
        ------
        DataError
            If the file is damaged.
        UnknownCodeError
            If the package has nothing of this name.
        """
        self.resource(name)
        return self._read(name)

    def package_files(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the package with its path in the folder, those that describe it first.

        Raises
        ------
        DataError
            If any of them is damaged.
        """
        for name in (PACKAGE_FILE, READ_ME):
            if (self.folder / name).is_file():
                yield name, (self.folder / name).read_bytes()
        for name, resource in self._files.resources.items():
            yield resource["path"], self._read(name)

    # Tables

    def records(self, name: str) -> tuple[Record, ...]:
        """Rows of a CSV table in file order, without pandas.

        Text, whole numbers, numbers and truth values are ``None`` where blank; dates stay ISO text;
        lists are tuples, empty where blank.

        Raises
        ------
        DataError
            If the table is damaged.
        UnknownCodeError
            If the package has no such CSV table.
        """
        if self._resource(name, "table")["format"] != "csv":
            raise UnknownCodeError(f"'{name}' is a table of statistics: ask for table('{name}').")
        return self._once("records", name, lambda: _parse_csv(self._read(name), self.fields(name)))

    def by_key(self, name: str) -> Mapping[str, Record]:
        """The same records by their key, which has to be one column, in file order."""

        def build() -> dict[str, Record]:
            (key,) = self._resource(name, "table")["schema"]["primaryKey"]
            return {record[key]: record for record in self.records(name)}

        return self._once("by_key", name, build)

    def table(self, name: str) -> pd.DataFrame:
        """A table with a plain index and the columns of its schema.

        Text is dtype ``str`` (missing: NaN), whole numbers ``Int64``, numbers ``float64``, truth
        values ``boolean``, lists tuples in an ``object`` column (blank: empty). The codes of
        statistics are categories of text.
        """
        resource = self._resource(name, "table")
        if resource["format"] == "parquet":
            return self._once("table", name, lambda: _read_parquet(self._read(name)))
        return self._once("table", name, lambda: _as_frame(self.records(name), self.fields(name)))

    # Geometry

    def read_layer(self, name: str) -> gpd.GeoDataFrame:
        """A layer in EPSG:4326: codes and ``notes``, one row a code; names stand in the tables."""
        resource_name = f"layers/{name}"
        self._resource(resource_name, "layer")
        return self._once("layer", resource_name, lambda: read_layer_bytes(self._read(resource_name)))

    def browser_file(self, name: str) -> BrowserFile:
        """Where a file for the browser lies, and the hash that its address carries."""
        resource_name = f"layers/browser/{name}"
        resource = self._resource(resource_name, "browser-file")
        self._refuse_damaged(resource_name)
        content_hash = str(self._hashes[resource_name]).removeprefix("sha256:")[:16]
        return BrowserFile(name, self.folder / resource["path"], content_hash)

    # Inside

    def _resource(self, name: str, kind: str) -> Mapping[str, Any]:
        names = self._files.names(kind)
        if name not in names:
            raise UnknownCodeError(f"No {kind} '{name}' in {self.folder}. There are: {', '.join(names)}.")
        return self._files.resources[name]

    def _refuse_damaged(self, name: str) -> None:
        if name in self._problems:
            raise DataError(self.folder, list(self._problems[name]))

    def _read(self, name: str) -> bytes:
        self._refuse_damaged(name)
        content = self._files.read(name)
        if hash_of_bytes(content) != self._hashes[name]:
            # what was checked at the start is no longer what lies there
            path = self._files.resources[name]["path"]
            problem = DataProblem(
                path, None, None, "a file that changed while the app was running", "Restart the app."
            )
            raise DataError(self.folder, [problem])
        return content

    def _once(self, form: str, name: str, build: Callable[[], T]) -> T:
        with self._lock:
            if (form, name) not in self._cache:
                self._cache[form, name] = build()
            answer: T = self._cache[form, name]
            return answer

    def _check_what_differs(self) -> Mapping[str, tuple[DataProblem, ...]]:
        differing = [
            name
            for name, resource in self._files.resources.items()
            if self._hashes[name] is None or self._hashes[name] != resource.get("hash")
        ]
        if not differing:
            return {}
        from cluster_map.data_check import check  # loads the validation library

        report = check(self._files, _with_dependents(differing, self._files.resources))
        refused = report.problems_by_resource()
        for name in differing:
            if name not in refused:
                path = self._files.resources[name]["path"]
                log.warning("%s differs from the recorded checksum; run make data", self.folder / path)
        if report.problems:
            log.error("%s", DataError(self.folder, list(report.problems)))
        return refused


def open_store(folder: Path | None = None) -> Store:
    """Open a data folder: the given one, else that of the environment, else ``data/`` beside the package.

    Raises
    ------
    DataError
        If ``datapackage.json`` is missing or unreadable. A damaged table does not stop the store; asking
        for that table does.
    """
    if folder is None:
        folder = Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)
    return Store(folder)


def check_folder(folder: Path) -> Report:
    """Check every file of a data folder in full, whatever its checksum says.

    Raises
    ------
    DataError
        If ``datapackage.json`` is missing or unreadable.
    """
    return check_files(DataFolder(folder, read_package(folder)))


def check_files(files: DataFolder) -> Report:
    """Check a folder in full by the given description."""
    from cluster_map.data_check import check  # loads the validation library

    return check(files, files.resources)


def hash_of_bytes(content: bytes) -> str:
    """The form in which ``datapackage.json`` keeps a checksum."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def read_layer_bytes(content: bytes) -> gpd.GeoDataFrame:
    """FlatGeobuf in memory to a GeoDataFrame. GDAL raises its own errors where it is not one."""
    import geopandas

    return geopandas.read_file(io.BytesIO(content))


def read_package(folder: Path) -> dict[str, Any]:
    """Read ``datapackage.json``. Raises ``DataError`` where it cannot describe the folder."""

    def refuse(found: str, mend: str) -> DataError:
        return DataError(folder, [DataProblem(PACKAGE_FILE, None, None, found, mend)])

    if not folder.is_dir():
        mend = f"Name a data folder: one that holds {PACKAGE_FILE}."
        raise DataError(folder, [DataProblem(str(folder), None, None, "no such folder", mend)])
    try:
        package = json.loads((folder / PACKAGE_FILE).read_text(encoding="utf-8"))
    except OSError as error:
        raise refuse(f"no readable file ({error.strerror})", "Name a folder that holds it.") from error
    except UnicodeDecodeError as error:
        raise refuse(f"bytes that are not UTF-8 at position {error.start}", "Restore the file.") from error
    except json.JSONDecodeError as error:
        problem = DataProblem(
            PACKAGE_FILE, error.lineno, None, f"broken JSON: {error.msg}", "Restore the file."
        )
        raise DataError(folder, [problem]) from error
    lacking = _lacking_in(package)
    if lacking:
        raise refuse(lacking, "Restore the file: it describes every table and layer.")
    return dict(package)


def _lacking_in(package: object) -> str | None:
    """What keeps a parsed ``datapackage.json`` from describing a folder; ``None`` when it does."""
    if not isinstance(package, dict):
        return "no JSON object"
    if not isinstance(package.get("version"), str):
        return "no version"
    resources = package.get("resources")
    if not isinstance(resources, list) or not resources:
        return "no list of resources"
    for position, resource in enumerate(resources, start=1):
        if not isinstance(resource, dict):
            return f"resource {position} that is no object"
        for key in ("name", "path", "format"):
            if not isinstance(resource.get(key), str):
                return f"resource {position} without {key}"
        path = Path(resource["path"])
        if path.is_absolute() or ".." in path.parts:
            return f"resource {position} with a path outside the folder: {resource['path']!r}"
        kind = KINDS.get(resource["format"])
        if kind is None:
            return f"resource {position} in an unknown format: {resource['format']!r}"
        if kind == "table":
            schema = resource.get("schema")
            if not isinstance(schema, dict) or not schema.get("fields") or not schema.get("primaryKey"):
                return f"resource {position} without a schema"
    return None


def _with_dependents(names: Iterable[str], resources: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Changed files and the tables that refer to them: a key may have gone."""
    changed = set(names)
    return [
        name for name, resource in resources.items() if name in changed or changed & referred_to(resource)
    ]


def referred_to(resource: Mapping[str, Any]) -> set[str]:
    """Names of the tables and layers that a table's keys, lists and points refer to."""
    schema = resource.get("schema", {})
    tables = {key["reference"]["resource"] for key in schema.get("foreignKeys", [])}
    tables |= {field["listOf"].split(".")[0] for field in schema.get("fields", []) if "listOf" in field}
    if "point" in resource:
        tables.add("layers/" + resource["point"]["within"])
    return tables - {resource["name"]}


def _field(descriptor: Mapping[str, Any]) -> Field:
    return Field(
        name=descriptor["name"],
        title=descriptor["title"],
        title_ja=descriptor["title_ja"],
        description=descriptor["description"],
        description_ja=descriptor["description_ja"],
        type=descriptor["type"],
        unit=descriptor.get("unit"),
        list_of=descriptor.get("listOf"),
        item_type=descriptor.get("itemType", "string"),
        enum=tuple(descriptor.get("constraints", {}).get("enum", descriptor.get("itemEnum", ()))),
        translated=descriptor.get("translation") == "project",
    )


COLUMN_TYPES = ("string", "integer", "number", "boolean", "date", "list")
"""Types of columns, as ``datapackage.json`` calls them."""

CELL_READERS: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "date": str,
    "integer": int,
    "number": float,
    "boolean": lambda text: text == "true",
}


def _parse_csv(content: bytes, fields: tuple[Field, ...]) -> tuple[Record, ...]:
    """Rows of a table that has passed the check, so nothing here can fail on its content."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    header = next(rows)
    readers = [_reader(field) for field in fields]
    positions = [header.index(field.name) for field in fields]
    names = [field.name for field in fields]
    return tuple(
        {name: read(row[at]) for name, read, at in zip(names, readers, positions, strict=True)}
        for row in rows
    )


def _reader(field: Field) -> Callable[[str], Any]:
    if field.type == "list":
        read_item = CELL_READERS[field.item_type]
        return lambda text: tuple(read_item(item) for item in text.split(";")) if text else ()
    read_cell = CELL_READERS[field.type]
    return lambda text: read_cell(text) if text else None


def _as_frame(records: tuple[Record, ...], fields: tuple[Field, ...]) -> pd.DataFrame:
    import pandas as pd

    dtypes = {"integer": "Int64", "number": "float64", "boolean": "boolean", "list": "object"}
    return pd.DataFrame(
        {
            field.name: pd.Series(
                [record[field.name] for record in records], dtype=dtypes.get(field.type, "str")
            )
            for field in fields
        }
    )


def _read_parquet(content: bytes) -> pd.DataFrame:
    import pandas as pd

    return pd.read_parquet(io.BytesIO(content))
