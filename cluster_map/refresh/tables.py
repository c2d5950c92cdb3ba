"""The tables of ``tables.toml`` as types: which can be fetched, and what each has to hold."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cluster_map.errors import RefreshError

FILE = Path(__file__).with_name("tables.toml")
PAGE = "https://www.e-stat.go.jp/dbview?sid="


@dataclass(frozen=True, slots=True)
class Item:
    """A class of the axis of measures.

    ``target`` is a measure of industries, or an indicator; ``name`` a word of the class's name.
    """

    target: str
    name: str
    rounding: float = 1.0


@dataclass(frozen=True, slots=True)
class Publication:
    """Where figures come from, as ``publications.csv`` says it."""

    publication: str
    title_en: str
    title_ja: str
    source: str


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table that can be fetched; ``items`` by the code of their class.

    With a ``classification`` it holds one ``year`` of its industries; ``total`` is code and name of a
    class that sums them up and is no industry. Without, it holds indicators, years in an axis.
    """

    table: str
    items: Mapping[str, Item]
    title_en: str
    title_ja: str
    classification: str | None = None
    year: int | None = None
    total: tuple[str, str] | None = None
    publication: str | None = None

    def publication_of(self, code: str) -> Publication:
        """The publication of the figures of one item."""
        own = self.publication or f"e-stat-{self.table}-{code.lower()}"
        en, ja = self.title_en, self.title_ja
        if self.publication is None:
            en, ja = f"{en}, item {code}", f"{ja} {code}"
        return Publication(own, en, ja, PAGE + self.table)


@cache
def known_tables() -> Mapping[str, KnownTable]:
    """Every table of the file by its id."""
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = {}
    for table, told in document["tables"].items():
        titles = {"title_en": told["title_en"], "title_ja": told["title_ja"]}
        if "items" in told:
            items = {
                code: Item(item["indicator"], item["name"], item.get("rounding", 1.0))
                for code, item in told["items"].items()
            }
            found[table] = KnownTable(table, items, **titles)
        else:
            shape = document["shapes"][told["shape"]]
            items = {code: Item(item["measure"], item["name"]) for code, item in shape["measures"].items()}
            found[table] = KnownTable(
                table,
                items,
                **titles,
                classification=shape["classification"],
                year=told["year"],
                total=(shape["total"]["code"], shape["total"]["name"]) if "total" in shape else None,
                publication=told["publication"],
            )
    return found


def known_table(table: str) -> KnownTable:
    """Raises ``RefreshError`` for a table that cannot be fetched, and says why or which can."""
    tables = known_tables()
    if table in tables:
        return tables[table]
    unfit: Mapping[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))["unfit"]
    if table in unfit:
        raise RefreshError(f"{table} cannot be used: {unfit[table]}.")
    lines = "\n".join(f"  {known.table}  {known.title_en}" for known in tables.values())
    raise RefreshError(f"Nobody knows how to read table '{table[:40]}'. Tables that can be fetched:\n{lines}")
