"""What a sheet rests on: its sources numbered in the order in which they are named, and what it is itself."""

from datetime import date

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Evidence
from cluster_map.exports import origin
from cluster_map.sheets.model import (
    Facts,
    Section,
    Table,
    Words,
    coded,
    joined,
    plain,
    said,
    section,
    web_parts,
)

BACKED = frozenset(str(word) for word in Evidence)
"""How far an outside source backs something; what is our own choice has none of these."""


class Sources:
    """Gives each source a number when it is first named."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._numbers: dict[tuple[Words, str | None], int] = {}

    def mark(self, *records: Record) -> Words:
        """The numbers of the records' sources, as they stand behind a text."""
        numbers = dict.fromkeys(self._number(record) for record in records)
        return plain(" ".join(f"[{number}]" for number in numbers))

    def _number(self, record: Record) -> int:
        words = Words.of(lambda language: origin.source_words(self._atlas, record, language))
        evidence = record["evidence"] if record["evidence"] in BACKED else None
        return self._numbered(words, evidence)

    def _numbered(self, words: Words, evidence: str | None) -> int:
        return self._numbers.setdefault((words, evidence), len(self._numbers) + 1)

    def for_addresses(self, words: Words) -> Words:
        """A text with the numbers of sources in place of its web addresses."""

        def numbered(text: str) -> str:
            return "".join(
                f"[{self._numbered(plain(part), None)}]" if is_address else part
                for part, is_address in web_parts(text)
            )

        return Words(numbered(words.en), numbered(words.ja))

    def after(self, words: Words | None, *records: Record) -> Words:
        """A text with the numbers of its sources behind it."""
        return joined(words, self.mark(*records))

    def section(self) -> Section | None:
        """Every source so far, with how far it backs what was said."""
        rows = tuple(
            (plain(f"[{number}]"), words, coded("evidence", evidence) if evidence else None)
            for (words, evidence), number in self._numbers.items()
        )
        head = (said("sheet_number"), said("sheet_source"), said("evidence"))
        return section(said("sheet_sources"), Table(head, rows, (8, 74, 18)))


def about(atlas: Atlas, title: Words, made_on: date, address: str) -> Section | None:
    """What the sheet is: data version, day, link, credit and how to cite it."""
    rows = [
        (said("about_version"), plain(atlas.store.data_version)),
        (said("sheet_made_on"), plain(made_on.isoformat())),
        (said("sheet_link"), plain(address)),
        (
            said("about_citation"),
            Words.of(lambda language: origin.citation(atlas, title.in_language(language), language)),
        ),
        (said("about_credit"), Words.of(lambda language: origin.credit(atlas, language))),
    ]
    return section(said("sheet_about"), Facts(tuple(rows), said("not_answered")))


def source_line(atlas: Atlas, made_on: date) -> Words:
    """One line for the foot of every page."""
    return said("sheet_foot", version=atlas.store.data_version, day=made_on.isoformat())
