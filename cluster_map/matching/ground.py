"""What is known of the places that may fit: words, earlier tie-ups, statistics, distances.

The ground can be laid with some tie-ups left out and some names blotted out, as if nobody had ever
heard of them: so the finder is tried on what it has not seen (``evaluation.py``).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from cluster_map.atlas import Atlas, Record, normalised
from cluster_map.domain import MeasureId, MemberRole, OfficeKind, OrganisationKind, SectorId
from cluster_map.geography import Point, distance_km
from cluster_map.matching.terms import joined, terms_of

JAPAN = "JP"
RESEARCH_KINDS = frozenset({OrganisationKind.UNIVERSITY, OrganisationKind.RESEARCH_INSTITUTE})
FAIR_WITHIN_KM = 100.0


@dataclass(frozen=True, slots=True)
class Quotient:
    """How a prefecture's share of jobs in a sector compares with Japan's: 1 is the same.

    ``value`` is ``None`` where it is not published.
    """

    sector: str
    value: float | None
    year: int
    publication: Record


class Surroundings:
    """What no question and no left-out tie-up changes: one for each atlas."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas

    @cached_property
    def quotients(self) -> Mapping[str, Mapping[str, Quotient]]:
        """Sector -> prefecture -> quotient of jobs. Sectors for which no class stands are left out."""
        from cluster_map.strength.figures import is_number, statistics_of  # loads tables of statistics
        from cluster_map.strength.measures import classifications_of, evaluate, years_of

        measure = MeasureId.LQ_EMPLOYEES
        statistics = statistics_of(self.atlas.store)
        found: dict[str, dict[str, Quotient]] = {}
        for sector in SectorId:
            subject = statistics.default_subject(sector, classifications_of(statistics, measure))
            if not subject.industries:
                continue
            year = years_of(statistics, measure, subject.classification)[-1]
            measured = evaluate(statistics, measure, subject, year)
            found[sector] = {
                code: Quotient(sector, figure if is_number(figure) else None, year, measured.publications[0])
                for code, figure in measured.figures.items()
            }
        return found

    @cached_property
    def nearest_office_in_japan(self) -> Mapping[str, tuple[Record, float]]:
        """Cluster -> the nearest domestic JETRO office and its distance in km."""
        offices = [o for o in self.atlas.store.records("offices") if o["kind"] == OfficeKind.DOMESTIC]
        return {
            cluster_id: _nearest(_point(cluster), offices)
            for cluster_id, cluster in self.atlas.clusters.items()
        }

    @cached_property
    def nearest_office_abroad(self) -> Mapping[str, tuple[Record, float]]:
        """Partner region -> the nearest JETRO office abroad and its distance in km."""
        offices = [o for o in self.atlas.store.records("offices") if o["kind"] == OfficeKind.OVERSEAS]
        return {
            region_id: _nearest(_point(region), offices) for region_id, region in self.atlas.regions.items()
        }

    @cached_property
    def fairs_near(self) -> Mapping[str, tuple[tuple[Record, float], ...]]:
        """Cluster -> fairs within reach, the nearest first; none that is suspended."""
        fairs = [fair for fair in self.atlas.store.records("exhibitions") if fair["rhythm"] != "suspended"]
        near = {}
        for cluster_id, cluster in self.atlas.clusters.items():
            at = _point(cluster)
            far = sorted(((fair, distance_km(at, _point(fair))) for fair in fairs), key=lambda pair: pair[1])
            near[cluster_id] = tuple((fair, km) for fair, km in far if km <= FAIR_WITHIN_KM)
        return near

    @cached_property
    def research_of(self) -> Mapping[str, tuple[tuple[Record, Record], ...]]:
        """Cluster -> memberships of universities and research institutes, the most central first."""
        order = {str(role): position for position, role in enumerate(MemberRole)}
        found = {}
        for cluster_id, memberships in self.atlas.memberships_of_cluster.items():
            pairs = [(m, self.atlas.organisations[m["organisation_id"]]) for m in memberships]
            found[cluster_id] = tuple(
                sorted(
                    (p for p in pairs if p[1]["kind"] in RESEARCH_KINDS), key=lambda p: order[p[0]["role"]]
                )
            )
        return found


@cache
def surroundings(atlas: Atlas) -> Surroundings:
    """The surroundings of an atlas, laid once."""
    return Surroundings(atlas)


@cache
def ground_of(atlas: Atlas) -> Ground:
    """The ground of an atlas with all that is known."""
    return Ground(atlas)


def _point(record: Record) -> Point:
    return record["lon"], record["lat"]


def _nearest(at: Point, offices: Collection[Record]) -> tuple[Record, float]:
    return min(
        ((office, distance_km(at, _point(office))) for office in offices),
        key=lambda pair: (pair[1], pair[0]["office_id"]),
    )


@dataclass(frozen=True, slots=True)
class Text:
    """The terms of a place, by how plainly it says them."""

    named: frozenset[str]
    """In its name or keywords; of a partner region also in the themes of its tie-ups."""
    told: frozenset[str]
    """In its summary, or in the theme of an earlier tie-up of its lead prefecture in one of its sectors."""
    of_members: frozenset[str]
    """Only in the name of a member organisation."""


class Ground:
    """Clusters and partner regions with their words and tie-ups, minus what is left out.

    Parameters
    ----------
    left_out
        Ids of tie-ups that are not known here.
    blotted
        Names, normalised, that are cut from every text; longer ones first.
    """

    def __init__(self, atlas: Atlas, left_out: Collection[str] = (), blotted: Collection[str] = ()) -> None:
        self.atlas = atlas
        self.around = surroundings(atlas)
        self.blotted = tuple(blotted)
        self.tie_ups = tuple(t for t in atlas.tie_ups.values() if t["tie_up_id"] not in left_out)

    def blot(self, text: str) -> str:
        """A text, normalised, without the names that are not to be seen."""
        plain = normalised(text)
        for name in self.blotted:
            plain = plain.replace(name, " ")
        return plain

    def _terms(self, *fields: object) -> frozenset[str]:
        return terms_of(self.blot(joined(*fields)))  # type: ignore[arg-type]

    @cached_property
    def tie_ups_of_prefecture(self) -> Mapping[str, tuple[Record, ...]]:
        found: defaultdict[str, list[Record]] = defaultdict(list)
        for tie_up in self.tie_ups:
            for code in tie_up["prefectures"]:
                found[code].append(tie_up)
        return {code: tuple(tie_ups) for code, tie_ups in found.items()}

    @cached_property
    def tie_ups_of_region(self) -> Mapping[str, tuple[Record, ...]]:
        found: defaultdict[str, list[Record]] = defaultdict(list)
        for tie_up in self.tie_ups:
            found[tie_up["region"]].append(tie_up)
        return {region: tuple(tie_ups) for region, tie_ups in found.items()}

    @cached_property
    def cluster_texts(self) -> Mapping[str, Text]:
        return {cluster_id: self._cluster_text(c) for cluster_id, c in self.atlas.clusters.items()}

    def _cluster_text(self, cluster: Record) -> Text:
        themes = [
            tie_up[f"theme_{language}"]
            for tie_up in self.tie_ups_of_prefecture.get(cluster["prefectures"][0], ())
            if set(tie_up["sectors"]) & set(cluster["sectors"])
            for language in ("en", "ja")
        ]
        members = [
            self.atlas.organisations[membership["organisation_id"]][name]
            for membership in self.atlas.memberships_of_cluster.get(cluster["cluster_id"], ())
            for name in ("name_en", "name_ja")
        ]
        return Text(
            named=self._terms(
                cluster["name_en"], cluster["name_ja"], cluster["keywords_en"], cluster["keywords_ja"]
            ),
            told=self._terms(cluster["summary_en"], cluster["summary_ja"])
            | self._terms([theme for theme in themes if theme]),
            of_members=self._terms(members),
        )

    @cached_property
    def region_texts(self) -> Mapping[str, Text]:
        return {region_id: self._region_text(region) for region_id, region in self.atlas.regions.items()}

    def _region_text(self, region: Record) -> Text:
        tie_ups = self.tie_ups_of_region.get(region["region"], ())
        themes = [t[f"theme_{language}"] for t in tie_ups for language in ("en", "ja")]
        bodies = [b for t in tie_ups for language in ("en", "ja") for b in t[f"partner_bodies_{language}"]]
        outcomes = [t[f"outcome_{language}"] for t in tie_ups for language in ("en", "ja")]
        return Text(
            named=self._terms([theme for theme in themes if theme]),
            told=self._terms([outcome for outcome in outcomes if outcome]),
            of_members=self._terms(bodies, region["bodies_en"], region["bodies_ja"]),
        )

    @cached_property
    def rarity_in_japan(self) -> Mapping[str, float]:
        """Term -> how much it tells clusters apart."""
        return _rarity(self.cluster_texts)

    @cached_property
    def rarity_abroad(self) -> Mapping[str, float]:
        """Term -> how much it tells partner regions apart."""
        return _rarity(self.region_texts)


def _rarity(texts: Mapping[str, Text]) -> Mapping[str, float]:
    """Inverse document frequency; ``""`` stands for a term that no place has."""
    counts: Counter[str] = Counter()
    for text in texts.values():
        counts.update(text.named | text.told)
    every = len(texts)
    rarity = {term: math.log(1 + (every - n + 0.5) / (n + 0.5)) for term, n in counts.items()}
    return rarity | {"": math.log(1 + (every + 0.5) / 0.5)}
