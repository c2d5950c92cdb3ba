"""What a file is by its first bytes, and its text as UTF-8. Names and endings of files prove nothing."""

import codecs
from collections.abc import Iterator
from enum import StrEnum

from cluster_map.own_figures.problems import FileRefusedError, Refusal

SAMPLE = 65_536
PIECE = 1 << 22
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The longer ones first: that of UTF-32 begins with that of UTF-16."""

CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b\x1a")
"""Signs that no text has. ISO-2022-JP has ESC; old files end in Ctrl-Z."""

NO_SIGNS = frozenset("\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python makes of bytes that mean nothing in Shift_JIS."""

JAPANESE = ("cp932", "euc_jp")
ESCAPES = (b"\x1b$B", b"\x1b$@", b"\x1b(J")
"""By which ISO-2022-JP turns to Japanese."""

NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
}


class FileKind(StrEnum):
    TEXT = "text"
    WORKBOOK = "workbook"
    JSON = "json"


def kind_of(content: bytes) -> FileKind:
    """What a file is.

    Raises
    ------
    FileRefusedError
        If it is empty or nothing that holds a table: another format under a borrowed name, say.
    """
    start = content[:512]
    if not start.strip(b"\0\t\r\n "):
        raise FileRefusedError(Refusal.EMPTY)
    if start.startswith(b"PK\x03\x04"):
        return FileKind.WORKBOOK
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefusedError(Refusal.OLD_WORKBOOK)
    encoding, mark = _marked(content)
    wide = encoding is not None and encoding != "utf-8"
    if not wide and (start.startswith((b"%PDF", b"PK")) or CONTROLS & set(content[:SAMPLE])):
        raise FileRefusedError(Refusal.BINARY)
    text = start[mark:].decode(encoding or "latin-1", errors="replace").lstrip()
    if text.startswith("<"):
        raise FileRefusedError(Refusal.MARKUP)
    return FileKind.JSON if text.startswith(("{", "[")) else FileKind.TEXT


def _marked(content: bytes) -> tuple[str | None, int]:
    """The encoding that a file announces, and the length of its mark."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding, len(mark)
    sample = content[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # Text without a mark whose every other byte is mostly zero: digits and commas in UTF-16.
    if max(even, odd) > len(sample) / 8 and min(even, odd) < len(sample) / 100:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        if not any(ord(c) in CONTROLS for c in text):
            return encoding, 0
    return None, 0


def encoding_of(content: bytes) -> tuple[str, int]:
    """The encoding of a text and the length of its mark: what is announced, else UTF-8 where it fits,
    else the Japanese one that gives the fewest half-width kana, which real tables hardly have.

    Raises
    ------
    FileRefusedError
        If no encoding fits.
    """
    encoding, mark = _marked(content)
    if encoding is not None:
        return encoding, mark
    if any(escape in content[:SAMPLE] for escape in ESCAPES):
        return "iso2022_jp", 0
    if _is_utf8(content):
        return "utf-8", 0
    fitting = [name for name in JAPANESE if _fits(content, name)]
    if not fitting:
        raise FileRefusedError(Refusal.ENCODING)
    return min(fitting, key=lambda name: _half_width_kana(content[:SAMPLE], name)), 0


def _is_utf8(content: bytes) -> bool:
    try:
        for _ in _pieces(content, "utf-8"):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _fits(content: bytes, encoding: str) -> bool:
    try:
        return not any(NO_SIGNS.intersection(piece) for piece in _pieces(content, encoding))
    except UnicodeDecodeError:
        return False


def _half_width_kana(sample: bytes, encoding: str) -> int:
    text = sample.decode(encoding, errors="ignore")
    return sum("\uff61" <= c <= "\uff9f" for c in text)


def _pieces(content: bytes, encoding: str) -> Iterator[str]:
    """The text piece by piece, so that a large file is never in memory as one text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(content)
    for start in range(0, len(view), PIECE):
        yield decoder.decode(view[start : start + PIECE], final=start + PIECE >= len(view))


def as_utf8(content: bytes) -> tuple[bytes, str]:
    """A text as UTF-8 without a mark, and the name of the encoding that it had.

    Raises
    ------
    FileRefusedError
        If no encoding fits.
    """
    encoding, mark = encoding_of(content)
    if encoding == "utf-8" and not mark:
        return content, NAMES[encoding]
    text = bytearray()
    try:
        for piece in _pieces(content[mark:] if mark else content, encoding):
            text += piece.encode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise FileRefusedError(Refusal.ENCODING) from error
    return bytes(text), NAMES[encoding]
