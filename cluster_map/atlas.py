"""The tables of a store, joined once: who belongs to whom. Pure; nothing here filters.

Each join is made when it is first asked for, so that a damaged table spoils only what needs it.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from cluster_map.domain import Language, MemberRole
from cluster_map.store import Store

Record = Mapping[str, Any]
"""One row of a table: text or ``None``, numbers, tuples for lists."""

ROLE_ORDER = {str(role): position for position, role in enumerate(MemberRole)}


def normalised(text: str) -> str:
    """Text as it is compared: full and half width alike, accents and case dropped."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    # Voicing marks of kana are kept: without them が would equal か.
    plain = "".join(c for c in decomposed if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFKC", plain)


def field(record: Record, name: str, language: Language) -> str | None:
    """The text of a field in a language; ``None`` where nothing is on file.

    Fields come as ``name_en`` and ``name_ja``, or as ``name`` and ``name_ja``.
    """
    plain = f"{name}_en" if f"{name}_en" in record else name
    value = record[f"{name}_ja" if language is Language.JAPANESE else plain]
    return value or None


def _grouped(records: Iterable[Record], key: str) -> dict[str, tuple[Record, ...]]:
    """Records by each code in ``key``, a code or a list of codes."""
    groups: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        codes = record[key]
        for code in codes if isinstance(codes, tuple) else (codes,):
            if code is not None:
                groups[code].append(record)
    return {code: tuple(group) for code, group in groups.items()}


class Atlas:
    """Lookups over one store. Everything returned is shared: read, never change."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def prefectures(self) -> Mapping[str, Record]:
        return self.store.by_key("prefectures")

    @cached_property
    def clusters(self) -> Mapping[str, Record]:
        return self.store.by_key("clusters")

    @cached_property
    def organisations(self) -> Mapping[str, Record]:
        return self.store.by_key("organisations")

    @cached_property
    def tie_ups(self) -> Mapping[str, Record]:
        return self.store.by_key("tie_ups")

    @cached_property
    def regions(self) -> Mapping[str, Record]:
        return self.store.by_key("partner_regions")

    @cached_property
    def countries(self) -> Mapping[str, Record]:
        return self.store.by_key("countries")

    @cached_property
    def sectors(self) -> Mapping[str, Record]:
        return self.store.by_key("sectors")

    @cached_property
    def partner_countries(self) -> tuple[str, ...]:
        """Countries that have a partner region, in the order of the table of countries."""
        used = {region["country"] for region in self.regions.values()}
        return tuple(country for country in self.countries if country in used)

    @cached_property
    def memberships_of_cluster(self) -> Mapping[str, tuple[Record, ...]]:
        """Cluster -> memberships, the most central role first."""
        ordered = sorted(self.store.records("memberships"), key=lambda m: ROLE_ORDER[m["role"]])
        return _grouped(ordered, "cluster_id")

    @cached_property
    def memberships_of_organisation(self) -> Mapping[str, tuple[Record, ...]]:
        return _grouped(self.store.records("memberships"), "organisation_id")

    @cached_property
    def kinds_of_cluster(self) -> Mapping[str, frozenset[str]]:
        """Cluster -> kinds of organisation among its members."""
        return {
            cluster: frozenset(self.organisations[m["organisation_id"]]["kind"] for m in memberships)
            for cluster, memberships in self.memberships_of_cluster.items()
        }

    @cached_property
    def clusters_of_prefecture(self) -> Mapping[str, tuple[Record, ...]]:
        return _grouped(self.clusters.values(), "prefectures")

    @cached_property
    def tie_ups_of_prefecture(self) -> Mapping[str, tuple[Record, ...]]:
        return _grouped(self.tie_ups.values(), "prefectures")

    @cached_property
    def tie_ups_of_region(self) -> Mapping[str, tuple[Record, ...]]:
        return _grouped(self.tie_ups.values(), "region")

    @cached_property
    def offices_of_prefecture(self) -> Mapping[str, tuple[Record, ...]]:
        """Prefecture -> JETRO offices in it; the domestic one, which is in charge, first."""
        offices = sorted(self.store.records("offices"), key=lambda o: o["kind"] != "domestic")
        return _grouped(offices, "prefecture")

    @cached_property
    def fairs_of_sector(self) -> Mapping[str, tuple[Record, ...]]:
        return _grouped(self.store.records("exhibitions"), "sectors")

    @cached_property
    def case_of_tie_up(self) -> Mapping[str, Record]:
        return {case["tie_up_id"]: case for case in self.store.records("case_studies")}

    @cached_property
    def documents(self) -> Mapping[str, Record]:
        return self.store.by_key("documents")

    @cached_property
    def words_of_cluster(self) -> Mapping[str, str]:
        """Cluster -> all its names in both languages, as they are compared with a search."""
        return {
            cluster_id: normalised(
                " ".join(
                    text
                    for text in (
                        cluster["name_en"],
                        cluster["name_ja"],
                        cluster["core_city_en"],
                        cluster["core_city_ja"],
                        *(
                            self.prefectures[p][n]
                            for p in cluster["prefectures"]
                            for n in ("name_en", "name_ja")
                        ),
                        *cluster["keywords_en"],
                        *cluster["keywords_ja"],
                        *(
                            self.organisations[m["organisation_id"]][n]
                            for m in self.memberships_of_cluster.get(cluster_id, ())
                            for n in ("name_en", "name_ja")
                        ),
                    )
                    if text
                )
            )
            for cluster_id, cluster in self.clusters.items()
        }

    @cached_property
    def words_of_tie_up(self) -> Mapping[str, str]:
        """Tie-up -> titles, places, bodies and themes in both languages, as they are compared."""
        names = ("title", "place", "bodies", "partner_bodies", "theme")
        return {
            tie_up_id: normalised(
                " ".join(_text(tie_up[f"{name}_{language}"]) for name in names for language in ("en", "ja"))
                + " "
                + " ".join(
                    _text(self.regions[tie_up["region"]][n]) for n in ("name_en", "name_local", "name_ja")
                )
            )
            for tie_up_id, tie_up in self.tie_ups.items()
        }


def _text(value: str | tuple[str, ...] | None) -> str:
    return " ".join(value) if isinstance(value, tuple) else value or ""
