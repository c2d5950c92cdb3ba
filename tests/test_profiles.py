"""What profiles say beyond a record: relations with their reason, fairs by month, whom to call."""

import pytest

from cluster_map.atlas import Atlas
from cluster_map.domain import Evidence, Language, Precision
from cluster_map.exports.map_frame import around
from cluster_map.fragments.place_maps import with_offices
from cluster_map.maps.extents import PARTNERS
from cluster_map.maps.points import Shown, extent, point_changes
from cluster_map.profiles import (
    NEAR_CLUSTERS_KM,
    Reach,
    by_month,
    contacts,
    how_far,
    offices_for,
    related_clusters,
)
from cluster_map.store import open_store
from cluster_map.url_state import ViewState

SAPPORO, TOTTORI = (141.35, 43.06), (134.24, 35.50)


@pytest.fixture(scope="module")
def atlas():
    return Atlas(open_store())


def test_every_related_cluster_shares_the_main_sector_or_lies_near(atlas):
    for cluster in atlas.clusters.values():
        for related in related_clusters(atlas, cluster):
            assert related.cluster["cluster_id"] != cluster["cluster_id"]
            assert cluster["sectors"][0] in related.sectors or related.km <= NEAR_CLUSTERS_KM
            assert set(related.sectors) <= set(cluster["sectors"]) & set(related.cluster["sectors"])


def test_more_shared_sectors_come_first_then_the_nearer(atlas):
    found = related_clusters(atlas, atlas.clusters["yonezawa-organic-electronics"])
    order = [(-len(related.sectors), related.km) for related in found]
    assert order == sorted(order)


def test_a_fair_of_two_months_stands_in_both_and_one_without_a_month_stands_last():
    two, none, one = {"months": (10, 11)}, {"months": ()}, {"months": (2,)}
    assert by_month([two, none, one]) == {2: [one], 10: [two], 11: [two], None: [none]}


def test_offices_of_the_home_country_come_before_any_other_however_near(atlas):
    found, reach = offices_for(atlas, "FR", None)
    assert reach is Reach.SAME_COUNTRY
    assert {called.office["country"] for called in found} == {"FR"}


def test_from_a_country_alone_the_distance_counts_from_its_middle_and_says_so(atlas):
    found, reach = offices_for(atlas, "DE", None)
    assert reach is Reach.SAME_COUNTRY
    assert [called.km for called in found] == sorted(called.km for called in found)
    for called in found:
        assert 0 < called.km < 600  # no office of Germany is further from its middle
        assert "middle of your country" in how_far(called, Language.ENGLISH)
    (first, *_), _ = offices_for(atlas, None, "de-bavaria")
    assert "middle" not in how_far(first, Language.ENGLISH)


def test_from_a_partner_region_the_nearest_office_of_its_country_comes_first(atlas):
    found, reach = offices_for(atlas, None, "de-bavaria")
    assert reach is Reach.SAME_COUNTRY
    assert found[0].office["office_id"] == "jetro-de-munich"
    distances = [called.km for called in found]
    assert distances == sorted(distances)
    assert distances[0] == pytest.approx(0, abs=30)  # the region's point is Munich


def test_a_country_without_an_office_is_served_by_the_nearest_with_its_distance(atlas):
    found, reach = offices_for(atlas, "FI", None)
    assert reach is Reach.NEAREST
    assert found[0].office["country"] != "FI"
    assert 300 < found[0].km < 2500


def test_without_a_home_no_office_abroad_is_named(atlas):
    assert offices_for(atlas, None, None) == ((), None)


def test_the_office_of_the_prefecture_is_called_where_there_is_one(atlas):
    found = contacts(atlas, "DE", None, "01", SAPPORO)
    assert found.own_prefecture
    assert found.in_japan.office["prefecture"] == "01"
    assert contacts(atlas, None, None, "31", TOTTORI).in_japan.office["prefecture"] == "31"


def test_every_prefecture_is_told_an_office_and_whether_it_is_its_own(atlas):
    for code, prefecture in atlas.prefectures.items():
        found = contacts(atlas, None, None, code, (prefecture["lon"], prefecture["lat"]))
        assert found.in_japan is not None
        assert found.own_prefecture == (found.in_japan.office["prefecture"] == code)


# Points

WORLD = {"arcs": "0", "legend": {"title": "Tie-ups", "rows": []}}


def shown(name, at, precision=Precision.SITE, look="company"):
    return Shown(at, name, "about", look, precision)


def test_records_at_one_point_are_one_mark_with_all_their_names():
    (mark,) = point_changes([shown("a", (140, 38)), shown("b", (140, 38))])
    assert mark == {"at": [38, 140], "look": "company", "lines": [["a", "about"], ["b", "about"]]}


@pytest.mark.parametrize("precision", [p for p in Precision if p is not Precision.SITE])
def test_only_a_site_is_drawn_as_exact(precision):
    exact, vague = point_changes([shown("a", (140, 38)), shown("b", (140, 38), precision)])
    assert (exact["look"], vague["look"]) == ("company", "company vague")


def test_the_offices_of_the_world_are_all_marks_and_those_of_america_lie_east_of_japan(atlas):
    change = with_offices(atlas, WORLD, ViewState())
    offices = {office["name_en"]: office for office in atlas.store.records("offices")}
    marks = {name: mark["at"] for mark in change["points"] for name, _ in mark["lines"]}
    assert marks == {name: [office["lat"], office["lon"]] for name, office in offices.items()}
    frame = around(PARTNERS, 1000, 600)
    across = {name: frame.pixel(lon, lat)[0] for name, (lat, lon) in marks.items()}
    east = {name for name, office in offices.items() if office["country"] in {"US", "CA", "MX", "BR", "CL"}}
    japan = {name for name, office in offices.items() if office["country"] == "JP"}
    assert min(across[name] for name in east) > max(across[name] for name in japan)


@pytest.mark.parametrize(
    ("language", "word"), [(Language.ENGLISH, "Unchecked"), (Language.JAPANESE, "未確認")]
)
def test_a_mark_of_an_office_says_its_city_and_whether_nobody_has_checked_it(atlas, language, word):
    change = with_offices(atlas, WORLD, ViewState(language=language))
    about = dict(line for mark in change["points"] for line in mark["lines"])
    for office in atlas.store.records("offices"):
        told = about[office[f"name_{language}"]]
        assert told.startswith(office[f"city_{language}"])
        assert told.endswith(word) == (office["evidence"] == Evidence.RECALL)


def test_offices_on_the_map_are_those_with_the_evidence_asked_for(atlas):
    change = with_offices(atlas, WORLD, ViewState(evidence=(Evidence.RECALL,)))
    lines = [line for mark in change["points"] for line in mark["lines"]]
    assert lines
    assert all(about.endswith("Unchecked") for _, about in lines)


def test_a_map_shows_all_points_and_something_around_a_single_one():
    (south, west), (north, east) = extent([(140, 38)])
    assert south < 38 < north
    assert west < 140 < east
    (south, west), (north, east) = extent([(140, 38), (141, 39)])
    assert south < 38 < 39 < north
    assert west < 140 < 141 < east
