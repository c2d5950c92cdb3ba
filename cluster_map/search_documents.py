"""What a search looks into: each record as fields of text, the telling ones first. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, MeasureId
from cluster_map.errors import DataError
from cluster_map.readings import without_suffix
from cluster_map.text import say_code


class Kind(StrEnum):
    """Collections of the API that are searched; on an equal match the earlier comes first."""

    PREFECTURES = "prefectures"
    PARTNER_REGIONS = "partner-regions"
    SECTORS = "sectors"
    CLUSTERS = "clusters"
    ORGANISATIONS = "organisations"
    EXHIBITIONS = "exhibitions"
    OFFICES = "offices"
    TIE_UPS = "tie-ups"
    MEASURES = "measures"
    SUPPORT_MEASURES = "support-measures"


NAME, PLACE, THEME, KEYWORD, RELATED, TEXT = 1.0, 0.98, 0.8, 0.75, 0.6, 0.4
"""How much a match tells of a record: its name, where it is, its first sector or its title, what it is known
for, what belongs to it, and running text."""


@dataclass(frozen=True, slots=True)
class Field:
    """A text of a record; ``weight`` is one of the constants above."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Document:
    """A record as it is searched: the fields of its name come first."""

    kind: Kind
    id: str
    name_en: str
    name_ja: str
    fields: tuple[Field, ...]


def documents(atlas: Atlas) -> list[Document]:
    """Every record that a search can find. A damaged table leaves its records out."""
    found: list[Document] = []
    aliases = _aliases(atlas)
    for kind, (table, key, fields) in _SOURCES.items():
        try:
            for record in atlas.store.records(table):
                other = (text for text in aliases[kind, record[key]])
                found.append(
                    Document(
                        kind,
                        record[key],
                        record[_title(record, "en")],
                        record[_title(record, "ja")],
                        tuple(
                            Field(text, weight)
                            for weight, texts in [(NAME, other), *fields(atlas, record)]
                            for text in texts
                            if text
                        ),
                    )
                )
        except DataError:
            continue  # pages and API say which table is refused; the others stay searchable
    return found + [_measure(measure) for measure in MeasureId]


def _measure(measure: MeasureId) -> Document:
    names = [say_code("measure", measure, language) for language in Language]
    fields = (Field(name, NAME) for name in names)
    return Document(Kind.MEASURES, measure, names[0], names[1], tuple(fields))


def _title(record: Record, language: str) -> str:
    return f"name_{language}" if "name_en" in record else f"title_{language}"


def _aliases(atlas: Atlas) -> Mapping[tuple[str, str], list[str]]:
    names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for alias in atlas.store.records("aliases"):
        names[alias["kind"], alias["id"]] += [alias["name_en"], alias["name_ja"]]
    return names


Weighted = Iterator[tuple[float, Iterable[str | None]]]


def _both(record: Record, *names: str) -> list[str | None]:
    """The texts of fields in both languages, those of lists one by one."""
    texts: list[str | None] = []
    for name in names:
        for language in ("en", "ja"):
            value = record[f"{name}_{language}"]
            texts += value if isinstance(value, tuple) else [value]
    return texts


def _prefecture(atlas: Atlas, code: str | None) -> list[str | None]:
    if code is None:
        return []
    prefecture = atlas.prefectures[code]
    return [*_both(prefecture, "name"), without_suffix(prefecture["name_ja"])]


def _prefectures(atlas: Atlas, codes: Iterable[str]) -> list[str | None]:
    return [text for code in codes for text in _prefecture(atlas, code)]


def _sectors(atlas: Atlas, codes: Iterable[str]) -> list[str | None]:
    return [text for code in codes for text in _both(atlas.sectors[code], "name")]


def _country(atlas: Atlas, code: str) -> list[str | None]:
    other = [
        alias[name]
        for alias in atlas.store.records("aliases")
        if (alias["kind"], alias["id"]) == ("countries", code)
        for name in ("name_en", "name_ja")
    ]
    return [*_both(atlas.countries[code], "name"), *other]


def _of_prefecture(atlas: Atlas, record: Record) -> Weighted:
    yield NAME, [*_prefecture(atlas, record["prefecture"])]
    yield RELATED, _both(record, "capital")
    yield RELATED, _both(atlas.store.by_key("japan_regions")[record["japan_region"]], "name")


def _of_region(atlas: Atlas, record: Record) -> Weighted:
    yield NAME, [*_both(record, "name"), record["name_local"]]
    yield PLACE, _country(atlas, record["country"])
    yield RELATED, _both(record, "bodies")


def _of_sector(atlas: Atlas, record: Record) -> Weighted:
    yield NAME, _both(record, "name", "short")
    concordance = atlas.store.records("sector_concordance")
    primary = {
        (row["classification"], row["industry"])
        for row in concordance
        if row["sector"] == record["sector"] and row["role"] == "primary"
    }
    for industry in atlas.store.records("industries"):
        if (industry["classification"], industry["industry"]) in primary:
            yield TEXT, _both(industry, "name")


def _of_cluster(atlas: Atlas, record: Record) -> Weighted:
    yield NAME, _both(record, "name")
    yield PLACE, [*_prefectures(atlas, record["prefectures"]), *_both(record, "core_city")]
    yield THEME, _sectors(atlas, record["sectors"][:1])
    yield KEYWORD, _both(record, "keywords")
    yield RELATED, _sectors(atlas, record["sectors"][1:])
    yield TEXT, _both(record, "summary", "lead_organisation")


def _of_organisation(atlas: Atlas, record: Record) -> Weighted:
    yield NAME, _both(record, "name")
    yield RELATED, [*_prefecture(atlas, record["prefecture"]), *_both(record, "city")]
    for membership in atlas.memberships_of_organisation.get(record["organisation_id"], ()):
        cluster = atlas.clusters[membership["cluster_id"]]
        yield TEXT, [*_both(cluster, "keywords", "name"), *_sectors(atlas, cluster["sectors"][:1])]


def _of_fair(atlas: Atlas, record: Record) -> Weighted:
    yield NAME, _both(record, "name")
    yield PLACE, [*_prefecture(atlas, record["prefecture"]), *_both(record, "city", "venue")]
    yield RELATED, _sectors(atlas, record["sectors"])


def _of_office(atlas: Atlas, record: Record) -> Weighted:
    yield NAME, _both(record, "name")
    yield PLACE, [*_country(atlas, record["country"]), *_prefecture(atlas, record["prefecture"])]
    yield PLACE, _both(record, "city")


def _of_tie_up(atlas: Atlas, record: Record) -> Weighted:
    region = atlas.regions[record["region"]]
    yield THEME, _both(record, "title")
    yield PLACE, [*_prefectures(atlas, record["prefectures"]), *_both(record, "place")]
    yield PLACE, [*_both(region, "name"), region["name_local"], *_country(atlas, region["country"])]
    yield KEYWORD, _both(record, "theme")
    yield RELATED, [*_sectors(atlas, record["sectors"]), *_both(record, "bodies", "partner_bodies")]
    yield TEXT, _both(record, "outcome")


def _of_support_measure(_: Atlas, record: Record) -> Weighted:
    yield NAME, _both(record, "name")
    yield RELATED, _both(record, "operator")
    yield TEXT, _both(record, "offer", "audience")


_SOURCES: Mapping[Kind, tuple[str, str, Callable[[Atlas, Record], Weighted]]] = {
    Kind.PREFECTURES: ("prefectures", "prefecture", _of_prefecture),
    Kind.PARTNER_REGIONS: ("partner_regions", "region", _of_region),
    Kind.SECTORS: ("sectors", "sector", _of_sector),
    Kind.CLUSTERS: ("clusters", "cluster_id", _of_cluster),
    Kind.ORGANISATIONS: ("organisations", "organisation_id", _of_organisation),
    Kind.EXHIBITIONS: ("exhibitions", "exhibition_id", _of_fair),
    Kind.OFFICES: ("offices", "office_id", _of_office),
    Kind.TIE_UPS: ("tie_ups", "tie_up_id", _of_tie_up),
    Kind.SUPPORT_MEASURES: ("support_measures", "support_measure_id", _of_support_measure),
}
"""Kind -> table, key, and the fields of a record."""
