"""Whose figures an export holds: data version, licences, credit, and how to cite it, in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.text import say

WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms of the data package: short name, title, and where they can be read."""

    name: str
    title: str
    title_ja: str
    path: str

    def title_in(self, language: Language) -> str:
        return self.title_ja if language is Language.JAPANESE else self.title


@dataclass(frozen=True, slots=True)
class Source:
    """One source of exported records, with how far it backs them and how many it backs."""

    title: str
    source: str
    evidence: str
    records: int


def licences(atlas: Atlas) -> tuple[Licence, ...]:
    """The licences of the data package."""
    return _licences(atlas.store.package)


def licences_of(atlas: Atlas, table: str) -> tuple[Licence, ...]:
    """The licences that a table names for itself; empty where it was compiled from cited pages."""
    return _licences(atlas.store.resource(table))


def _licences(described: Mapping[str, Any]) -> tuple[Licence, ...]:
    return tuple(
        Licence(x["name"], x["title"], x["title_ja"], x["path"]) for x in described.get("licenses", ())
    )


def credit(atlas: Atlas, language: Language) -> str:
    """The credit that the licence of the statistics asks for."""
    package = atlas.store.package
    return str(package["credit_ja" if language is Language.JAPANESE else "credit"])


def boundaries(atlas: Atlas, language: Language) -> str:
    """Whose boundaries the maps show."""
    package = atlas.store.package
    return str(package["boundaries_ja" if language is Language.JAPANESE else "boundaries"])


def citation(atlas: Atlas, title: str, language: Language, address: str = "") -> str:
    """How to cite a record, a list or a map: title, site, data version, link; processed, as it is said."""
    text = say("citation", language, title=title, version=atlas.store.data_version)
    return f"{text} {address}".strip()


def title_of_source(record: Record, language: Language) -> str | None:
    """What a source is called; an official publication is a record of its own and has a title itself."""
    title = record.get("source_title") or (
        record.get(f"title_{language}") if "publication" in record else None
    )
    return str(title) if title else None


def source_words(atlas: Atlas, record: Record, language: Language) -> str:
    """The source of a record in words: title and address, or the founding document and the place in it."""
    source = record["source"]
    if not source:
        return say("no_source", language)
    if source.startswith(WEB):
        title = title_of_source(record, language)
        return f"{title}, {source}" if title else str(source)
    document_id, _, place = source.partition(" ")
    document = atlas.documents.get(document_id)
    if document is None:
        return str(source)
    title = document[f"title_{language}"]
    return f"{title}, {place}" if place else str(title)


def sources_of(atlas: Atlas, records: Iterable[Record], language: Language) -> list[Source]:
    """Every source once, in the order in which the records name them; unchecked records have none."""
    counts: dict[tuple[str, str, str], int] = {}
    for record in records:
        key = (source_words(atlas, record, language), record["source"] or "", record["evidence"])
        counts[key] = counts.get(key, 0) + 1
    return [Source(*key, records=count) for key, count in counts.items()]
