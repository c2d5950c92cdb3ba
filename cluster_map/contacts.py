"""Whom to talk to about a public project: around one prefecture, in one sector. Pure.

Nothing of another sector fills a list: where a prefecture has none, the nearest that have are named apart.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cluster_map.atlas import Atlas, Record
from cluster_map.coverage import buyers
from cluster_map.domain import MemberRole, OrganisationKind
from cluster_map.geography import distance_km
from cluster_map.ppp import ppp_places
from cluster_map.questions import MapLayer

NEAREST_PREFECTURES = 3
"""Other prefectures with clusters of the sector that are named."""

BODIES = 8
"""Members of the clusters that are named."""

LEADING = frozenset({MemberRole.ANCHOR, MemberRole.LEAD_FIRM, MemberRole.SECRETARIAT, MemberRole.COORDINATOR})


@dataclass(frozen=True, slots=True)
class Contacts:
    """``nearby`` are clusters of the sector in the nearest other prefectures, nearest first.

    ``platforms`` are facts that name a platform for public-private projects here.
    """

    prefecture: Record
    clusters: tuple[Record, ...]
    nearby: tuple[Record, ...]
    bodies: tuple[Record, ...]
    office: Record | None
    home_offices: tuple[Record, ...]
    buyers: tuple[Record, ...]
    tie_ups: tuple[Record, ...]
    help: tuple[Record, ...]
    platforms: tuple[Record, ...]


def contacts(
    atlas: Atlas,
    prefecture: str,
    sectors: Sequence[str] = (),
    country: str | None = None,
    evidence: Collection[str] = (),
) -> Contacts:
    """Everybody on file around a prefecture. Without sectors all sectors are meant.

    Parameters
    ----------
    country
        The firm's home, whose JETRO offices and tie-ups with the prefecture are meant.
    evidence
        How those who are named have to be backed; in any way where it is empty.
    """

    def backed(records: Iterable[Record]) -> tuple[Record, ...]:
        return tuple(r for r in records if not evidence or r["evidence"] in evidence)

    clusters = backed(c for c in atlas.clusters.values() if _fits(c, sectors))
    here = tuple(c for c in clusters if prefecture in c["prefectures"])
    offices = backed(atlas.offices_of_prefecture.get(prefecture, ()))
    return Contacts(
        prefecture=atlas.prefectures[prefecture],
        clusters=here,
        nearby=_nearby(atlas, prefecture, clusters) if sectors else (),
        bodies=backed(_bodies(atlas, here))[:BODIES],
        office=offices[0] if offices else None,
        home_offices=backed(
            office
            for office in atlas.store.records("offices")
            if country is not None and country != "JP" and office["country"] == country
        ),
        buyers=backed(b for b in buyers(atlas.store).values() if b["prefecture"] == prefecture),
        tie_ups=backed(
            t
            for t in atlas.tie_ups_of_prefecture.get(prefecture, ())
            if country is None or atlas.regions[t["region"]]["country"] == country
        ),
        help=backed(r for r in atlas.store.records("relationship_services") if r["kind"] == "public_help"),
        platforms=backed(
            place.fact
            for place in ppp_places(atlas, MapLayer.PPP_PLATFORMS)
            if place.prefecture == prefecture
        ),
    )


def _fits(record: Record, sectors: Sequence[str]) -> bool:
    return not sectors or not set(sectors).isdisjoint(record["sectors"])


def _nearby(atlas: Atlas, prefecture: str, clusters: Sequence[Record]) -> tuple[Record, ...]:
    """Those of the clusters that lie in the nearest other prefectures that have any."""
    home = atlas.prefectures[prefecture]
    nearest = sorted(
        (p for code, p in atlas.prefectures.items() if code != prefecture),
        key=lambda p: distance_km((home["lon"], home["lat"]), (p["lon"], p["lat"])),
    )
    found: dict[str, Record] = {}
    named = 0
    for other in nearest:
        there = [
            c
            for c in clusters
            if other["prefecture"] in c["prefectures"] and prefecture not in c["prefectures"]
        ]
        found |= {c["cluster_id"]: c for c in there}
        named += bool(there)
        if named == NEAREST_PREFECTURES:
            break
    return tuple(found.values())


def _bodies(atlas: Atlas, clusters: Sequence[Record]) -> list[Record]:
    """Support bodies and leading firms of the clusters: those who know the others. Support bodies first."""
    found: dict[str, Record] = {}
    for cluster in clusters:
        for membership in atlas.memberships_of_cluster.get(cluster["cluster_id"], ()):
            body = atlas.organisations[membership["organisation_id"]]
            if body["kind"] == OrganisationKind.SUPPORT_ORGANISATION or membership["role"] in LEADING:
                found[body["organisation_id"]] = body
    return sorted(found.values(), key=lambda body: body["kind"] != OrganisationKind.SUPPORT_ORGANISATION)
