"""Where a record stands in the data package: its table, and its key as one text. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cluster_map.atlas import Atlas, Record
from cluster_map.store import Store

JOINT = ","
"""Joins the parts of a key of several columns."""


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A table and the key of one of its records, by which links name it."""

    table: str
    key: str


@cache
def _tables_by_columns(store: Store) -> Mapping[tuple[str, ...], str]:
    """No two tables have the same columns, so that these tell from which table a record is."""
    return {tuple(field.name for field in store.fields(name)): name for name in store.table_names()}


def key_of(atlas: Atlas, record: Record) -> RecordKey | None:
    """Table and key of a record; ``None`` for what is no row of a table."""
    table = _tables_by_columns(atlas.store).get(tuple(record))
    return RecordKey(table, _key_in(atlas, table, record)) if table else None


def _key_in(atlas: Atlas, table: str, record: Record) -> str:
    columns = atlas.store.resource(table)["schema"]["primaryKey"]
    return JOINT.join(str(record[column]) for column in columns)


@cache
def _records_by_key(atlas: Atlas, table: str) -> Mapping[str, Record]:
    return {_key_in(atlas, table, record): record for record in atlas.store.records(table)}


def record_at(atlas: Atlas, table: str, key: str) -> Record | None:
    """The record with a key; ``None`` where there is none, and for tables of figures, which have no records.

    Raises
    ------
    DataError
        If the table is damaged.
    """
    if atlas.store.resource(table)["format"] != "csv":
        return None
    return _records_by_key(atlas, table).get(key)
