"""Which records match a view. Pure: atlas and view in, records out, in the order of the tables.

Pages and API ask here, so that a filter means the same everywhere. Codes of one filter are
alternatives; filters are combined; an empty filter lets everything through.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from cluster_map.atlas import Atlas, Record, normalised
from cluster_map.domain import SectorId
from cluster_map.url_state import ViewState


def _any_of(asked: Collection[str], found: str | Iterable[str] | None) -> bool:
    if not asked:
        return True
    if found is None:
        return False
    return found in asked if isinstance(found, str) else any(code in asked for code in found)


def _asked_prefectures(atlas: Atlas, view: ViewState) -> frozenset[str] | None:
    """The prefectures that the filters of prefecture and region of Japan leave; None for all."""
    if not view.prefectures and not view.japan_regions:
        return None
    return frozenset(
        code
        for code, prefecture in atlas.prefectures.items()
        if _any_of(view.prefectures, code) and _any_of(view.japan_regions, prefecture["japan_region"])
    )


def _in_prefectures(asked: frozenset[str] | None, found: str | Iterable[str] | None) -> bool:
    if asked is None:
        return True
    if found is None:
        return False
    return found in asked if isinstance(found, str) else not asked.isdisjoint(found)


def has_words(words: str, text: str) -> bool:
    """Whether every word asked for stands in a text that is already normalised."""
    return all(word in text for word in normalised(words).split())


def backed(records: Iterable[Record], view: ViewState) -> list[Record]:
    """Records that are backed as the view asks; all where it does not ask."""
    return [record for record in records if _any_of(view.evidence, record["evidence"])]


def select_clusters(atlas: Atlas, view: ViewState) -> list[Record]:
    """Clusters by sector, prefecture, region of Japan, kind of member, evidence and words."""
    asked = _asked_prefectures(atlas, view)
    return [
        cluster
        for cluster_id, cluster in atlas.clusters.items()
        if _any_of(view.sectors, cluster["sectors"])
        and _in_prefectures(asked, cluster["prefectures"])
        and _any_of(view.evidence, cluster["evidence"])
        and (not view.kinds or _any_of(view.kinds, atlas.kinds_of_cluster.get(cluster_id, ())))
        and (not view.words or has_words(view.words, atlas.words_of_cluster[cluster_id]))
    ]


def count_by_sector(records: Iterable[Record]) -> Counter[str]:
    """Records per sector; a record of two sectors counts in both."""
    return Counter(sector for record in records for sector in record["sectors"])


def count_by_prefecture(records: Iterable[Record]) -> Counter[str]:
    """Records per prefecture; a record of two prefectures counts in both."""
    return Counter(prefecture for record in records for prefecture in record["prefectures"])


def count_by_country(atlas: Atlas, tie_ups: Iterable[Record]) -> Counter[str]:
    """Tie-ups per country of their partner region."""
    return Counter(atlas.regions[tie_up["region"]]["country"] for tie_up in tie_ups)


def sector_counts(atlas: Atlas, view: ViewState) -> Counter[str]:
    """How many clusters each sector would show under the other filters."""
    return count_by_sector(select_clusters(atlas, replace(view, sectors=())))


def overlaps_years(tie_up: Record, view: ViewState) -> bool:
    """Whether a tie-up ran within the years asked for.

    An open end means that no end is on file, so it overlaps every later year. A tie-up without
    years is let through only by ``unknown_years``, which is a choice of its own.
    """
    if view.from_year is None and view.to_year is None:
        return not view.unknown_years or tie_up["from_year"] is None
    if tie_up["from_year"] is None:
        return view.unknown_years
    starts_in_time = view.to_year is None or tie_up["from_year"] <= view.to_year
    ends_in_time = view.from_year is None or tie_up["to_year"] is None or tie_up["to_year"] >= view.from_year
    return starts_in_time and ends_in_time


def select_tie_ups(atlas: Atlas, view: ViewState) -> list[Record]:
    """Tie-ups by sector, prefecture, country, partner region, programme, years and the rest."""
    asked = _asked_prefectures(atlas, view)
    return [
        tie_up
        for tie_up_id, tie_up in atlas.tie_ups.items()
        if _any_of(view.sectors, tie_up["sectors"])
        and _in_prefectures(asked, tie_up["prefectures"])
        and _any_of(view.countries, atlas.regions[tie_up["region"]]["country"])
        and (view.region is None or tie_up["region"] == view.region)
        and _any_of(view.programmes, tie_up["programme"])
        and _any_of(view.cooperation, tie_up["cooperation"])
        and _any_of(view.evidence, tie_up["evidence"])
        and overlaps_years(tie_up, view)
        and (not view.words or has_words(view.words, atlas.words_of_tie_up[tie_up_id]))
    ]


def tie_up_sector_counts(atlas: Atlas, view: ViewState) -> Counter[str]:
    """How many tie-ups each sector would show under the other filters."""
    return count_by_sector(select_tie_ups(atlas, replace(view, sectors=())))


def _matches_names(words: str, record: Record, names: Iterable[str]) -> bool:
    return not words or has_words(words, normalised(" ".join(record[name] or "" for name in names)))


def select_organisations(atlas: Atlas, view: ViewState) -> list[Record]:
    """Organisations by prefecture, kind, evidence, words, and the sectors or id of their clusters."""
    asked = _asked_prefectures(atlas, view)

    def clusters_of(organisation: Record) -> Iterator[Record]:
        for membership in atlas.memberships_of_organisation[organisation["organisation_id"]]:
            yield atlas.clusters[membership["cluster_id"]]

    return [
        organisation
        for organisation in atlas.organisations.values()
        if _in_prefectures(asked, organisation["prefecture"])
        and _any_of(view.kinds, organisation["kind"])
        and _any_of(view.evidence, organisation["evidence"])
        and (
            not view.sectors
            or any(_any_of(view.sectors, cluster["sectors"]) for cluster in clusters_of(organisation))
        )
        and (
            view.cluster is None
            or any(cluster["cluster_id"] == view.cluster for cluster in clusters_of(organisation))
        )
        and _matches_names(view.words, organisation, ("name_en", "name_ja", "city_en", "city_ja"))
    ]


def select_prefectures(atlas: Atlas, view: ViewState) -> list[Record]:
    """Prefectures by code, region of Japan and words; by sector where they have a cluster of it."""
    asked = _asked_prefectures(atlas, view)
    return [
        prefecture
        for code, prefecture in atlas.prefectures.items()
        if _in_prefectures(asked, code)
        and _any_of(view.evidence, prefecture["evidence"])
        and (
            not view.sectors
            or any(_any_of(view.sectors, c["sectors"]) for c in atlas.clusters_of_prefecture.get(code, ()))
        )
        and _matches_names(view.words, prefecture, ("name_en", "name_ja", "capital_en", "capital_ja"))
    ]


def select_partner_regions(atlas: Atlas, view: ViewState) -> list[Record]:
    """Partner regions by id, country, evidence, words; by sector where they have a tie-up of it."""
    return [
        region
        for region_id, region in atlas.regions.items()
        if (view.region is None or region_id == view.region)
        and _any_of(view.countries, region["country"])
        and _any_of(view.evidence, region["evidence"])
        and (
            not view.sectors
            or any(_any_of(view.sectors, t["sectors"]) for t in atlas.tie_ups_of_region.get(region_id, ()))
        )
        and _matches_names(view.words, region, ("name_en", "name_local", "name_ja"))
    ]


def select_offices(atlas: Atlas, view: ViewState) -> list[Record]:
    """JETRO offices by prefecture, country, evidence and words."""
    asked = _asked_prefectures(atlas, view)
    return [
        office
        for office in atlas.store.records("offices")
        if _in_prefectures(asked, office["prefecture"])
        and _any_of(view.countries, office["country"])
        and _any_of(view.evidence, office["evidence"])
        and _matches_names(view.words, office, ("name_en", "name_ja", "city_en", "city_ja"))
    ]


def select_exhibitions(atlas: Atlas, view: ViewState) -> list[Record]:
    """Exhibitions by sector, prefecture, evidence and words."""
    asked = _asked_prefectures(atlas, view)
    return [
        fair
        for fair in atlas.store.records("exhibitions")
        if _any_of(view.sectors, fair["sectors"])
        and _in_prefectures(asked, fair["prefecture"])
        and (not view.months or any(str(month) in view.months for month in fair["months"]))
        and _any_of(view.evidence, fair["evidence"])
        and _matches_names(
            view.words, fair, ("name_en", "name_ja", "venue_en", "venue_ja", "city_en", "city_ja")
        )
    ]


def select_support_measures(atlas: Atlas, view: ViewState) -> list[Record]:
    """Support measures by evidence and words."""
    return [
        measure
        for measure in atlas.store.records("support_measures")
        if _any_of(view.evidence, measure["evidence"])
        and _matches_names(view.words, measure, ("name_en", "name_ja", "offer_en", "offer_ja"))
    ]


def select_sectors(atlas: Atlas, view: ViewState) -> list[Record]:
    """Sectors by id and words."""
    return [
        atlas.sectors[sector]
        for sector in SectorId
        if _any_of(view.sectors, sector)
        and _matches_names(view.words, atlas.sectors[sector], ("name_en", "name_ja"))
    ]
