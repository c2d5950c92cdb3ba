"""Which Japanese texts have a reading: names, places and keywords that hold kanji. Pure."""

import re
from collections.abc import Iterator

from cluster_map.store import Store

KANJI = re.compile("[\u4e00-\u9fff々]")

READ_COLUMNS = {
    "prefectures": ("name_ja", "capital_ja"),
    "japan_regions": ("name_ja",),
    "sectors": ("name_ja",),
    "clusters": ("name_ja", "core_city_ja", "keywords_ja"),
    "organisations": ("name_ja", "city_ja"),
    "partner_regions": ("name_ja",),
    "offices": ("name_ja", "city_ja"),
    "exhibitions": ("name_ja", "city_ja"),
    "tie_ups": ("place_ja", "theme_ja"),
    "support_measures": ("name_ja",),
    "aliases": ("name_ja",),
}
"""Table -> columns that are searched by their reading too."""


def without_suffix(name: str) -> str:
    """A prefecture's name as it is said: 兵庫県 is 兵庫, 北海道 stays."""
    return name if name == "北海道" else name.rstrip("都府県")


def read_texts(store: Store) -> set[str]:
    """Every text of the tables that needs a reading."""
    return {text for text in _texts(store) if KANJI.search(text)}


def _texts(store: Store) -> Iterator[str]:
    for table, columns in READ_COLUMNS.items():
        for record in store.records(table):
            for column in columns:
                value = record[column]
                yield from value if isinstance(value, tuple) else (value or "",)
    for prefecture in store.records("prefectures"):
        yield without_suffix(prefecture["name_ja"])
