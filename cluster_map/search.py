"""Find records by words: English or Japanese, kana or romaji, misspelt or not. Pure.

Each word of a query is looked up by itself, as it is, by its forms, by its beginning, and only where that
finds nothing by likeness. A record counts by what its best field says for each word; records that have all
words leave the others out.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.search_documents import NAME, Document, Kind, documents
from cluster_map.search_words import (
    PARTICLES,
    asked_words,
    consonants,
    folded,
    is_latin,
    marks,
    romaji,
    short_vowels,
    stem,
    words_of,
)
from cluster_map.url_state import LONGEST_SEARCH

EXACT, FORM, BEGINNING, INSIDE, PART = 1.0, 0.95, 0.85, 0.75, 0.5
"""How sure a match of one word is: the word, a form of it, its beginning, inside another, one character."""

ALIKE = 0.7
"""How sure a match by likeness is, times the likeness."""

WHOLE_NAME, BEGINS_NAME = 0.5, 0.1
"""What is added where the query is a whole name, or its first word begins one."""

STEPS = 20
"""Scores count in steps of one twentieth: matches nearer than that are equal, and the kind decides."""

SHORTEST_ALIKE = 4
"""Shorter words are like too many others."""

LEAST_ALIKE_WORD, LEAST_ALIKE_RUN = 0.72, 80.0
"""Likeness from which a Latin word (0 to 1) or a Japanese run (percent) counts as misspelt."""

SAME_CONSONANTS = 0.1
"""Added to a likeness: vowels are misspelt more often than consonants."""

MOST_ALIKE = 8
"""Words that one misspelt word may mean."""

LEAST_SHARE = 0.4
"""Where no record has every word: how much of the best score a record needs to be shown."""

KIND_ORDER = {kind: position for position, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a hit, cut where the search marks it: each part with whether it matched."""

    parts: tuple[tuple[str, bool], ...]

    @property
    def matched(self) -> tuple[str, ...]:
        return tuple(part for part, is_match in self.parts if is_match)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found. ``texts`` say so, the most telling first, each with the words that matched in it."""

    kind: Kind
    id: str
    name_en: str
    name_ja: str
    texts: tuple[tuple[str, frozenset[str]], ...]

    @property
    def found_in(self) -> tuple[Text, ...]:
        """The texts with the matched parts marked."""
        return tuple(marked(text, words) for text, words in self.texts)

    @property
    def matched(self) -> str:
        """The words of the record that answered, as they stand there."""
        parts = dict.fromkeys(part for text in self.found_in for part in text.matched)
        return ", ".join(parts)

    def name(self, language: Language) -> Text:
        """The name with the matched parts marked."""
        every = {word for _, words in self.texts for word in words}
        return marked(self.name_en if language is Language.ENGLISH else self.name_ja, every)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: the document and its field, by position."""

    document: int
    field: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of the records that a word of the query may mean; ``read`` where it stands in a reading."""

    word: str
    sureness: float
    places: list[Place]
    read: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What a word of the query found in a document, at its best place."""

    place: Place
    meaning: Meaning
    score: float


class SearchIndex:
    """All records, ready to be searched. Built once; read by all threads."""

    def __init__(self, atlas: Atlas) -> None:
        self.documents: list[Document] = documents(atlas)
        self.readings = {row["text_ja"]: row["reading"] for row in atlas.store.records("readings")}
        self._latin: defaultdict[str, list[Place]] = defaultdict(list)
        self._romaji: defaultdict[str, list[Place]] = defaultdict(list)
        self._runs: defaultdict[str, list[Place]] = defaultdict(list)
        self._read: defaultdict[str, list[Place]] = defaultdict(list)
        self._names: defaultdict[str, set[int]] = defaultdict(set)
        places: defaultdict[str, list[Place]] = defaultdict(list)
        for number, document in enumerate(self.documents):
            for position, field in enumerate(document.fields):
                places[field.text].append(Place(number, position))
        for text, where in places.items():
            self._add(text, where)
        self._sorted_latin = sorted(self._latin)
        self._sorted_romaji = sorted(self._romaji)

    def _add(self, text: str, places: list[Place]) -> None:
        """Note where a text stands: by its words, by its reading, and as a whole where it is a name."""
        words = words_of(text)
        for word in dict.fromkeys(words):
            (self._latin if is_latin(word) else self._runs)[word] += places
        named = {place.document for place in places if self._is_name(place)}
        read = self.readings[text].split() if text in self.readings else [w for w in words if not is_latin(w)]
        latin = [romaji(word) for word in read]
        for start, word in enumerate(read):
            # From every word to the end too, so that a search finds words, not any syllables.
            for kana in {word, "".join(read[start:])}:
                self._read[kana] += places
            for letters in {latin[start], "".join(latin[start:])}:
                self._romaji[letters] += places
        for whole in ("".join(words), "".join(read), "".join(latin)):
            self._names[whole] |= named

    def _is_name(self, place: Place) -> bool:
        return self.documents[place.document].fields[place.field].weight == NAME

    def find(self, query: str) -> list[Hit]:
        """Records that match, the best first. What stands after the longest query is not read."""
        words = self._words(query[:LONGEST_SEARCH])
        if not words:
            return []
        found = [self._matches(word) for word in words]
        scores = self._scores(found)
        complete = {number for number in scores if all(number in matches for matches in found)}
        whole = "".join(words_of(query[:LONGEST_SEARCH]))
        named = self._names.get(whole, set()) | self._names.get(short_vowels(whole), set())
        for number in named:
            scores[number] = 1 + WHOLE_NAME
        least = LEAST_SHARE * max(scores.values(), default=0)
        kept = complete | named or {number for number, score in scores.items() if score >= least}
        ordered = sorted(kept, key=lambda number: self._rank(number, scores[number]))
        return [self._hit(number, [m[number] for m in found if number in m]) for number in ordered]

    def _rank(self, number: int, score: float) -> tuple[int, int, int, int]:
        document = self.documents[number]
        return -round(score * STEPS), KIND_ORDER[document.kind], len(document.name_ja), number

    def _scores(self, found: list[dict[int, Match]]) -> dict[int, float]:
        """Document -> the scores of its words, each by how few documents have it, and of its beginning."""
        weights = [math.log(1 + len(self.documents) / max(1, len(matches))) for matches in found]
        scores: defaultdict[int, float] = defaultdict(float)
        for matches, weight in zip(found, weights, strict=True):
            for number, match in matches.items():
                scores[number] += match.score * weight / sum(weights)
        for number, match in found[0].items():
            if self._begins_name(match):
                scores[number] += BEGINS_NAME
        return scores

    def _begins_name(self, match: Match) -> bool:
        if match.meaning.sureness < FORM or not self._is_name(match.place):
            return False
        text = self._text(match)
        return folded(text).startswith(match.meaning.word)

    # What a query says

    def _words(self, query: str) -> list[str]:
        """The words of a query; a Japanese run that stands nowhere is cut into parts that do."""
        words: list[str] = []
        for word in asked_words(query):
            whole = folded(word)
            if is_latin(whole) or self._stands(whole):
                words.append(whole)
                continue
            for part in map(folded, PARTICLES.split(word)):
                words += [part] if self._stands(part) or self._runs_alike(part) else self._cut(part)
        return list(dict.fromkeys(words))

    @cached_property
    def _every_run(self) -> str:
        return "\n".join((*self._runs, *self._read))

    @cached_property
    def _longest_run(self) -> int:
        return max(map(len, (*self._runs, *self._read)), default=0)

    def _stands(self, run: str) -> bool:
        return run in self._every_run

    def _cut(self, run: str) -> list[str]:
        """The longest parts of a run, from its beginning, that stand somewhere; two characters at least."""
        parts: list[str] = []
        start = 0
        while start < len(run) - 1:
            end = min(len(run), start + self._longest_run)
            while end > start + 1 and not self._stands(run[start:end]):
                end -= 1
            if end > start + 1:
                parts.append(run[start:end])
                start = end
            else:
                start += 1
        return parts

    # Where its words stand

    def _matches(self, word: str) -> dict[int, Match]:
        """Document -> its best match of one word."""
        best: dict[int, Match] = {}
        for meaning in self._latin_meanings(word) if is_latin(word) else self._run_meanings(word):
            for place in meaning.places:
                score = self.documents[place.document].fields[place.field].weight * meaning.sureness
                if place.document not in best or score > best[place.document].score:
                    best[place.document] = Match(place, meaning, score)
        return best

    def _latin_meanings(self, word: str) -> list[Meaning]:
        found = [Meaning(w, s, self._latin[w]) for w, s in _forms(word, self._sorted_latin)]
        for there, sureness in _forms(short_vowels(word), self._sorted_romaji):
            if sureness == EXACT or not found:
                found.append(Meaning(there, min(sureness, FORM), self._romaji[there], read=True))
        if found or len(word) < SHORTEST_ALIKE:
            return found
        return [
            *(Meaning(w, ALIKE * s, self._latin[w]) for w, s in _alike(word, self._sorted_latin)),
            *(Meaning(w, ALIKE * s, self._romaji[w], True) for w, s in _alike(word, self._sorted_romaji)),
        ]

    def _run_meanings(self, word: str) -> list[Meaning]:
        kana = all("ぁ" <= c <= "ー" for c in word)
        found = []
        for run, places in self._runs.items():
            if word in run:
                sureness = PART if len(word) == 1 else FORM if not kana or run.startswith(word) else INSIDE
                found.append(Meaning(word, EXACT if run == word else sureness, places))
        if kana:
            for run, places in self._read.items():
                if run.startswith(word):
                    found.append(Meaning(word, EXACT if run == word else BEGINNING, places, read=True))
        return found or [
            Meaning(
                run, ALIKE * likeness, [*self._runs.get(run, ()), *self._read.get(run, ())], run in self._read
            )
            for run, likeness in self._runs_alike(word)
        ]

    def _runs_alike(self, word: str) -> list[tuple[str, float]]:
        """Runs that hold something like a word, with the likeness from 0 to 1; longer ones may."""
        from rapidfuzz import fuzz, process

        if len(word) < SHORTEST_ALIKE:
            return []
        long_enough = [run for run in (*self._runs, *self._read) if len(run) >= len(word) - 1]
        found = process.extract(
            word, long_enough, scorer=fuzz.partial_ratio, score_cutoff=LEAST_ALIKE_RUN, limit=MOST_ALIKE
        )
        return [(run, score / 100) for run, score, _ in found]

    # What is shown of a record

    def _text(self, match: Match) -> str:
        """The text in which a match stands: a field, or its reading."""
        text: str = self.documents[match.place.document].fields[match.place.field].text
        if not match.meaning.read or is_latin(match.meaning.word):
            return text
        return str(self.readings.get(text, text)).replace(" ", "")

    def _hit(self, number: int, matches: list[Match]) -> Hit:
        document = self.documents[number]
        words: defaultdict[str, set[str]] = defaultdict(set)
        for match in sorted(matches, key=lambda match: -match.score):
            words[self._text(match)].add(match.meaning.word)
        texts = tuple((text, frozenset(there)) for text, there in words.items())
        return Hit(document.kind, document.id, document.name_en, document.name_ja, texts)


def _forms(word: str, words: list[str]) -> Iterator[tuple[str, float]]:
    """Words in a sorted list that are a word, a form of it, or begin with it, and how sure that is."""
    root = stem(word)
    start = root if len(root) >= 3 else word
    for there in words[bisect_left(words, start) :]:
        if not there.startswith(start):
            return
        if there == word:
            yield there, EXACT
        elif stem(there) == root:
            yield there, FORM
        elif there.startswith(word):
            yield there, BEGINNING


def _alike(word: str, words: Iterable[str]) -> list[tuple[str, float]]:
    """Words that a misspelt one may mean, with their likeness from 0 to 1."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(
        word, words, scorer=OSA.normalized_similarity, score_cutoff=LEAST_ALIKE_WORD, limit=MOST_ALIKE
    )
    bare = consonants(word)
    return [
        (there, min(1.0, likeness + SAME_CONSONANTS * (consonants(there) == bare)))
        for there, likeness, _ in found
    ]


def marked(text: str, words: Iterable[str]) -> Text:
    """A text cut where words stand in it."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks(text, set(words)):
        parts += [(text[at:start], False)] if start > at else []
        parts.append((text[start:end], True))
        at = end
    return Text((*parts, *([(text[at:], False)] if at < len(text) else [])))


@cache
def search_index(atlas: Atlas) -> SearchIndex:
    """The index over an atlas, built when first asked for.

    Raises
    ------
    DataError
        If the tables of readings or other names are refused.
    """
    return SearchIndex(atlas)
