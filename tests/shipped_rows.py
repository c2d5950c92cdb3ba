"""The tables as they lie on disk, read with nothing of the code under test: what a page has to show."""

import csv
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("CLUSTER_MAP_DATA") or ROOT / "data")

Row = dict[str, str]


@cache
def rows(table: str) -> tuple[Row, ...]:
    """Rows of ``data/tables/TABLE.csv`` in file order; a blank is an empty text."""
    with (DATA / f"tables/{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def listed(cell: str) -> list[str]:
    """The items of a list cell."""
    return cell.split(";") if cell else []


def rows_with(table: str, column: str, *codes: str) -> list[Row]:
    """Rows whose code, or one of whose codes, is one of the given."""
    return [row for row in rows(table) if set(listed(row[column])) & set(codes)]


def row_of(table: str, column: str, value: str) -> Row:
    """The one row with this value."""
    (found,) = [row for row in rows(table) if row[column] == value]
    return found


def prefectures_of(records: Iterable[Row]) -> set[str]:
    return {code for record in records for code in listed(record["prefectures"])}
