"""The collections of the API: which table, which filters, which geometry, what is joined to a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cluster_map import selection
from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Evidence, SectorId
from cluster_map.url_state import ViewState


class Shape(StrEnum):
    """What a record is on a map."""

    POINT = "point"
    AREA = "area"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Joined:
    """A field that a record has beyond the columns of its table."""

    schema: Mapping[str, Any]
    read: Callable[[Atlas, Record], Any]


@dataclass(frozen=True, slots=True)
class Collection:
    """One path of the API.

    ``table``, ``key`` and ``layer`` are names of the store; the key is called ``id`` in answers.
    ``filters`` are names of link parameters, ``memberships`` finds what a single record lists of
    the bodies it belongs to, or that belong to it.
    """

    name: str
    table: str
    key: str
    title: str
    one: str
    filters: tuple[str, ...]
    select: Callable[[Atlas, ViewState], list[Record]]
    shape: Shape | None = None
    layer: str | None = None
    joined: Mapping[str, Joined] = field(default_factory=dict)
    memberships: Callable[[Atlas], Mapping[str, tuple[Record, ...]]] | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        return ("json", "csv", "geojson") if self.shape else ("json", "csv")

    def records(self, atlas: Atlas) -> Mapping[str, Record]:
        """The rows of the table by id."""
        return atlas.store.by_key(self.table)

    def record(self, atlas: Atlas, row: Record) -> dict[str, Any]:
        """A row as the API shows it: the key as ``id``, the columns of the table, what is joined."""
        return (
            {"id": row[self.key]}
            | {name: value for name, value in row.items() if name != self.key}
            | {name: joined.read(atlas, row) for name, joined in self.joined.items()}
        )

    def single_record(self, atlas: Atlas, row: Record) -> dict[str, Any]:
        """A row as it is shown alone: with its memberships, if it has any kind of them."""
        record = self.record(atlas, row)
        if self.memberships is not None:
            record["memberships"] = [
                {name: value for name, value in membership.items() if name != self.key}
                for membership in self.memberships(atlas).get(row[self.key], ())
            ]
        return record

    def columns(self, atlas: Atlas) -> list[str]:
        """Names of the fields of a record, in order."""
        of_table = (f.name for f in atlas.store.fields(self.table) if f.name != self.key)
        return ["id", *of_table, *self.joined]


def _source_of_sector(_: Atlas, row: Record) -> str:
    """Section of the founding document that names the sector: its list, or its projects for two."""
    later = {SectorId.MACHINERY, SectorId.MATERIALS_CHEMICALS}
    return "seed:004 6.2" if row["sector"] in later else "seed:004 1.4"


def _clusters_of_organisation(atlas: Atlas, row: Record) -> tuple[str, ...]:
    return tuple(m["cluster_id"] for m in atlas.memberships_of_organisation.get(row["organisation_id"], ()))


def _country_of_tie_up(atlas: Atlas, row: Record) -> str | None:
    country: str | None = atlas.regions[row["region"]]["country"]
    return country


COLLECTIONS = (
    Collection(
        name="prefectures",
        table="prefectures",
        key="prefecture",
        title="Prefectures of Japan",
        one="prefecture",
        filters=("sector", "prefecture", "japan_region", "evidence", "q"),
        select=selection.select_prefectures,
        shape=Shape.AREA,
        layer="prefectures",
    ),
    Collection(
        name="sectors",
        table="sectors",
        key="sector",
        title="Sectors",
        one="sector",
        filters=("sector", "q"),
        select=selection.select_sectors,
        joined={
            "source": Joined(
                {"type": "string", "description": "Section of the founding document that names the sector."},
                _source_of_sector,
            ),
            "evidence": Joined(
                {"type": "string", "enum": list(Evidence), "description": "How far the record is backed."},
                lambda _atlas, _row: Evidence.SEED,
            ),
        },
    ),
    Collection(
        name="clusters",
        table="clusters",
        key="cluster_id",
        title="Industrial clusters",
        one="cluster",
        filters=("sector", "prefecture", "japan_region", "kind", "evidence", "q"),
        select=selection.select_clusters,
        shape=Shape.POINT,
        memberships=lambda atlas: atlas.memberships_of_cluster,
    ),
    Collection(
        name="organisations",
        table="organisations",
        key="organisation_id",
        title="Organisations: companies, universities, research institutes, support bodies",
        one="organisation",
        filters=("sector", "prefecture", "japan_region", "kind", "cluster", "evidence", "q"),
        select=selection.select_organisations,
        shape=Shape.POINT,
        joined={
            "clusters": Joined(
                {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": "Ids of the clusters to which the organisation belongs.",
                },
                _clusters_of_organisation,
            ),
        },
        memberships=lambda atlas: atlas.memberships_of_organisation,
    ),
    Collection(
        name="tie-ups",
        table="tie_ups",
        key="tie_up_id",
        title="Tie-ups of Japanese places with partner regions",
        one="tie-up",
        filters=(
            "sector",
            "prefecture",
            "japan_region",
            "region",
            "country",
            "programme",
            "cooperation",
            "from",
            "to",
            "evidence",
            "q",
        ),
        select=selection.select_tie_ups,
        shape=Shape.LINE,
        joined={
            "country": Joined(
                {
                    "type": ["string", "null"],
                    "description": "Country of the partner region, ISO 3166-1 alpha-2.",
                },
                _country_of_tie_up,
            ),
        },
    ),
    Collection(
        name="partner-regions",
        table="partner_regions",
        key="region",
        title="Partner regions abroad",
        one="partner region",
        filters=("sector", "region", "country", "evidence", "q"),
        select=selection.select_partner_regions,
        shape=Shape.AREA,
        layer="partner_regions",
    ),
    Collection(
        name="offices",
        table="offices",
        key="office_id",
        title="JETRO offices in Japan and abroad",
        one="office",
        filters=("prefecture", "japan_region", "country", "evidence", "q"),
        select=selection.select_offices,
        shape=Shape.POINT,
    ),
    Collection(
        name="exhibitions",
        table="exhibitions",
        key="exhibition_id",
        title="Exhibitions and trade fairs in Japan",
        one="exhibition",
        filters=("sector", "prefecture", "japan_region", "month", "evidence", "q"),
        select=selection.select_exhibitions,
        shape=Shape.POINT,
    ),
    Collection(
        name="support-measures",
        table="support_measures",
        key="support_measure_id",
        title="Support measures: programmes, tools, subsidies and services",
        one="support measure",
        filters=("evidence", "q"),
        select=selection.select_support_measures,
    ),
)
