"""What is in the data and what is missing: counts by table, place, sector, evidence and age. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Evidence, Precision, SectorId
from cluster_map.errors import DataError

MAIN_TABLES = (
    "clusters",
    "organisations",
    "memberships",
    "tie_ups",
    "partner_regions",
    "offices",
    "exhibitions",
    "support_measures",
)
"""Tables of records that readers look up, in the order in which they are listed."""

OWN_CHOICE = "design"
"""Evidence of a rule that is our own judgement."""

EVIDENCE = (*Evidence, OWN_CHOICE)
"""How far records are backed, strongest first, and the own choices last."""


class Lack(StrEnum):
    """What is missing in the data, in the order in which it is listed."""

    NO_TIE_UP = "no-tie-up"
    """Prefectures without a tie-up."""
    CITY_LEVEL = "city-level"
    """Organisations whose point is no more than their city."""
    NO_WEBSITE = "no-website"
    """Organisations without an own site on file."""
    UNDATED = "undated"
    """Tie-ups whose years nobody states."""
    NO_MONTH = "no-month"
    """Fairs without a usual month."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A table: how many rows it has, and how far they are backed; ``rows`` is None where it is refused."""

    table: str
    rows: int | None
    evidence: Counter[str]


def contents(atlas: Atlas, table: str) -> Contents:
    """Count one table of the package."""
    store = atlas.store
    try:
        if store.resource(table)["format"] != "csv":
            return Contents(table, len(store.table(table)), Counter())
        records = store.records(table)
    except DataError:
        return Contents(table, None, Counter())
    backed = any(field.name == "evidence" for field in store.fields(table))
    return Contents(table, len(records), Counter(r["evidence"] for r in records) if backed else Counter())


def other_tables(atlas: Atlas) -> tuple[str, ...]:
    """Tables beside the main ones, in the order of the package."""
    return tuple(name for name in atlas.store.table_names() if name not in MAIN_TABLES)


Counts = Mapping[str, int]
"""Table -> records."""


def by_prefecture(atlas: Atlas) -> dict[str, Counts]:
    """Records of each prefecture; one of two prefectures counts in both."""
    store = atlas.store
    found = {
        "clusters": _spread(atlas.clusters.values(), "prefectures"),
        "organisations": _spread(atlas.organisations.values(), "prefecture"),
        "tie_ups": _spread(atlas.tie_ups.values(), "prefectures"),
        "exhibitions": _spread(store.records("exhibitions"), "prefecture"),
        "offices": _spread(store.records("offices"), "prefecture"),
    }
    return _turned(found, atlas.prefectures)


def by_sector(atlas: Atlas) -> dict[str, Counts]:
    """Records of each sector; one of two sectors counts in both."""
    found = {
        "clusters": _spread(atlas.clusters.values(), "sectors"),
        "tie_ups": _spread(atlas.tie_ups.values(), "sectors"),
        "exhibitions": _spread(atlas.store.records("exhibitions"), "sectors"),
    }
    return _turned(found, SectorId)


def _spread(records: Iterable[Record], key: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for record in records:
        codes = record[key]
        counts.update(codes if isinstance(codes, tuple) else [codes] if codes else [])
    return counts


def _turned(found: Mapping[str, Counter[str]], codes: Iterable[str]) -> dict[str, Counts]:
    return {code: {table: counts[code] for table, counts in found.items()} for code in codes}


def days_read(atlas: Atlas) -> Counter[str]:
    """Day on which cited pages were read -> records that rest on them, the newest first."""
    days: Counter[str] = Counter()
    for table in atlas.store.table_names():
        if any(field.name == "checked_on" for field in atlas.store.fields(table)):
            days.update(r["checked_on"] for r in _records(atlas, table) if r["checked_on"])
    return Counter({day: days[day] for day in sorted(days, reverse=True)})


def years_of_figures(atlas: Atlas) -> dict[str, int]:
    """Classification of statistics -> its newest year."""
    return {c["classification"]: max(c["years"]) for c in _records(atlas, "classifications") if c["years"]}


def _records(atlas: Atlas, table: str) -> tuple[Record, ...]:
    try:
        return atlas.store.records(table)
    except DataError:
        return ()


@dataclass(frozen=True, slots=True)
class Missing:
    """What lacks: the records in which something lacks, of how many."""

    lack: Lack
    records: tuple[Record, ...]
    of: int


def missing(atlas: Atlas) -> list[Missing]:
    """Everything that lacks, with its records; one whose table is refused is left out."""
    found = []
    for lack, look in _LOOKS.items():
        try:
            records, is_lacking = look(atlas)
        except DataError:
            continue
        every = tuple(records)
        found.append(Missing(lack, tuple(record for record in every if is_lacking(record)), len(every)))
    return found


Look = tuple[Iterable[Record], Callable[[Record], bool]]

_LOOKS: Mapping[Lack, Callable[[Atlas], Look]] = {
    Lack.NO_TIE_UP: lambda atlas: (
        atlas.prefectures.values(),
        lambda prefecture: prefecture["prefecture"] not in atlas.tie_ups_of_prefecture,
    ),
    Lack.CITY_LEVEL: lambda atlas: (
        atlas.organisations.values(),
        lambda organisation: organisation["precision"] != Precision.SITE,
    ),
    Lack.NO_WEBSITE: lambda atlas: (
        atlas.organisations.values(),
        lambda organisation: not organisation["website"],
    ),
    Lack.UNDATED: lambda atlas: (atlas.tie_ups.values(), lambda tie_up: tie_up["from_year"] is None),
    Lack.NO_MONTH: lambda atlas: (atlas.store.records("exhibitions"), lambda fair: not fair["months"]),
}


def missing_figures(atlas: Atlas) -> Counter[str]:
    """Reason -> figures of the statistics that are not there for it."""
    return Counter(gap["reason"] for gap in _records(atlas, "statistics_gaps"))


def unchecked(atlas: Atlas) -> dict[str, tuple[Record, ...]]:
    """Main table -> its records that nobody has checked yet, where there are any."""
    found = {
        table: tuple(r for r in _records(atlas, table) if r["evidence"] == Evidence.RECALL)
        for table in MAIN_TABLES
    }
    return {table: records for table, records in found.items() if records}
