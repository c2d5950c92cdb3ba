"""The committed layers and browser files, and the rules by which the build draws them. No network."""

import csv
import json
import math
from itertools import combinations, pairwise
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box, shape

from cluster_map.geography import km_outside
from data_build import coverage
from data_build.browser import write_browser_file, write_tiles
from data_build.coverage import Level
from data_build.layers import Layer, write_layer
from data_build.shifted_world import MAP_WEST, PLAIN_WEST, cut, shift

DATA = Path(__file__).parents[1] / "data"
BOTH_PREFECTURES = pytest.mark.parametrize("level", ["prefectures", "prefectures_detail"])
BOTH_REGIONS = pytest.mark.parametrize("level", ["partner_regions", "partner_regions_detail"])
BOTH_WORLDS = pytest.mark.parametrize("suffix", ["", "_detail"])


def read_rows(name: str) -> list[dict[str, str]]:
    with (DATA / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_shapes(name: str) -> dict[str, shapely.Geometry]:
    layer = gpd.read_file(DATA / "layers" / f"{name}.fgb")
    return dict(zip(layer.iloc[:, 0], layer.geometry, strict=True))


def read_browser(name: str) -> dict[str, shapely.Geometry]:
    content = json.loads((DATA / "layers" / "browser" / f"{name}.json").read_text(encoding="utf-8"))
    return {feature["properties"]["id"]: shape(feature["geometry"]) for feature in content["features"]}


PREFECTURES = {row["prefecture"]: row for row in read_rows("prefectures")}
REGIONS = {row["region"]: row for row in read_rows("partner_regions")}


# --- Prefectures


@BOTH_PREFECTURES
def test_every_prefecture_has_one_valid_shape(level):
    shapes = read_shapes(level)
    assert list(shapes) == sorted(PREFECTURES)
    assert len(shapes) == 47
    assert all(area.is_valid and area.area > 0 for area in shapes.values())


@BOTH_PREFECTURES
def test_neighbouring_prefectures_share_their_borders_without_gap_or_overlap(level):
    shapes = list(read_shapes(level).values())
    assert shapely.coverage_is_valid(shapes, gap_width=0.003)
    assert all(not land.interiors for land in shapely.get_parts(shapely.union_all(shapes)))


@BOTH_PREFECTURES
@pytest.mark.parametrize(
    ("one", "other"), [("13", "11"), ("40", "41"), ("06", "04"), ("29", "30"), ("45", "46")]
)
def test_prefectures_that_are_neighbours_touch_along_a_line(level, one, other):
    shapes = read_shapes(level)
    assert shapes[one].intersection(shapes[other]).length > 0.1


@BOTH_PREFECTURES
def test_a_prefecture_contains_its_capital_or_lies_within_three_kilometres(level):
    for code, area in read_shapes(level).items():
        capital = PREFECTURES[code]
        assert km_outside(area, float(capital["lon"]), float(capital["lat"])) <= 3, capital["name_en"]


@BOTH_PREFECTURES
def test_a_prefecture_is_as_large_as_official_statistics_say(level):
    layer = gpd.read_file(DATA / "layers" / f"{level}.fgb")
    equal_area = layer.set_index("prefecture").to_crs("EPSG:6933").area / 1e6
    for code, km2 in equal_area.items():
        assert km2 == pytest.approx(float(PREFECTURES[code]["area_km2"]), rel=0.08), code


@BOTH_PREFECTURES
@pytest.mark.parametrize(
    ("island", "lon", "lat", "prefecture"),
    [
        ("Yonaguni", 122.99, 24.46, "47"),
        ("Hateruma in Yaeyama", 123.79, 24.06, "47"),
        ("Oshima of Izu", 139.40, 34.74, "13"),
        ("Hachijojima", 139.80, 33.10, "13"),
        ("Chichijima of Ogasawara", 142.21, 27.08, "13"),
        ("Hahajima of Ogasawara", 142.16, 26.66, "13"),
        ("Amami Oshima", 129.49, 28.35, "46"),
        ("Yoron, south of Amami", 128.43, 27.04, "46"),
        ("Iheya, north of Okinawa", 127.97, 27.05, "47"),
        ("Nagashima", 130.16, 32.17, "46"),
        ("Amakusa Shimoshima", 130.09, 32.37, "43"),
        ("Hatsushima", 139.17, 35.04, "22"),
        ("Tsushima", 129.33, 34.40, "42"),
        ("Tobishima", 139.55, 39.19, "06"),
        ("Sado", 138.37, 38.05, "15"),
        ("Okushiri", 139.46, 42.15, "01"),
    ],
)
def test_an_island_belongs_to_the_prefecture_that_governs_it(level, island, lon, lat, prefecture):
    nearest = min(read_shapes(level).items(), key=lambda item: km_outside(item[1], lon, lat))
    assert nearest[0] == prefecture, island
    assert km_outside(nearest[1], lon, lat) <= 3, island


@BOTH_PREFECTURES
def test_tokyo_and_okinawa_reach_to_their_farthest_islands(level):
    shapes = read_shapes(level)
    assert shapes["13"].bounds[1] < 25
    assert shapes["13"].bounds[2] > 153.9
    assert shapes["47"].bounds[0] < 123
    assert all(area.bounds[0] > 122 and area.bounds[2] < 154 for area in shapes.values())


# --- Countries and disputed areas


@BOTH_WORLDS
def test_countries_and_disputed_areas_together_cover_the_land_once(suffix):
    countries, disputed = read_shapes(f"countries{suffix}"), read_shapes(f"disputed{suffix}")
    assert shapely.coverage_is_valid([*countries.values(), *disputed.values()])
    assert all(area.is_valid and not area.is_empty for area in (*countries.values(), *disputed.values()))


@BOTH_WORLDS
def test_every_country_that_a_record_names_is_drawn(suffix):
    assert {row["country"] for row in read_rows("countries")} <= set(read_shapes(f"countries{suffix}"))


@BOTH_WORLDS
def test_stored_layers_have_plain_longitudes(suffix):
    for name in ("countries", "disputed", "partner_regions"):
        for code, area in read_shapes(f"{name}{suffix}").items():
            assert -180 <= area.bounds[0] <= area.bounds[2] <= 180, code


DISPUTED_PLACES = {
    "Kunashiri": (146.0, 44.15),
    "Etorofu": (147.9, 45.03),
    "Shikotan": (146.75, 43.79),
    "Shibotsu of Habomai": (146.15, 43.51),
    "Suisho of Habomai": (145.91, 43.435),
    "Takeshima/Dokdo": (131.8625, 37.243),
    "Senkaku/Diaoyu": (123.53, 25.765),
    "Simferopol": (34.10, 44.95),
    "Srinagar": (74.80, 34.08),
    "Gilgit": (74.31, 35.92),
    "Laayoune": (-13.20, 27.10),
    "Tifariti": (-10.57, 26.16),
    "Sukhumi": (41.02, 43.02),
    "Hargeisa": (44.06, 9.56),
}


@BOTH_WORLDS
@pytest.mark.parametrize("place", DISPUTED_PLACES)
def test_a_disputed_place_belongs_to_no_country_but_to_a_disputed_area(suffix, place):
    lon, lat = DISPUTED_PLACES[place]
    disputed, countries = read_shapes(f"disputed{suffix}"), read_shapes(f"countries{suffix}")
    assert min(km_outside(area, lon, lat) for area in disputed.values()) <= 2
    assert not any(area.contains(Point(lon, lat)) for area in countries.values())


def test_no_prefecture_contains_a_disputed_island():
    disputed = shapely.union_all(list(read_shapes("disputed_detail").values()))
    assert not any(area.intersects(disputed) for area in read_shapes("prefectures_detail").values())


@BOTH_WORLDS
def test_a_disputed_area_says_in_both_languages_that_the_map_takes_no_position(suffix):
    layer = gpd.read_file(DATA / "layers" / f"disputed{suffix}.fgb")
    assert layer["notes"].str.contains("takes no position").all()
    assert layer["notes_ja"].str.contains("いずれの立場もとらない").all()


# --- Partner regions


@BOTH_REGIONS
def test_every_partner_region_has_a_shape_that_contains_its_point_or_lies_near(level):
    shapes = read_shapes(level)
    assert set(shapes) == set(REGIONS)
    for region, area in shapes.items():
        assert area.is_valid
        assert km_outside(area, float(REGIONS[region]["lon"]), float(REGIONS[region]["lat"])) <= 25, region


def test_every_partner_region_is_made_of_parts_in_its_country():
    parts = read_rows("region_parts")
    assert {row["region"] for row in parts} == set(REGIONS)
    assert all(row["country"] == REGIONS[row["region"]]["country"] for row in parts)
    assert len({(row["region"], row["part"]) for row in parts}) == len(parts)


def test_only_a_region_known_as_a_country_is_drawn_as_a_whole_country():
    whole = {row["region"] for row in read_rows("region_parts") if row["part_key"] == "country"}
    assert whole == {region for region, row in REGIONS.items() if row["level"] == "country"}


def test_a_region_has_as_many_parts_as_subdivision_codes():
    # The source's subdivisions of these countries are those of ISO 3166-2.
    for region, row in REGIONS.items():
        if row["country"] in {"DE", "FR", "GB", "CH", "ES", "IT", "US"} and row["iso_3166_2"]:
            parts = [part for part in read_rows("region_parts") if part["region"] == region]
            assert len(parts) == len(row["iso_3166_2"].split(";")), region


def test_a_note_on_a_part_is_in_both_languages():
    assert all(bool(row["note"]) == bool(row["note_ja"]) for row in read_rows("region_parts"))


@BOTH_REGIONS
def test_a_region_within_another_lies_inside_it(level):
    shapes = read_shapes(level)
    for inner, outer in [
        ("de-nuremberg", "de-bavaria"),
        ("de-bavaria", "de-germany"),
        ("gb-orkney-emec", "gb-scotland"),
        ("fi-oulu", "fi-finland"),
    ]:
        assert shapes[inner].difference(shapes[outer]).area < 1e-6, (inner, outer)


@pytest.mark.parametrize("country", ["de-germany", "kr-korea", "in-india", "fi-finland"])
def test_a_whole_country_has_the_border_of_the_zoomed_world(country):
    drawn = read_shapes("countries_detail")[country[:2].upper()]
    assert read_shapes("partner_regions")[country].symmetric_difference(drawn).area < 1e-6


# --- Browser files


@pytest.mark.parametrize(
    ("name", "most_bytes"),
    [
        ("prefectures", 200_000),
        ("prefectures_detail", 900_000),
        ("world", 400_000),
        ("world_detail", 1_400_000),
        ("partner_regions", 300_000),
        ("partner_regions_detail", 900_000),
        ("disputed", 40_000),
        ("disputed_detail", 40_000),
        ("tiles", 10_000),
    ],
)
def test_a_browser_file_is_small_and_carries_only_codes(name, most_bytes):
    file = DATA / "layers" / "browser" / f"{name}.json"
    assert file.stat().st_size <= most_bytes
    text = file.read_text(encoding="utf-8")
    assert " " not in text
    assert all(list(feature["properties"]) == ["id"] for feature in json.loads(text)["features"])


@pytest.mark.parametrize(
    ("browser", "layer"),
    [
        ("prefectures", "prefectures"),
        ("prefectures_detail", "prefectures_detail"),
        ("world", "countries"),
        ("world_detail", "countries_detail"),
        ("partner_regions", "partner_regions"),
        ("partner_regions_detail", "partner_regions_detail"),
        ("disputed", "disputed"),
        ("disputed_detail", "disputed_detail"),
        ("tiles", "prefectures"),
    ],
)
def test_a_browser_file_has_the_codes_of_its_layer(browser, layer):
    assert list(read_browser(browser)) == list(read_shapes(layer))


@BOTH_PREFECTURES
def test_the_browser_gets_prefectures_that_share_their_borders(level):
    assert shapely.coverage_is_valid(list(read_browser(level).values()))


@BOTH_WORLDS
def test_the_browser_gets_a_world_cut_only_in_the_atlantic(suffix):
    world = read_browser(f"world{suffix}")
    assert all(area.bounds[0] >= -30 and area.bounds[2] <= 330 for area in world.values())
    greenland = world["GL"].bounds
    assert (greenland[0], greenland[2]) == (-30, 330)
    japan = world["JP"].bounds
    assert 122 < japan[0] < japan[2] < 154


@BOTH_WORLDS
@pytest.mark.parametrize(
    ("country", "lon", "lat"), [("RU", 180, 67.5), ("RU", 180, 71.1), ("FJ", 180, -16.6)]
)
def test_land_on_the_antimeridian_has_no_seam(suffix, country, lon, lat):
    area = read_browser(f"world{suffix}")[country]
    on_the_line = area.boundary.intersection(shapely.LineString([(lon, -89), (lon, 89)]))
    assert on_the_line.length == 0
    assert km_outside(area, lon, lat) <= 25


def test_outer_rings_run_anticlockwise():
    for area in read_browser("prefectures").values():
        assert all(part.exterior.is_ccw for part in shapely.get_parts(area))


# --- Tile grid


def test_each_prefecture_has_a_tile_of_its_own():
    rows = read_rows("tile_grid")
    assert [row["prefecture"] for row in rows] == sorted(PREFECTURES)
    assert len({(row["column"], row["row"]) for row in rows}) == 47


def test_hokkaido_is_top_right_and_okinawa_bottom_left():
    place = {row["prefecture"]: (int(row["column"]), int(row["row"])) for row in read_rows("tile_grid")}
    columns, rows = zip(*place.values(), strict=True)
    assert place["01"] == (max(columns), min(rows))
    assert place["47"] == (min(columns), max(rows))


def test_tiles_of_neighbouring_prefectures_lie_near_each_other():
    place = {row["prefecture"]: (int(row["column"]), int(row["row"])) for row in read_rows("tile_grid")}
    shapes = read_shapes("prefectures")
    for one, other in combinations(shapes, 2):
        if shapes[one].intersection(shapes[other]).length > 0:
            assert math.dist(place[one], place[other]) < 3, (one, other)


def test_tiles_are_equal_squares_on_the_map_about_where_japan_is():
    def height(latitude: float) -> float:
        return math.degrees(math.asinh(math.tan(math.radians(latitude))))

    tiles = read_browser("tiles")
    widths = [area.bounds[2] - area.bounds[0] for area in tiles.values()]
    heights = [height(area.bounds[3]) - height(area.bounds[1]) for area in tiles.values()]
    assert widths == pytest.approx([widths[0]] * 47, abs=0.002)
    assert heights == pytest.approx([widths[0]] * 47, abs=0.004)
    west, south, east, north = shapely.total_bounds(list(tiles.values()))
    assert (west + east) / 2 == pytest.approx(137.5, abs=0.01)
    assert (height(south) + height(north)) / 2 == pytest.approx(height(36), abs=0.01)


# --- How the build draws


def series(*shapes: shapely.Geometry) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes), crs="EPSG:4326")


def test_a_polygon_whose_longitudes_jump_at_the_antimeridian_becomes_one_piece():
    jumping = Polygon([(179, 0), (-179, 0), (-179, 1), (179, 1)])
    assert shift(series(jumping))[0].equals(box(179, 0, 181, 1))


def test_pieces_cut_at_the_antimeridian_are_healed():
    halves = MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -179, 1)])
    healed = shift(series(halves))[0]
    assert healed.geom_type == "Polygon"
    assert healed.equals(box(179, 0, 181, 1))


def test_a_mended_bow_tie_keeps_both_its_wings():
    bow_tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert shift(series(bow_tie))[0].area == pytest.approx(2)


def test_land_across_the_cut_of_the_map_is_split_and_keeps_its_area():
    across = series(box(300, 60, 340, 80))
    split = cut(across, MAP_WEST)[0]
    assert split.equals(MultiPolygon([box(300, 60, 330, 80), box(-30, 60, -20, 80)]))
    whole = cut(across, PLAIN_WEST)[0]
    assert whole.equals(box(-60, 60, -20, 80))


ROUGH = Level("", tolerance=0.3, decimals=2, smallest_island=0.5)


def wavy_border(steps: int = 40) -> list[tuple[float, float]]:
    return [(1 + 0.05 * (-1) ** step, step / steps) for step in range(steps + 1)]


def test_simplifying_keeps_a_shared_border_shared():
    border = wavy_border()
    left, right = Polygon([(0, 0), *border, (0, 1)]), Polygon([(2, 0), *border, (2, 1)])
    simple = coverage.simplify(series(left, right), ROUGH)
    assert shapely.get_num_coordinates(simple.to_numpy()).sum() < 20
    assert shapely.coverage_is_valid(simple.to_numpy())
    assert simple.union_all().area == pytest.approx(2, abs=0.1)


def test_an_islet_smaller_than_the_grid_is_not_lost():
    islet = box(0.001, 0.001, 0.004, 0.004)
    assert coverage.simplify(series(islet), ROUGH)[0].area > 0


def test_small_islands_go_except_the_largest_of_each_and_those_to_keep():
    islands = [box(10, 0, 10.1, 0.1), box(12, 0, 12.2, 0.2)]
    rows = series(
        MultiPolygon([box(0, 0, 1, 1), islands[0]]), MultiPolygon(islands[1:]), MultiPolygon(islands)
    )
    rows[2] = shapely.affinity.translate(rows[2], yoff=5)
    left = coverage.without_small_islands(rows, 0.5, keep=pd.Series([False, False, True]))
    assert [len(row.geoms) for row in left] == [1, 1, 2]


def test_a_small_exclave_within_another_country_stays():
    hole = box(4, 4, 4.1, 4.1)
    around = Polygon(box(0, 0, 9, 9).exterior, [hole.exterior])
    rows = series(around, MultiPolygon([box(20, 0, 22, 2), hole]))
    left = coverage.without_small_islands(rows, 0.5, keep=pd.Series([False, False]))
    assert len(left[1].geoms) == 2


def test_polygons_that_do_not_share_their_border_are_refused():
    with pytest.raises(coverage.CoverageError, match="Borders are not shared"):
        coverage.check(series(box(0, 0, 1, 1), box(0.9, 0, 2, 1)))


def test_the_same_layer_is_written_to_the_same_bytes(tmp_path):
    features = gpd.GeoDataFrame(
        {"country": ["AA", "BB"]}, geometry=[box(0, 0, 1, 1), box(175, 0, 185, 1)], crs=4326
    )
    layer = Layer("countries", features)
    grid = pd.DataFrame({"prefecture": ["01", "02"], "column": ["1", "0"], "row": ["0", "1"]})
    written = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        files = [write_layer(layer, folder), write_browser_file(layer, folder), write_tiles(grid, folder)]
        written.append([file.read_bytes() for file in files])
    assert all(one == other for one, other in zip(*written, strict=True))


def test_a_line_across_the_antimeridian_is_cut_in_the_stored_layer_but_not_in_the_browsers(tmp_path):
    features = gpd.GeoDataFrame({"country": ["BB"]}, geometry=[box(175, 0, 185, 1)], crs=4326)
    layer = Layer("countries", features)
    stored = gpd.read_file(write_layer(layer, tmp_path)).geometry[0]
    assert stored.equals(MultiPolygon([box(175, 0, 180, 1), box(-180, 0, -175, 1)]))
    sent = json.loads(write_browser_file(layer, tmp_path).read_text(encoding="utf-8"))
    ring = sent["features"][0]["geometry"]["coordinates"][0]
    assert max(abs(b[0] - a[0]) for a, b in pairwise(ring)) == 10
