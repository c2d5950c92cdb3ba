"""Words as they are compared: stems of English words, short pieces of Japanese ones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from cluster_map.atlas import normalised

WORD = re.compile("[a-z0-9]+|[\u4e00-\u9fff\u3005]+|[\u30a1-\u30fa\u30fc]+")
"""A Latin word, a run of kanji or of katakana. Hiragana mostly binds words, so it divides them here."""

KANJI_PIECE, KATAKANA_PIECE = 2, 3
"""Japanese is written without blanks: words are compared by overlapping pieces of this length."""

EMPTY = """
a about also an and any are around as at be between by can do does find for from has have how i in
into is it its looking make makes making me more near of on or other our own seek seeking so some
such than that the their then these they this those to us want we what when where which who whose
will with you your activity area association business cluster company cooperation development
economic economy exchange field firm group industrial industry investment japan japanese maker
manufacturer market need new offer organisation organization partner partnership product promotion
region regional related service supplier technology trade various
"""
"""English words that say nothing of what is sought: grammar, and what every cluster and tie-up is about."""

EMPTY_JAPANESE = """
企業 産業 関連 業界 会社 地域 連携 協力 交流 事業 製品 技術 分野 開発 日本 市場 経済 投資 貿易
"""
"""The same in Japanese, as pieces."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was written, and the terms by which it is found."""

    written: str
    terms: tuple[str, ...]


@cache
def _stemmer() -> Any:
    from snowballstemmer import stemmer  # the server starts without it

    return stemmer("english")


@cache
def _empty_stems() -> frozenset[str]:
    return frozenset(_stemmer().stemWords(EMPTY.split()))


@cache
def _empty_pieces() -> frozenset[str]:
    return frozenset(EMPTY_JAPANESE.split())


def _pieces(run: str, length: int) -> tuple[str, ...]:
    return tuple(run[at : at + length] for at in range(max(1, len(run) - length + 1)))


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text that say something, each once, in their order."""
    empty = _empty_pieces()
    found: dict[str, Word] = {}
    for run in WORD.findall(normalised(text)):
        if run.isascii():
            stem = _stemmer().stemWord(run)
            terms: tuple[str, ...] = (stem,) if len(run) > 1 and stem not in _empty_stems() else ()
        else:
            length = KATAKANA_PIECE if "\u30a0" <= run[0] <= "\u30ff" else KANJI_PIECE
            terms = tuple(piece for piece in _pieces(run, length) if piece not in empty)
        if terms:
            found.setdefault(run, Word(run, terms))
    return tuple(found.values())


@lru_cache(maxsize=20_000)
def terms_of(text: str) -> frozenset[str]:
    """All terms of a text of ours. Never for what readers write: answers are kept."""
    return frozenset(term for word in words_of(text) for term in word.terms)


def joined(*values: str | Iterable[str] | None) -> str:
    """Fields of records as one text; words of two fields never run together."""
    parts = ((value,) if isinstance(value, str) else value or () for value in values)
    return " ; ".join(part for several in parts for part in several)
