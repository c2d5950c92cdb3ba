"""Text as a search compares it: Latin words, Japanese runs, readings in kana and in romaji. Pure."""

import re
from functools import cache, lru_cache
from typing import Any

import jaconv

from cluster_map.atlas import normalised

WORD = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
"""A Latin word, or a run of a script that does without spaces, in text that is folded."""

LARGEST_STEM_CACHE = 20_000
"""Stems that are kept: all of the records' words, and the newest of what readers type."""

PARTICLES = re.compile("(?<=[^ぁ-ん])[のをでにがはと](?=[^ぁ-ん])")
"""What joins two words of a Japanese query, where no other kana stands beside it."""

ASKING = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "can",
        "do",
        "does",
        "find",
        "for",
        "from",
        "how",
        "i",
        "in",
        "is",
        "make",
        "makes",
        "making",
        "me",
        "near",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "to",
        "us",
        "want",
        "we",
        "what",
        "where",
        "which",
        "who",
        "whom",
        "with",
        "you",
    ]
)
"""Words of a question that say nothing of what is sought."""


def folded(text: str) -> str:
    """Text with width, case, accents and the kind of kana dropped: ``ﾋｮｳｺﾞ`` and ``ひょうご`` are one."""
    return str(jaconv.kata2hira(normalised(text)))


def words_of(text: str) -> list[str]:
    """Latin words and Japanese runs of a text, in order."""
    return WORD.findall(folded(text))


def asked_words(query: str) -> list[str]:
    """The words of a query that say something, each once; all where none does. Kana stay as they are."""
    words = list(dict.fromkeys(WORD.findall(normalised(query))))
    return [word for word in words if word not in ASKING] or words


def is_latin(word: str) -> bool:
    return word.isascii()


def short_vowels(romaji: str) -> str:
    """Romaji with long vowels short, as names are mostly written: ``hyougo``, ``hyoogo`` -> ``hyogo``."""
    return re.sub("o[ou]", "o", romaji).replace("uu", "u").replace("-", "")


@cache
def romaji(kana: str) -> str:
    """A word in hiragana as romaji with short vowels."""
    return short_vowels(jaconv.kana2alphabet(kana))


def consonants(word: str) -> str:
    """What of a Latin word is least often misspelt."""
    return re.sub("[aeiouy]", "", word)


@cache
def _stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")


@lru_cache(maxsize=LARGEST_STEM_CACHE)
def stem(word: str) -> str:
    """The part of an English word that its forms share: ``batteries`` -> ``batter``, as in ``battery``."""
    found: str = _stemmer().stemWord(word)
    return found[:-1] if found.endswith("i") else found


def marks(text: str, words: set[str]) -> list[tuple[int, int]]:
    """Where the words of a search stand in a text: start and end of each, in order, none overlapping."""
    plain, places = "", []
    for place, character in enumerate(text):
        for part in folded(character):
            plain += part
            places.append(place)
    found: list[tuple[int, int]] = []
    for match in sorted(
        (match.span() for word in words for match in re.finditer(_pattern(word), plain)),
        key=lambda span: (span[0], -span[1]),
    ):
        start, end = places[match[0]], places[match[1] - 1] + 1
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _pattern(word: str) -> str:
    return rf"(?<![a-z0-9]){word}(?![a-z0-9])" if is_latin(word) else re.escape(word)
