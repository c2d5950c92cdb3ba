"""The limits of ``limits.toml`` as a type."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("limits.toml")
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take. ``..._mb`` are in units of 10^6 bytes."""

    file_mb: int
    rows: int
    columns: int
    value_columns: int
    workbook_rows: int
    workbook_unpacked_mb: int
    workbook_parts: int
    geojson_mb: int
    geojson_vertices: int
    symbols: int
    problems_listed: int
    seconds: float
    memory_mb: int
    threads: int
    files_at_once: int
    files_kept: int


@cache
def limits(file: Path = FILE) -> Limits:
    """Read the file once.

    Raises
    ------
    TypeError
        If a limit is missing or unknown.
    """
    return Limits(**tomllib.loads(file.read_text(encoding="utf-8")))
