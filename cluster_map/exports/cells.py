"""A value as the text of one spreadsheet cell, never as a formula.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@``, whoever wrote it. Such text
gets a leading apostrophe, which spreadsheets read as "this is text". Every export that a spreadsheet
may open goes through here.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

Value = str | int | float | bool | None | Sequence[str] | Sequence[int]
"""What a field of a record may hold; a sequence is a list of codes or texts."""

LIST_SEPARATOR = ";"

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SKIPPED_CATEGORIES = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def defused(text: str) -> str:
    """The text itself, or with a leading apostrophe where a spreadsheet would run it.

    Spaces, control characters and invisible marks before a sign do not hide it, full-width and small
    forms count as the sign they stand for. A plain number such as ``-12.5`` stays a number.
    """
    if not text or _NUMBER.fullmatch(text):
        return text
    if text[0] in "\t\r\n":
        return f"'{text}"
    first_visible = next((c for c in text if unicodedata.category(c) not in _SKIPPED_CATEGORIES), "")
    return f"'{text}" if unicodedata.normalize("NFKC", first_visible)[:1] in {"=", "+", "-", "@"} else text


def cell(value: Value) -> str:
    """Text of a cell: blank for "not known", lists joined by semicolons, numbers as they are.

    Every item of a list is defused, since some spreadsheets split a line at semicolons.
    """
    match value:
        case None:
            return ""
        case str():
            return defused(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return LIST_SEPARATOR.join(defused(str(item)) for item in value)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file: RFC 4180 lines, UTF-8 with a byte order mark.

    Excel takes a file without the mark for the computer's old code page, and garbles Japanese.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")
