"""A sheet before it is a file: sections of facts, tables, steps and notes, each text in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cluster_map.atlas import Record, field
from cluster_map.domain import Language
from cluster_map.text import say, say_code

WEB_ADDRESS = re.compile(r"https?://[^\s()、。]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    en: str
    ja: str

    @classmethod
    def of(cls, text: Callable[[Language], str]) -> Words:
        return cls(text(Language.ENGLISH), text(Language.JAPANESE))

    def in_language(self, language: Language) -> str:
        return self.ja if language is Language.JAPANESE else self.en

    @property
    def lines(self) -> tuple[tuple[Language, str], ...]:
        """English, then Japanese; once where both are alike, and nothing where nothing is said."""
        lines = ((Language.ENGLISH, self.en), (Language.JAPANESE, self.ja))
        said = tuple((language, text) for language, text in lines if text)
        return said[:1] if self.en == self.ja else said


def plain(value: object) -> Words:
    """A number, a code or a mark: the same in both languages."""
    return Words(str(value), str(value))


def printable(text: str) -> str:
    """What a reader wrote, without characters that no file can hold."""
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Cn"})


def said(key: str, **values: object) -> Words:
    """The sentence of a key; values that are words take their place in their own language."""

    def text(language: Language) -> str:
        spoken = {n: v.in_language(language) if isinstance(v, Words) else v for n, v in values.items()}
        return say(key, language, **spoken)

    return Words.of(text)


def coded(kind: str, code: str) -> Words:
    """The name of a code of a kind."""
    return Words.of(lambda language: say_code(kind, code, language))


def named(record: Record) -> Words:
    return Words(record["name_en"], record["name_ja"])


def told(record: Record, name: str) -> Words | None:
    """A text field of a record; ``None`` where nothing is on file."""
    english, japanese = (field(record, name, language) for language in Language)
    return Words(english or "", japanese or "") if english or japanese else None


def below(first: Words | None, second: Words | None) -> Words:
    """Two texts, each language's one under the other."""
    present = [part for part in (first, second) if part]
    return Words("\n".join(p.en for p in present), "\n".join(p.ja for p in present))


def joined(*parts: Words | None) -> Words:
    """Texts one after the other; what is missing is left out."""
    present = [part for part in parts if part]
    return Words(" ".join(p.en for p in present if p.en), "".join(p.ja for p in present if p.ja))


def listed(names: Iterable[Words]) -> Words:
    """Names side by side."""
    every = tuple(names)
    return Words(", ".join(name.en for name in every), "、".join(name.ja for name in every))


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph. One that ``warns`` is set apart."""

    words: Words
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what stands beside them. ``None`` is an open point: it is marked, and ``open_word`` said."""

    rows: tuple[tuple[Words, Words | None], ...]
    open_word: Words


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. ``widths`` are the shares of the columns; ``None`` is a cell left blank."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words | None, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Items one under the other, in an order that matters or not."""

    items: tuple[Words, ...]
    numbered: bool = False


Block = Note | Facts | Table | Steps


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part. A ``level`` of 2 belongs to the section of level 1 before it."""

    title: Words
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a file shows. ``source_line`` stands under every page."""

    title: Words
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    source_line: Words


def web_parts(text: str) -> Iterator[tuple[str, bool]]:
    """A text cut into web addresses (``True``) and what is between them."""
    at = 0
    for found in WEB_ADDRESS.finditer(text):
        yield text[at : found.start()], False
        yield found[0], True
        at = found.end()
    yield text[at:], False


def section(title: Words, *blocks: Block | None, level: int = 1) -> Section | None:
    """A headed part; nothing where no block holds anything."""
    present = tuple(block for block in blocks if block is not None and _holds(block))
    return Section(title, present, level) if present else None


def _holds(block: Block) -> bool:
    match block:
        case Note(words):
            return bool(words.lines)
        case Facts(rows=rows) | Table(rows=rows):
            return bool(rows)
        case Steps(items):
            return bool(items)
