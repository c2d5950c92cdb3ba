"""What a profile says beyond its own record: figures, relations, fairs, offices. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language, OfficeKind, OrganisationKind
from cluster_map.geography import Point, distance_km
from cluster_map.selection import count_by_sector
from cluster_map.text import say, say_code

NEAR_CLUSTERS_KM = 60
"""Clusters nearer than this are neighbours, whatever they make."""

RELATED = 8
"""Related clusters that a profile names."""

OFFICES = 3
"""Offices abroad that are named for a firm's home."""

SERVING = (OfficeKind.DOMESTIC, OfficeKind.HEADQUARTERS)
"""Offices in Japan that answer for a place: in Tokyo and Osaka the headquarters do."""


def point_of(record: Record) -> Point:
    return record["lon"], record["lat"]


@dataclass(frozen=True, slots=True)
class Related:
    """A cluster and why it is named: the sectors it shares, and how far its core city is, in km."""

    cluster: Record
    sectors: tuple[str, ...]
    km: float

    @property
    def is_near(self) -> bool:
        return self.km <= NEAR_CLUSTERS_KM


def related_clusters(atlas: Atlas, cluster: Record) -> list[Related]:
    """Clusters of the same sectors or close by: the more sectors shared the earlier, then the nearer."""
    found = []
    for other in atlas.clusters.values():
        if other["cluster_id"] == cluster["cluster_id"]:
            continue
        shared = tuple(sector for sector in cluster["sectors"] if sector in other["sectors"])
        related = Related(other, shared, distance_km(point_of(cluster), point_of(other)))
        if related.is_near or cluster["sectors"][0] in shared:
            found.append(related)
    return sorted(found, key=lambda r: (-len(r.sectors), r.km))[:RELATED]


def tie_ups_of_cluster(atlas: Atlas, cluster: Record) -> list[Record]:
    """Tie-ups of the cluster's prefectures in one of its sectors, each once."""
    found = {
        tie_up["tie_up_id"]: tie_up
        for prefecture in cluster["prefectures"]
        for tie_up in atlas.tie_ups_of_prefecture.get(prefecture, ())
        if set(tie_up["sectors"]) & set(cluster["sectors"])
    }
    return list(found.values())


def fairs_of(atlas: Atlas, sectors: Iterable[str]) -> list[Record]:
    """Fairs of any of the sectors, each once."""
    asked = set(sectors)
    return [fair for fair in atlas.store.records("exhibitions") if asked & set(fair["sectors"])]


def by_month(fairs: Iterable[Record]) -> dict[int | None, list[Record]]:
    """Month -> fairs usually held in it, January first; ``None`` last, for those whose month nobody states.

    A fair of several months stands in each: what is usual does not say which.
    """
    months: dict[int | None, list[Record]] = {month: [] for month in (*range(1, 13), None)}
    for fair in fairs:
        for month in fair["months"] or (None,):
            months[month].append(fair)
    return {month: found for month, found in months.items() if found}


def dated(fairs: Iterable[Record]) -> list[Record]:
    """Those of which a source states the days of an edition, the earliest first."""
    found = [fair for fair in fairs if fair["start_date"]]
    return sorted(found, key=lambda fair: (fair["start_date"], fair["exhibition_id"]))


def days_of(fair: Record) -> str | None:
    """First and last day of the edition on file as ISO dates; ``None`` where there are none."""
    first, last = fair["start_date"], fair["end_date"]
    return f"{first} \u2013 {last}" if last and last != first else first


def is_over(fair: Record, today: str) -> bool:
    """Whether the edition on file has ended before an ISO date."""
    return bool((fair["end_date"] or fair["start_date"]) < today)


def main_sector(records: Sequence[Record]) -> tuple[str, int] | None:
    """The sector with most of the records and how many they are."""
    most = count_by_sector(records).most_common(1)
    return most[0] if most else None


def organisations_in(atlas: Atlas, prefecture: str) -> list[Record]:
    """Organisations whose point lies in a prefecture."""
    return [o for o in atlas.organisations.values() if o["prefecture"] == prefecture]


def count_by_kind(organisations: Iterable[Record]) -> Counter[str]:
    return Counter(organisation["kind"] for organisation in organisations)


def kinds_in_words(counts: Mapping[str, int], language: Language) -> str:
    """``companies 12, universities 3``: the kinds that are there, in their order."""
    separator = "、" if language is Language.JAPANESE else ", "
    return separator.join(
        say("profile_kind_count", language, kind=say_code("kinds", kind, language), count=counts[kind])
        for kind in OrganisationKind
        if counts.get(kind)
    )


def buyers_in(atlas: Atlas, prefecture: str) -> list[Record]:
    """Public bodies of a prefecture whose contracts the procurement agreements name."""
    return [b for b in atlas.store.records("gpa_entities") if b["prefecture"] == prefecture]


# Whom to call


class Reach(StrEnum):
    """How an office abroad was chosen."""

    SAME_COUNTRY = "same-country"
    NEAREST = "nearest"
    """The home country has none: the nearest abroad."""


@dataclass(frozen=True, slots=True)
class Called:
    """An office and how far it is, in km; ``None`` where the point to measure from is not known.

    ``from_middle`` says that nothing but a country is known: the distance counts from its middle.
    """

    office: Record
    km: float | None
    from_middle: bool = False


def how_far(called: Called, language: Language) -> str:
    """The distance of an office in words."""
    if called.km is None:
        return say("call_no_distance", language)
    km = f"{called.km:,.0f}"
    if called.from_middle:
        return say("call_km_from_middle", language, km=km)
    return say("call_km", language, km=km)


@dataclass(frozen=True, slots=True)
class Contacts:
    """The offices for a firm's home and a place in Japan.

    ``abroad`` is empty and ``reach`` missing where no home is given or nothing can be measured;
    ``in_japan`` is missing where Japan has no domestic office at all. ``own_prefecture`` says whether
    the office in Japan lies in the place's own prefecture.
    """

    abroad: tuple[Called, ...]
    reach: Reach | None
    in_japan: Called | None
    own_prefecture: bool


def contacts(
    atlas: Atlas,
    country: str | None,
    region: str | None,
    prefecture: str,
    place: Point,
    evidence: Collection[str] = (),
) -> Contacts:
    """Whom a firm calls: offices abroad for its home, the office in Japan for the place.

    Parameters
    ----------
    country, region
        The firm's home: a country, and where known a partner region, from whose point distances count.
    place
        Where it wants to go: the distance of the office in Japan counts from here.
    evidence
        Only offices that are backed so; empty for all.
    """
    abroad, reach = offices_for(atlas, country, region, evidence)
    in_japan, own = _in_japan(atlas, prefecture, place, evidence)
    return Contacts(abroad, reach, in_japan, own)


def offices_for(
    atlas: Atlas, country: str | None, region: str | None, evidence: Collection[str] = ()
) -> tuple[tuple[Called, ...], Reach | None]:
    """Offices abroad for a home, the nearest first where distances are known, and how they were chosen."""
    home = atlas.regions.get(region or "")
    code = home["country"] if home else country
    if code is None:
        return (), None
    offices = _offices(atlas, (OfficeKind.OVERSEAS,), evidence)
    same = [o for o in offices if o["country"] == code]
    start = point_of(home) if home else _middle_of(atlas, code)
    if start is None:
        return tuple(Called(office, None) for office in same), Reach.SAME_COUNTRY if same else None
    measured = sorted(
        (Called(office, distance_km(start, point_of(office)), home is None) for office in same or offices),
        key=lambda called: called.km or 0,
    )
    return tuple(measured[: OFFICES if same else 1]), Reach.SAME_COUNTRY if same else Reach.NEAREST


def _middle_of(atlas: Atlas, country: str) -> Point | None:
    """A point inside a country's outline."""
    outlines = atlas.store.read_layer("countries")
    found = outlines[outlines["country"] == country]
    if not len(found):
        return None
    middle = found.geometry.iloc[0].representative_point()
    return middle.x, middle.y


def _offices(atlas: Atlas, kinds: Collection[str], evidence: Collection[str]) -> list[Record]:
    return [
        office
        for office in atlas.store.records("offices")
        if office["kind"] in kinds and (not evidence or office["evidence"] in evidence)
    ]


def _in_japan(
    atlas: Atlas, prefecture: str, place: Point, evidence: Collection[str]
) -> tuple[Called | None, bool]:
    serving = _offices(atlas, SERVING, evidence)
    own = [o for o in serving if o["prefecture"] == prefecture]
    measured = [Called(office, distance_km(place, point_of(office))) for office in own or serving]
    return min(measured, key=lambda called: called.km or 0, default=None), bool(own)
