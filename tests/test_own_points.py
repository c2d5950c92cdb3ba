"""Points of a reader's own: in the right prefecture, in never too many cells, forgotten in the end."""

import gc
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_own_figures import NAMES

from cluster_map.api.own_cells import own_cells_routes
from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.exports.cells import csv_bytes
from cluster_map.own_figures.figures import OwnFigures, Taking
from cluster_map.own_figures.grid import WORLD, Box, cell_degrees, cells
from cluster_map.own_figures.limits import limits
from cluster_map.own_figures.points import Outlines, outlines_of, prefectures_of_points
from cluster_map.own_figures.problems import FileRefusedError, ProblemKind, Refusal
from cluster_map.own_figures.reading import Country, read_figures
from cluster_map.own_figures.samples import figures_sample, points_sample, template
from cluster_map.own_figures.shelf import Shelf, cells_path
from cluster_map.store import open_store

WEST, EAST = shapely.box(139, 35, 140, 36), shapely.box(140, 35, 141, 36)
TWO_SQUARES = Outlines({"13": WEST, "12": EAST})
COUNTRY = Country(NAMES, lambda: TWO_SQUARES)


def read(text: str) -> OwnFigures:
    return read_figures("points.csv", text.encode(), COUNTRY, limits())


def points(*at: tuple[float, float]) -> OwnFigures:
    return read("lon,lat\n" + "".join(f"{lon},{lat}\n" for lon, lat in at))


def codes(*at: tuple[float, float]) -> list[str | None]:
    lon, lat = np.array(at, dtype=float).T
    return list(prefectures_of_points(lon, lat, TWO_SQUARES))


def test_a_point_is_in_the_prefecture_that_holds_it_else_in_the_nearest_at_hand_else_in_none():
    assert codes((139.5, 35.5), (140.5, 35.5), (138.99, 35.5), (140.02, 36.01), (138.9, 35.5), (0, 0)) == [
        "13",
        "12",
        "13",
        "12",
        None,
        None,
    ]


def test_a_point_near_two_prefectures_is_in_the_nearer_one():
    assert codes((139.995, 36.01), (140.005, 36.01)) == ["13", "12"]


@pytest.mark.parametrize(
    "header", ["lon,lat", "Longitude,Latitude", "経度,緯度", "x,y", "LNG,LAT", "経度(度),緯度(度)"]
)
def test_coordinates_are_found_by_their_headers(header):
    own = read(f"{header}\n139.5,35.5\n140.5,35.5\n140.6,35.6\n")
    assert {c: n for c, n in own.by_prefecture(Taking.COUNT).items() if n} == {"12": 2, "13": 1}


def test_coordinates_without_telling_headers_are_found_by_their_values():
    assert read("a,b\n35.5,139.5\n35.6,139.6\n").rows_counted == 2


def test_coordinates_that_cannot_be_are_reported_by_row_and_do_not_count():
    own = read("lon,lat\n139.5,35.5\n35.5,139.5\n139.5,\n200,35\n139.5,95\n139°30',35\n")
    assert [(p.row, p.column, p.kind) for p in own.problems] == [
        (3, "lat", ProblemKind.SWAPPED),
        (4, "lat", ProblemKind.LATITUDE),
        (5, "lon", ProblemKind.LONGITUDE),
        (6, "lat", ProblemKind.LATITUDE),
        (7, "lon", ProblemKind.LONGITUDE),
    ]
    assert own.rows_counted == 1


def test_amounts_of_points_are_summed_by_prefecture():
    own = read("lon,lat,sales\n139.5,35.5,2\n139.6,35.5,3\n140.5,35.5,4\n")
    assert own.by_prefecture(Taking.SUM) == {"12": 4, "13": 5}


# Cells


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(st.floats(122, 154), st.floats(20, 46)), min_size=1, max_size=60),
    st.floats(1, 12),
    st.integers(1, 20),
)
def test_every_point_is_in_one_cell_and_there_are_never_more_cells_than_allowed(at, zoom, most):
    own = points(*((round(lon, 4), round(lat, 4)) for lon, lat in at))
    found = cells(own, zoom, WORLD, most)
    assert sum(count for *_, count in found) == own.rows_counted
    assert len(found) <= most


def test_cells_follow_the_zoom():
    own = points(*((139 + n / 50, 35.5) for n in range(50)))
    counts = [len(cells(own, zoom, WORLD, 2000)) for zoom in (4, 6, 8, 12)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] == 50
    assert cell_degrees(5) == 2 * cell_degrees(6)


def test_a_box_over_the_180th_meridian_holds_both_sides_of_it():
    own = points((179.5, 10), (-179.5, 10), (0, 10))
    assert sum(count for *_, count in cells(own, 5, Box(-90, 170, 90, -170), 10)) == 2


# The shelf and the address


def client(shelf: Shelf) -> TestClient:
    return TestClient(Starlette(routes=own_cells_routes(lambda: shelf)))


QUERY = {"south": 20, "west": 120, "north": 50, "east": 150, "zoom": 5}


def test_the_map_is_answered_under_the_token_alone_and_nobody_keeps_the_answer():
    shelf = Shelf(limits())
    own = points((139.5, 35.5), (139.5, 35.5))
    address = f"/{cells_path(shelf.put(own))}"
    answer = client(shelf).get(address, params=QUERY)
    assert answer.json() == {"cells": [[35.5, 139.5, 2]]}
    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers
    assert client(shelf).get(f"/{cells_path('guess')}", params=QUERY).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"zoom": "x"}, {"zoom": 99}, {"south": "nan"}, {"east": "1e999"}, {"north": "1;DROP"}]
)
def test_numbers_of_the_address_that_cannot_be_are_refused(wrong):
    shelf = Shelf(limits())
    own = points((139.5, 35.5))
    answer = client(shelf).get(f"/{cells_path(shelf.put(own))}", params=QUERY | wrong)
    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.json()["detail"]


def test_a_file_that_its_session_has_let_go_is_gone():
    shelf = Shelf(limits())
    own = points((139.5, 35.5))
    token = shelf.put(own)
    assert len(shelf) == 1
    del own
    gc.collect()
    assert shelf.get(token) is None
    assert len(shelf) == 0


def test_a_full_shelf_reads_no_further_file():
    shelf = Shelf(replace(limits(), files_kept=1))
    own = points((139.5, 35.5))
    shelf.put(own)
    with pytest.raises(FileRefusedError) as refused, shelf.place_to_read():
        pass
    assert refused.value.reason is Refusal.BUSY


# What is handed out to begin with


@pytest.mark.parametrize("language", Language)
def test_the_template_and_the_samples_read_back_without_a_problem(language):
    atlas = Atlas(open_store())
    outlines = outlines_of(open_store().read_layer("prefectures"))
    country = Country(NAMES, lambda: outlines)
    read_back = {
        make: read_figures("sample.csv", csv_bytes(*make(atlas, language)), country, limits())
        for make in (template, figures_sample, points_sample)
    }
    assert all(own.problem_count == own.repeated_count == 0 for own in read_back.values())
    assert all(own.rows_counted == own.rows_read for own in read_back.values())
    population = {code: float(row["population"]) for code, row in NAMES.prefectures.items()}
    assert read_back[figures_sample].by_prefecture(Taking.FIGURES) == population
    assert read_back[points_sample].has_points
