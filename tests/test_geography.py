"""Distances, arcs on the map's world, and which prefecture a point lies in."""

from itertools import pairwise

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from cluster_map.geography import (
    distance_km,
    great_circle,
    km_outside,
    nearest_point_in,
    prefecture_of,
    to_plain,
    to_shifted,
)

TOKYO, OSAKA, NAHA = (139.6917, 35.6895), (135.5023, 34.6937), (127.6809, 26.2124)
BERLIN, LONDON, NEW_YORK = (13.4050, 52.5200), (-0.1278, 51.5074), (-74.0060, 40.7128)
HONOLULU, AUSTIN, SANTIAGO = (-157.8583, 21.3069), (-97.7431, 30.2672), (-70.6693, -33.4489)
RECIFE, REYKJAVIK, BANGKOK = (-34.8811, -8.0539), (-21.9426, 64.1466), (100.5018, 13.7563)


@pytest.mark.parametrize(
    ("start", "end", "published_km"),
    [(TOKYO, OSAKA, 397), (TOKYO, BERLIN, 8_920), (TOKYO, NEW_YORK, 10_850), (LONDON, NEW_YORK, 5_570)],
)
def test_distances_between_cities_are_the_published_ones(start, end, published_km):
    assert distance_km(start, end) == pytest.approx(published_km, rel=0.01)


def test_one_degree_along_the_equator_is_a_360th_of_its_length():
    assert distance_km((10, 0), (11, 0)) == pytest.approx(40_075.017 / 360, rel=1e-6)


@pytest.mark.parametrize(
    ("plain", "shifted"),
    [(139.7, 139.7), (0, 0), (-30, -30), (-30.5, 329.5), (-180, 180), (-157.9, 202.1), (179.9, 179.9)],
)
def test_longitudes_west_of_the_cut_follow_east_of_the_antimeridian(plain, shifted):
    assert to_shifted(plain) == pytest.approx(shifted)
    assert to_plain(shifted) == pytest.approx(plain)


def test_the_antimeridian_has_one_longitude_in_each_world():
    assert to_shifted(180) == to_shifted(-180) == 180
    assert to_plain(180) == to_plain(-180) == -180


EVERYWHERE = [BERLIN, LONDON, NEW_YORK, HONOLULU, AUSTIN, SANTIAGO, RECIFE, REYKJAVIK, BANGKOK, OSAKA]


@pytest.mark.parametrize("start", [TOKYO, NAHA], ids=["tokyo", "naha"])
@pytest.mark.parametrize("end", EVERYWHERE)
def test_an_arc_joins_both_ends_without_a_jump_inside_the_map(start, end):
    line = great_circle(start, end)
    assert line[0] == (to_shifted(start[0]), start[1])
    assert line[-1] == (to_shifted(end[0]), end[1])
    assert all(abs(b[0] - a[0]) <= 5 for a, b in pairwise(line))
    assert all(-30 <= lon <= 330 for lon, _ in line)


@pytest.mark.parametrize("end", [NEW_YORK, HONOLULU, AUSTIN, SANTIAGO, RECIFE])
def test_from_japan_the_americas_lie_to_the_east(end):
    longitudes = [lon for lon, _ in great_circle(TOKYO, end)]
    assert longitudes == sorted(longitudes)


@pytest.mark.parametrize("end", [BERLIN, LONDON, BANGKOK, REYKJAVIK])
def test_from_japan_europe_and_south_east_asia_lie_to_the_west(end):
    longitudes = [lon for lon, _ in great_circle(TOKYO, end)]
    assert longitudes == sorted(longitudes, reverse=True)


@pytest.mark.parametrize("end", [OSAKA, BERLIN, NEW_YORK, BANGKOK])
def test_an_arc_is_as_long_as_the_shortest_way(end):
    line = [(to_plain(lon), lat) for lon, lat in great_circle(TOKYO, end)]
    assert sum(distance_km(a, b) for a, b in pairwise(line)) == pytest.approx(
        distance_km(TOKYO, end), rel=0.001
    )


def test_an_arc_from_a_place_to_itself_has_both_ends():
    assert great_circle(TOKYO, TOKYO) == [TOKYO, TOKYO]


SQUARE = box(139, 35, 140, 36)


@pytest.mark.parametrize("inside", [(139.5, 35.5), (139, 35.5), (140, 36)])
def test_a_point_inside_or_on_the_border_is_not_outside(inside):
    assert km_outside(SQUARE, *inside) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("outside", "foot"), [((140.5, 35.2), (140, 35.2)), ((139.5, 34), (139.5, 35)), ((141, 37), (140, 36))]
)
def test_outside_the_distance_is_that_to_the_nearest_border(outside, foot):
    assert km_outside(SQUARE, *outside) == pytest.approx(distance_km(outside, foot), rel=0.005)


def test_distance_to_an_area_does_not_stop_at_the_antimeridian():
    assert km_outside(box(179, 0, 180, 1), -179.5, 0.5) == pytest.approx(
        distance_km((0, 0.5), (0.5, 0.5)), 0.01
    )


def test_the_nearest_point_of_an_area_is_the_point_itself_inside_and_on_the_border_outside():
    assert nearest_point_in(SQUARE, 139.3, 35.7) == (139.3, 35.7)
    lon, lat = nearest_point_in(SQUARE, 140.5, 35.2)
    assert lon == pytest.approx(140, abs=0.001)
    assert km_outside(SQUARE, lon, lat) < 0.01
    assert distance_km((140.5, 35.2), (lon, lat)) == pytest.approx(km_outside(SQUARE, 140.5, 35.2), rel=0.001)


@pytest.fixture
def two_neighbours() -> gpd.GeoDataFrame:
    areas = [box(139, 35, 140, 36), box(140, 35, 141, 36)]
    return gpd.GeoDataFrame({"prefecture": ["06", "22"]}, geometry=areas, crs="EPSG:4326")


def _located(points: dict[str, tuple[float, float]], prefectures: gpd.GeoDataFrame) -> pd.Series:
    series = gpd.GeoSeries({name: Point(point) for name, point in points.items()}, crs="EPSG:4326")
    return prefecture_of(series, prefectures)


def test_a_point_belongs_to_the_prefecture_that_contains_it(two_neighbours):
    found = _located({"b": (140.2, 35.5), "a": (139.2, 35.5)}, two_neighbours)
    assert found.to_dict() == {"b": "22", "a": "06"}


def test_a_point_off_the_coast_belongs_to_the_nearest_within_three_kilometres(two_neighbours):
    two_km, four_km = 2 / 111.0, 4 / 111.0
    found = _located({"near": (139.5, 36 + two_km), "far": (139.5, 36 + four_km)}, two_neighbours)
    assert found["near"] == "06"
    assert pd.isna(found["far"])


def test_a_point_on_a_shared_border_belongs_to_one_of_the_two(two_neighbours):
    found = _located({"border": (140, 35.5)}, two_neighbours)
    assert len(found) == 1
    assert found["border"] in {"06", "22"}
