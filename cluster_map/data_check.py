"""The whole check of a data folder: every problem at once, each with file, line, column and cure.

The rules stand in ``datapackage.json``. frictionless holds types, constraints and primary keys: it
is well kept, works offline and reads the very schemas that the package publishes. On top come the
rules that no table schema knows: references (of single cells and of lists alike, so that one damaged
table is not blamed on those that refer to it), both languages, sources, years, points and hostile
characters.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import shapely
from frictionless import FrictionlessException, Resource, Schema
from frictionless.resources import TableResource

from cluster_map.data_files import Files, Row, Table, check_browser_file, read_layer, read_table
from cluster_map.errors import DataProblem

if TYPE_CHECKING:
    import geopandas as gpd

LISTED_IN_FULL = 60
"""A table with at most so many keys has all of them listed beside an unknown one."""
RAISED_TOGETHER = 1_000_000
"""frictionless stops at 1,000 errors unless told; every problem is to be reported."""
OPEN_AND_CLOSE = (
    ("start_year", "end_year"),
    ("from_year", "to_year"),
    ("period_from", "period_to"),
    ("start_date", "end_date"),
)

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# control characters, line separators and the marks that turn the direction of text around
HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. A checksum that is not the recorded one (``differing``) is no problem by itself."""

    problems: tuple[DataProblem, ...]
    rows_by_file: Mapping[str, int]
    differing: tuple[str, ...]
    names_by_file: Mapping[str, str]

    @property
    def rows(self) -> int:
        return sum(self.rows_by_file.values())

    def problems_by_resource(self) -> dict[str, tuple[DataProblem, ...]]:
        found: dict[str, list[DataProblem]] = {}
        for problem in self.problems:
            found.setdefault(self.names_by_file[problem.file], []).append(problem)
        return {name: tuple(problems) for name, problems in found.items()}


def check(files: Files, names: Iterable[str]) -> Report:
    """Check the named tables, layers and browser files; others are read only where these refer to them."""
    checked = tuple(names)
    known = _Known(files)
    problems: list[DataProblem] = []
    rows: dict[str, int] = {}
    for name in checked:
        path = files.resources[name]["path"]
        match files.kind_of(name):
            case "table":
                table, found = known.table(name)
                problems += found
                if table is not None:
                    rows[path] = len(table.rows)
                    for rule in TABLE_RULES:
                        problems += rule(table, known)
            case "layer":
                layer, found = known.layer(name)
                problems += found
                if layer is not None:
                    rows[path] = len(layer)
                    problems += _codes_of_layer(name, layer, known)
            case _:
                problems += check_browser_file(files, name)
    differing = tuple(
        files.resources[name]["path"]
        for name in checked
        if files.hash_of(name) != files.resources[name].get("hash")
    )
    return Report(
        problems=tuple(sorted(problems, key=lambda p: (p.file, p.line or 0, p.column or "", p.found))),
        rows_by_file=rows,
        differing=differing,
        names_by_file={resource["path"]: name for name, resource in files.resources.items()},
    )


class _Known:
    """Tables, layers and keys read so far in one check."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._tables: dict[str, tuple[Table | None, list[DataProblem]]] = {}
        self._layers: dict[str, tuple[gpd.GeoDataFrame | None, list[DataProblem]]] = {}
        self._keys: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], None] | None] = {}

    def table(self, name: str) -> tuple[Table | None, list[DataProblem]]:
        if name not in self._tables:
            self._tables[name] = read_table(self.files, name)
        return self._tables[name]

    def layer(self, name: str) -> tuple[gpd.GeoDataFrame | None, list[DataProblem]]:
        if name not in self._layers:
            self._layers[name] = read_layer(self.files, name)
        return self._layers[name]

    def keys(self, table_name: str, columns: tuple[str, ...]) -> dict[tuple[str, ...], None] | None:
        """Every value of these columns, in file order; ``None`` where the table cannot say."""
        if (table_name, columns) not in self._keys:
            table = self.table(table_name)[0] if table_name in self.files.resources else None
            usable = table is not None and set(columns) <= set(table.columns)
            self._keys[table_name, columns] = (
                {tuple(row.cells[column] for column in columns): None for row in table.rows}
                if table is not None and usable
                else None
            )
        return self._keys[table_name, columns]


# Rules of one table


def _schema(table: Table, known: _Known) -> list[DataProblem]:
    """Types, constraints and primary key, by frictionless."""
    del known
    if not table.rows:
        return []
    columns = [field["name"] for field in table.fields]
    descriptor: dict[str, Any] = {"fields": [dict(field) for field in table.fields], "missingValues": [""]}
    key = table.resource["schema"]["primaryKey"]
    if set(key) <= set(columns):
        descriptor["primaryKey"] = key
    cells = [columns, *([row.cells[column] for column in columns] for row in table.rows)]
    try:
        schema = Schema.from_descriptor(descriptor)
    except FrictionlessException as error:
        found = f"a schema in datapackage.json that is not one ({error.error.note})"
        return [DataProblem(table.file, None, None, found, "Correct it there.")]
    resource: Resource = TableResource(data=cells, schema=schema)
    report = resource.validate(limit_errors=RAISED_TOGETHER)
    fields = {field["name"]: field for field in table.fields}
    problems = []
    for number, column, kind, note in report.flatten(["rowNumber", "fieldName", "type", "note"]):
        row = table.rows[number - 2]  # frictionless counts the header as row 1
        problems.append(_mendable(table, row, kind, fields.get(column), key, note))
    return problems


TYPE_CURES = {
    "integer": "Write a whole number in plain digits.",
    "number": "Write a number with a decimal point and no separators.",
    "boolean": "Write true or false.",
    "date": "Write a day as 2026-11-22.",
    "list": "Separate the items by ';'; each has to be of the list's type.",
}


def _mendable(
    table: Table, row: Row, kind: str, field: Mapping[str, Any] | None, key: list[str], note: str
) -> DataProblem:
    """A problem that says how to mend it, from an error of frictionless."""
    if kind == "blank-row":
        return table.problem(row, None, "a row of blanks", "Delete it.")
    if kind == "primary-key" or field is None:
        first = re.search(r"\d+", note)
        first_row = table.rows[int(first.group()) - 2] if first else row
        where = f"line {first_row.line}" if first_row.line is not None else f"row {first_row.number}"
        value = ", ".join(repr(row.cells[column]) for column in key)
        found = f"{value} a second time" if value.strip("', ") else "no key"
        return table.problem(row, key[0], found, f"Keys are unique: {where} has the same one.")
    name = field["name"]
    cell = row.cells[name]
    found = repr(cell) if cell else "a blank"
    if kind == "type-error":
        return table.problem(row, name, found, TYPE_CURES[field["type"]])
    constraint = re.search(r'constraint "(\w+)"', note)
    constraints = field.get("constraints", {})
    match constraint.group(1) if constraint else kind:
        case "required":
            mend = f"Fill it in: {field['description']}"
        case "enum":
            mend = f"Allowed: {', '.join(map(str, constraints['enum']))}."
        case "pattern":
            mend = field.get("mend", f"It has to look like {constraints['pattern']}")
        case "minimum":
            mend = f"At least {constraints['minimum']}."
        case "maximum":
            mend = f"At most {constraints['maximum']}."
        case "maxLength":
            mend = f"At most {constraints['maxLength']} characters."
        case "unique-error" | "unique":
            mend = "Every row has its own."
        case _:
            mend = f"{note}."
    return table.problem(row, name, found, mend)


def _plain_numbers(table: Table, known: _Known) -> Iterator[DataProblem]:
    """Spellings that a program reads as a number and an editor does not mean: NaN, 1_000, 1e5."""
    del known
    for field in table.fields:
        if field["type"] in ("integer", "number"):
            for row in table.rows:
                cell = row.cells[field["name"]]
                written = row.line is not None and cell and not PLAIN_NUMBER.fullmatch(cell)
                if written and _is_number(cell):
                    yield table.problem(row, field["name"], repr(cell), TYPE_CURES[field["type"]])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _whole_days(table: Table, known: _Known) -> Iterator[DataProblem]:
    """Days without their zeros ("2026-1-5"), which pass for a day and stand in the wrong order."""
    del known
    for field in table.fields:
        if field["type"] == "date":
            for row in table.rows:
                cell = row.cells[field["name"]]
                if cell and not DAY.fullmatch(cell) and _is_day(cell):
                    yield table.problem(row, field["name"], repr(cell), TYPE_CURES["date"])


def _is_day(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return True


def _hostile_characters(table: Table, known: _Known) -> Iterator[DataProblem]:
    """Characters that a reader cannot see and that break or disguise text."""
    del known
    for row in table.rows:
        for column, cell in row.cells.items():
            match = HOSTILE.search(cell)
            if match:
                character = match.group()
                name = unicodedata.name(character, "a control character")
                found = f"U+{ord(character):04X} ({name.lower()}) at character {match.start() + 1}"
                yield table.problem(row, column, found, "Delete it: it cannot be seen and disturbs text.")


def _lists(table: Table, known: _Known) -> Iterator[DataProblem]:
    """Items of list cells: none blank, none twice, each allowed."""
    for field in table.fields:
        if field["type"] != "list":
            continue
        name = field["name"]
        reference = field.get("listOf")
        keys = known.keys(*_split_reference(reference)) if reference else None
        for row in table.rows:
            items = row.cells[name].split(";") if row.cells[name] else []
            if any(item != item.strip() or not item for item in items):
                mend = "Separate items by ';' alone, without blanks and without an empty item."
                yield table.problem(row, name, repr(row.cells[name]), mend)
                continue
            for item in dict.fromkeys(items):
                if items.count(item) > 1:
                    yield table.problem(row, name, f"{item!r} twice", "Keep one of them.")
                cure = _cure_of_item(field, item)
                if cure is None and keys is not None and (item,) not in keys:
                    assert reference is not None
                    cure = _allowed(item, keys, known.files.resources[reference.split(".")[0]])
                if cure:
                    yield table.problem(row, name, repr(item), cure)


def _cure_of_item(field: Mapping[str, Any], item: str) -> str | None:
    if "itemEnum" in field and item not in field["itemEnum"]:
        return f"Allowed: {', '.join(field['itemEnum'])}."
    if "itemPattern" in field and not re.fullmatch(field["itemPattern"], item):
        return str(field.get("mend", f"Each item has to look like {field['itemPattern']}"))
    if field.get("itemType") == "integer" and re.fullmatch(r"-?\d+", item):
        low, high = field.get("itemMinimum"), field.get("itemMaximum")
        if (low is not None and int(item) < low) or (high is not None and int(item) > high):
            return f"From {low} to {high}."
    return None


def _references(table: Table, known: _Known) -> Iterator[DataProblem]:
    """Keys of other tables: each has to be there. A blank refers to nothing."""
    for reference in table.resource["schema"].get("foreignKeys", []):
        columns = tuple(reference["fields"])
        target = reference["reference"]
        keys = known.keys(target["resource"], tuple(target["fields"]))
        if keys is None or not set(columns) <= set(table.columns):
            continue
        for row in table.rows:
            value = tuple(row.cells[column] for column in columns)
            if all(value) and value not in keys:
                found = ", ".join(repr(part) for part in value)
                cure = _allowed(value[-1], keys, known.files.resources[target["resource"]])
                yield table.problem(row, columns[-1], found, cure)


def _allowed(value: str, keys: Mapping[tuple[str, ...], None], target: Mapping[str, Any]) -> str:
    if len(keys) <= LISTED_IN_FULL:
        return f"Allowed: {', '.join(' '.join(key) for key in keys)}."
    near = difflib.get_close_matches(value, [key[-1] for key in keys], n=1)
    hint = f"Did you mean '{near[0]}'? " if near else ""
    return f"{hint}{target['path']} has no such key."


def _split_reference(reference: str) -> tuple[str, tuple[str, ...]]:
    table, column = reference.split(".")
    return table, (column,)


def language_pairs(columns: Sequence[str]) -> dict[str, str]:
    """English column to Japanese column: ``x_en`` or ``x`` to ``x_ja``."""
    pairs = {}
    for column in columns:
        if column.endswith("_ja"):
            base = column.removesuffix("_ja")
            english = f"{base}_en" if f"{base}_en" in columns else base
            if english in columns:
                pairs[english] = column
    return pairs


def _both_languages(table: Table, known: _Known) -> Iterator[DataProblem]:
    """What is said in one language is said in the other; lists item by item."""
    del known
    lists = {field["name"] for field in table.fields if field["type"] == "list"}
    for english, japanese in language_pairs(table.columns).items():
        for row in table.rows:
            said, translated = row.cells[english], row.cells[japanese]
            if said and not translated:
                yield table.problem(row, japanese, "a blank", f"Write the Japanese of '{english}'.")
            elif translated and not said:
                yield table.problem(row, english, "a blank", f"Write the English of '{japanese}'.")
            elif english in lists and said.count(";") != translated.count(";"):
                found = f"{translated.count(';') + 1} items"
                mend = f"'{english}' has {said.count(';') + 1}: translate item by item."
                yield table.problem(row, japanese, found, mend)


def _sources(table: Table, known: _Known) -> Iterator[DataProblem]:
    """Only what is commonly known and not yet checked may lack a source."""
    documents = known.keys("documents", ("document",))
    if not {"source", "evidence"} <= set(table.columns):
        return
    for row in table.rows:
        source = row.cells["source"]
        if not source and row.cells["evidence"] != "recall":
            mend = "Name the source; only evidence 'recall' may lack one."
            yield table.problem(row, "source", "a blank", mend)
        document = source.split(" ")[0]
        if documents is not None and re.match(r"seed:|design", source) and (document,) not in documents:
            mend = f"Allowed beside addresses: {', '.join(key[0] for key in documents)}."
            yield table.problem(row, "source", repr(source), mend)


def _years(table: Table, known: _Known) -> Iterator[DataProblem]:
    """Nothing ends before it starts; resolved years agree with where they are said to come from."""
    del known
    for start, end in OPEN_AND_CLOSE:
        if {start, end} <= set(table.columns):
            for row in table.rows:
                first, last = row.cells[start], row.cells[end]
                if first and last and last < first:
                    yield table.problem(
                        row, end, repr(last), f"It ends before it starts ({first}): correct one."
                    )
    if {"from_year", "to_year", "years_from"} <= set(table.columns):
        for row in table.rows:
            dated = bool(row.cells["from_year"] or row.cells["to_year"])
            if dated == (row.cells["years_from"] == "unknown"):
                mend = "'unknown' stands where from_year and to_year are blank, and only there."
                yield table.problem(row, "years_from", repr(row.cells["years_from"]), mend)


def _days(table: Table, known: _Known) -> Iterator[DataProblem]:
    """A last day without a first one dates nothing."""
    del known
    if {"start_date", "end_date"} <= set(table.columns):
        for row in table.rows:
            first, last = row.cells["start_date"], row.cells["end_date"]
            if last and not first:
                mend = f"Write the first day too, or delete the last ({last})."
                yield table.problem(row, "start_date", "a blank", mend)


def _points(table: Table, known: _Known) -> Iterator[DataProblem]:
    """Points inside or near the area that the record names; a record without one: anywhere in the layer."""
    rule = table.resource.get("point")
    if rule is None:
        return
    layer_name = f"layers/{rule['within']}"
    if layer_name not in known.files.resources:
        mend = "Run make data, or correct the table's point rule in datapackage.json."
        yield DataProblem(table.file, None, None, f"no layer {layer_name} to hold its points against", mend)
        return
    layer = known.layer(layer_name)[0]
    column: str | None = rule.get("column")
    if layer is None or not {"lat", "lon", *([column] if column else [])} <= set(table.columns):
        return
    from cluster_map.geography import km_outside

    shapely.prepare(layer.geometry.to_numpy())
    code_column = next(name for name in layer.columns if name != "geometry")
    areas = dict(zip(layer[code_column], layer.geometry, strict=True))
    for row in table.rows:
        point = _point(row)
        codes = row.cells[column].split(";") if column else list(areas)
        named = [areas[code] for code in codes if code in areas]
        if point is None or not named or any(area.covers(point) for area in named):
            continue
        km = min(km_outside(area, point.x, point.y) for area in named)
        if km > rule["km"]:
            place = f"{column} {row.cells[column]}" if column else f"every shape of {layer_name}"
            found = f"{row.cells['lat']}, {row.cells['lon']}: {km:.0f} km outside {place}"
            mend = f"Correct the point or the code; up to {rule['km']} km is accepted."
            yield table.problem(row, "lat", found, mend)


def _point(row: Row) -> shapely.Point | None:
    """``None`` where the cells are no place on the globe, which the schema reports."""
    try:
        lon, lat = float(row.cells["lon"]), float(row.cells["lat"])
    except ValueError:
        return None
    return shapely.Point(lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


TABLE_RULES: tuple[Callable[[Table, _Known], Iterable[DataProblem]], ...] = (
    _schema,
    _plain_numbers,
    _whole_days,
    _hostile_characters,
    _lists,
    _references,
    _both_languages,
    _sources,
    _years,
    _days,
    _points,
)


def _codes_of_layer(name: str, layer: gpd.GeoDataFrame, known: _Known) -> Iterator[DataProblem]:
    """A layer has exactly one shape for each key of the table that its schema refers to."""
    resource = known.files.resources[name]
    for reference in resource.get("schema", {}).get("foreignKeys", []):
        (column,) = reference["fields"]
        target = reference["reference"]
        keys = known.keys(target["resource"], tuple(target["fields"]))
        if column not in layer.columns:
            mend = "Run make data."
            yield DataProblem(resource["path"], None, column, "no such column", mend)
        elif keys is not None:
            codes = list(layer[column])
            for code in sorted(set(codes)):
                if (code,) not in keys or codes.count(code) > 1:
                    found = f"{code!r} {codes.count(code)} time(s)"
                    mend = f"One shape for each key of {target['resource']}: run make data."
                    yield DataProblem(resource["path"], None, column, found, mend)
            for (key,) in keys:
                if key not in codes:
                    mend = f"One shape for each key of {target['resource']}: run make data."
                    yield DataProblem(resource["path"], None, column, f"no shape for {key!r}", mend)
