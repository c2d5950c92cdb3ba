"""Which records match a view: codes of one filter are alternatives, filters are combined."""

from collections.abc import Mapping
from typing import Any

import pytest

from cluster_map import selection
from cluster_map.atlas import Atlas
from cluster_map.domain import (
    Cooperation,
    Evidence,
    JapanRegion,
    OrganisationKind,
    Programme,
    SectorId,
)
from cluster_map.url_state import ViewState

KEYS = {
    "prefectures": "prefecture",
    "countries": "country",
    "sectors": "sector",
    "clusters": "cluster_id",
    "organisations": "organisation_id",
    "tie_ups": "tie_up_id",
    "partner_regions": "region",
}


class TinyStore:
    """Tables made by hand, given as rows."""

    def __init__(self, **tables: list[dict[str, Any]]) -> None:
        self.tables = tables

    def records(self, name: str) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.tables[name])

    def by_key(self, name: str) -> Mapping[str, Mapping[str, Any]]:
        return {row[KEYS[name]]: row for row in self.tables[name]}


def prefecture(code, name, region):
    return {
        "prefecture": code,
        "name_en": name,
        "name_ja": "県",
        "capital_en": None,
        "capital_ja": None,
        "japan_region": region,
        "evidence": "official",
    }


def cluster(cluster_id, prefectures, sectors, evidence="page", name_ja="集積", keywords=()):
    return {
        "cluster_id": cluster_id,
        "name_en": cluster_id.replace("-", " ").title(),
        "name_ja": name_ja,
        "core_city_en": None,
        "core_city_ja": None,
        "prefectures": prefectures,
        "sectors": sectors,
        "keywords_en": keywords,
        "keywords_ja": (),
        "evidence": evidence,
    }


def organisation(organisation_id, kind, code, name_ja="社"):
    return {
        "organisation_id": organisation_id,
        "name_en": organisation_id.title(),
        "name_ja": name_ja,
        "city_en": None,
        "city_ja": None,
        "kind": kind,
        "prefecture": code,
        "evidence": "page",
    }


def tie_up(tie_up_id, region, from_year=None, to_year=None, **more):
    texts = {f"{n}_{lang}": None for n in ("title", "place", "theme") for lang in ("en", "ja")}
    lists = {f"{n}_{lang}": () for n in ("bodies", "partner_bodies") for lang in ("en", "ja")}
    known = {
        "tie_up_id": tie_up_id,
        "region": region,
        "prefectures": ("06",),
        "sectors": ("electronics",),
        "programme": "RIT",
        "cooperation": ("export",),
        "from_year": from_year,
        "to_year": to_year,
        "evidence": "seed",
    }
    return texts | lists | known | more


def region(region_id, country):
    return {
        "region": region_id,
        "name_en": region_id,
        "name_local": None,
        "name_ja": "州",
        "country": country,
        "evidence": "recall",
    }


@pytest.fixture
def atlas():
    """Two prefectures of Tohoku and one of Kyushu; three clusters; tie-ups with and without years."""
    fair = {"name_en": "Fair", "name_ja": "展", "city_en": None, "city_ja": None, "evidence": "page"}
    venue = {"venue_en": "Big Hall", "venue_ja": None}
    office = {"name_en": "Office", "name_ja": "所", "city_en": None, "city_ja": None, "evidence": "page"}
    return Atlas(
        TinyStore(
            prefectures=[
                prefecture("06", "Yamagata", "tohoku"),
                prefecture("07", "Fukushima", "tohoku"),
                prefecture("40", "Fukuoka", "kyushu-okinawa"),
            ],
            countries=[{"country": c} for c in ("DE", "FI", "JP")],
            sectors=[{"sector": str(s), "name_en": s.title(), "name_ja": "部門"} for s in SectorId],
            clusters=[
                cluster("organic-valley", ("06",), ("electronics",), name_ja="有機ＥＬバレー"),
                cluster("border-bio", ("06", "07"), ("life-sciences", "food"), keywords=("Crème", "ﾊﾞｲｵ")),
                cluster("island-cars", ("40",), ("automotive",), evidence="recall"),
            ],
            organisations=[
                organisation("yamagata-university", "university", "06", "山形大学"),
                organisation("carmaker", "company", "40"),
                organisation("placeless", "company", None),
            ],
            memberships=[
                {"cluster_id": "organic-valley", "organisation_id": "yamagata-university", "role": "member"},
                {"cluster_id": "border-bio", "organisation_id": "yamagata-university", "role": "anchor"},
                {"cluster_id": "island-cars", "organisation_id": "carmaker", "role": "lead-firm"},
                {"cluster_id": "border-bio", "organisation_id": "placeless", "role": "supplier"},
            ],
            partner_regions=[region("de-saxony", "DE"), region("fi-oulu", "FI"), region("fi-lonely", "FI")],
            tie_ups=[
                tie_up("closed", "de-saxony", 2012, 2014, theme_en="Organic electronics"),
                tie_up("open", "fi-oulu", 2015, programme="MOU", cooperation=("mou", "seminar")),
                tie_up("yearless", "de-saxony", prefectures=("07",), sectors=("food",)),
            ],
            offices=[
                office | {"office_id": "home", "kind": "domestic", "country": "JP", "prefecture": "06"},
                office | {"office_id": "abroad", "kind": "overseas", "country": "DE", "prefecture": None},
            ],
            exhibitions=[
                fair | venue | {"exhibition_id": "cars", "sectors": ("automotive",), "prefecture": "40"},
                fair | venue | {"exhibition_id": "foods", "sectors": ("food",), "prefecture": "06"},
            ],
        )
    )


def ids(records, key):
    return [record[key] for record in records]


def clusters(atlas, **view):
    return ids(selection.select_clusters(atlas, ViewState(**view)), "cluster_id")


def tie_ups(atlas, **view):
    return ids(selection.select_tie_ups(atlas, ViewState(**view)), "tie_up_id")


SELECTIONS = [
    selection.select_prefectures,
    selection.select_sectors,
    selection.select_clusters,
    selection.select_organisations,
    selection.select_tie_ups,
    selection.select_partner_regions,
    selection.select_offices,
    selection.select_exhibitions,
]


@pytest.mark.parametrize("select", SELECTIONS)
def test_no_filter_lets_everything_through(atlas, select):
    table = select.__name__.removeprefix("select_")
    assert select(atlas, ViewState()) == atlas.store.tables[table]


@pytest.mark.parametrize("select", SELECTIONS)
def test_a_word_that_stands_nowhere_finds_nothing(atlas, select):
    assert select(atlas, ViewState(words="nowhere\x00")) == []


def test_codes_of_one_filter_are_alternatives_and_filters_are_combined(atlas):
    assert clusters(atlas, sectors=(SectorId.FOOD, SectorId.AUTOMOTIVE)) == ["border-bio", "island-cars"]
    assert clusters(atlas, sectors=(SectorId.FOOD, SectorId.AUTOMOTIVE), prefectures=("40",)) == [
        "island-cars"
    ]


def test_a_cluster_of_two_prefectures_is_found_in_each(atlas):
    assert clusters(atlas, prefectures=("07",)) == ["border-bio"]
    assert clusters(atlas, prefectures=("06",)) == ["organic-valley", "border-bio"]


def test_a_region_of_japan_stands_for_its_prefectures(atlas):
    assert clusters(atlas, japan_regions=(JapanRegion.TOHOKU,)) == clusters(atlas, prefectures=("06", "07"))


def test_a_prefecture_outside_the_chosen_region_finds_nothing(atlas):
    assert clusters(atlas, japan_regions=(JapanRegion.TOHOKU,), prefectures=("40",)) == []


def test_a_kind_finds_clusters_with_such_a_member(atlas):
    assert clusters(atlas, kinds=(OrganisationKind.UNIVERSITY,)) == ["organic-valley", "border-bio"]
    assert clusters(atlas, kinds=(OrganisationKind.COMPANY,)) == ["border-bio", "island-cars"]
    assert clusters(atlas, kinds=(OrganisationKind.RESEARCH_INSTITUTE,)) == []


def test_evidence_leaves_unchecked_records_out(atlas):
    assert clusters(atlas, evidence=(Evidence.PAGE,)) == ["organic-valley", "border-bio"]


@pytest.mark.parametrize(
    "words",
    ["有機EL", "有機ｅｌ", "ORGANIC valley", "valley organic", "yamagata university", "山形大学", "山形"],
)
def test_words_match_either_language_in_any_width_case_and_order(atlas, words):
    assert "organic-valley" in clusters(atlas, words=words)


def test_words_match_without_accents_but_with_the_voicing_of_kana(atlas):
    assert clusters(atlas, words="creme") == ["border-bio"]
    assert clusters(atlas, words="バイオ") == ["border-bio"]
    assert clusters(atlas, words="ハイオ") == []


def test_every_word_has_to_stand_in_the_record(atlas):
    assert clusters(atlas, words="organic cars") == []


def test_a_sector_counts_what_it_would_show_under_the_other_filters(atlas):
    view = ViewState(sectors=(SectorId.FOOD,), prefectures=("06",))
    counts = selection.sector_counts(atlas, view)
    for sector in SectorId:
        assert counts[sector] == len(clusters(atlas, sectors=(sector,), prefectures=("06",)))


def test_a_record_of_two_prefectures_counts_in_both(atlas):
    counts = selection.count_by_prefecture(atlas.clusters.values())
    assert counts == {"06": 2, "07": 1, "40": 1}


def test_years_let_through_what_overlaps_them(atlas):
    assert tie_ups(atlas, from_year=2014) == ["closed", "open"]
    assert tie_ups(atlas, to_year=2012) == ["closed"]
    assert tie_ups(atlas, from_year=2013, to_year=2013) == ["closed"]
    assert tie_ups(atlas, to_year=2011) == []


def test_an_open_end_overlaps_every_later_year(atlas):
    assert tie_ups(atlas, from_year=2100) == ["open"]


def test_a_tie_up_without_years_is_let_through_by_choice_only(atlas):
    assert "yearless" not in tie_ups(atlas, from_year=1900)
    assert tie_ups(atlas, unknown_years=True) == ["yearless"]
    assert tie_ups(atlas, from_year=2015, unknown_years=True) == ["open", "yearless"]


def test_tie_ups_are_found_by_partner_programme_and_cooperation(atlas):
    assert tie_ups(atlas, countries=("FI",)) == ["open"]
    assert tie_ups(atlas, region="de-saxony") == ["closed", "yearless"]
    assert tie_ups(atlas, programmes=(Programme.MOU,)) == ["open"]
    assert tie_ups(atlas, cooperation=(Cooperation.SEMINAR,)) == ["open"]
    assert tie_ups(atlas, prefectures=("07",), sectors=(SectorId.FOOD,)) == ["yearless"]
    assert tie_ups(atlas, words="electronics saxony") == ["closed"]


def test_tie_ups_of_a_sector_count_like_its_filter(atlas):
    counts = selection.tie_up_sector_counts(atlas, ViewState(sectors=(SectorId.FOOD,)))
    assert counts == {"electronics": 2, "food": 1}


def test_an_organisation_is_found_through_its_clusters(atlas):
    def found(**view):
        return ids(selection.select_organisations(atlas, ViewState(**view)), "organisation_id")

    assert found(sectors=(SectorId.ELECTRONICS,)) == ["yamagata-university"]
    assert found(cluster="border-bio") == ["yamagata-university", "placeless"]
    assert found(kinds=(OrganisationKind.COMPANY,), sectors=(SectorId.FOOD,)) == ["placeless"]


def test_a_body_of_unknown_place_is_in_no_prefecture(atlas):
    every = selection.select_organisations(atlas, ViewState(prefectures=("06", "07", "40")))
    assert ids(every, "organisation_id") == ["yamagata-university", "carmaker"]


def test_a_prefecture_has_the_sectors_of_its_clusters(atlas):
    found = selection.select_prefectures(atlas, ViewState(sectors=(SectorId.LIFE_SCIENCES,)))
    assert ids(found, "prefecture") == ["06", "07"]


def test_a_partner_region_has_the_sectors_of_its_tie_ups(atlas):
    found = selection.select_partner_regions(atlas, ViewState(sectors=(SectorId.ELECTRONICS,)))
    assert ids(found, "region") == ["de-saxony", "fi-oulu"]
    assert selection.select_partner_regions(atlas, ViewState(evidence=(Evidence.PAGE,))) == []


def test_an_office_abroad_is_found_by_country_and_in_no_prefecture(atlas):
    abroad = selection.select_offices(atlas, ViewState(countries=("DE",)))
    assert ids(abroad, "office_id") == ["abroad"]
    home = selection.select_offices(atlas, ViewState(japan_regions=(JapanRegion.TOHOKU,)))
    assert ids(home, "office_id") == ["home"]


def test_fairs_are_found_by_sector_place_and_venue(atlas):
    assert ids(selection.select_exhibitions(atlas, ViewState(sectors=(SectorId.FOOD,))), "exhibition_id") == [
        "foods"
    ]
    found = selection.select_exhibitions(atlas, ViewState(words="big hall", prefectures=("40",)))
    assert ids(found, "exhibition_id") == ["cars"]
