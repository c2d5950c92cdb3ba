"""What stands side by side is aligned, says what differs, and opens elsewhere."""

import io
from functools import cache

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from cluster_map.comparison import Cell, Row, common_sector, compare_clusters, compare_prefectures
from cluster_map.domain import Language, SectorId
from cluster_map.exports.comparison_set import comparison_taken
from cluster_map.exports.files import as_csv, as_xlsx
from cluster_map.exports.small_maps import small_maps
from cluster_map.process import shared_atlas
from cluster_map.profiles import point_of
from cluster_map.strength.figures import Statistics
from cluster_map.url_state import Known, ViewState, format_view, parse_view

KNOWN = Known(clusters=("a", "b", "c", "d", "e"))
each_language = pytest.mark.parametrize("language", Language)


@cache
def statistics() -> Statistics:
    return Statistics(shared_atlas().store)


def prefectures(*codes: str):
    return [shared_atlas().prefectures[code] for code in codes]


def clusters(*ids: str):
    return [shared_atlas().clusters[one] for one in ids]


@each_language
def test_every_row_has_one_cell_for_each_thing(language):
    four = prefectures("01", "13", "27", "47")
    parts = compare_prefectures(shared_atlas(), statistics(), four, SectorId.FOOD, language)
    parts += compare_clusters(
        shared_atlas(), statistics(), clusters("sapporo-bio", "niseko-resort"), SectorId.FOOD, language
    )
    assert {len(row.cells) for part in parts[:3] for row in part.rows} == {4}
    assert {len(row.cells) for part in parts[3:] for row in part.rows} == {2}
    assert all(cell.text for part in parts for row in part.rows for cell in row.cells)


def test_a_row_differs_when_one_value_does():
    assert Row("x", (Cell("1"), Cell("1"), Cell("2"))).differs
    assert not Row("x", (Cell("1", "2019"), Cell("1", "2021"))).differs


def test_a_thing_beside_itself_differs_in_nothing():
    parts = compare_prefectures(
        shared_atlas(), statistics(), prefectures("22", "22"), SectorId.MACHINERY, Language.ENGLISH
    )
    assert not [row.label for part in parts for row in part.rows if row.differs]


@each_language
def test_every_figure_says_year_and_source_and_a_missing_one_why(language):
    parts = compare_prefectures(shared_atlas(), statistics(), prefectures("13", "47"), SectorId.ICT, language)
    cells = [cell for row in parts[-1].rows for cell in row.cells]
    with_figure = [cell for cell in cells if any(c.isdigit() for c in cell.text)]
    assert with_figure
    for cell in cells:
        if cell in with_figure:
            assert "20" in cell.note
            assert "https://" in cell.source
        else:
            assert cell.text
            assert (cell.note, cell.source) == ("", "")


def test_the_sector_asked_for_is_compared_else_the_one_that_most_have():
    have = [("ict", "food"), ("food",), ("machinery", "food")]
    assert common_sector(have, (SectorId.ICT,)) is SectorId.ICT
    assert common_sector(have, ()) is SectorId.FOOD


# Link


def test_a_link_of_several_clusters_keeps_their_order():
    view, refused = parse_view({"lang": "en", "cluster": "c,a"}, KNOWN)
    assert (view.compared, view.cluster, refused) == (("c", "a"), None, [])
    assert parse_view(format_view(view), KNOWN) == (view, [])


def test_of_several_clusters_those_that_are_gone_are_reported():
    view, refused = parse_view({"cluster": "a,gone,b"}, KNOWN)
    assert (view.compared, [part.found for part in refused]) == (("a", "b"), ["gone"])
    view, refused = parse_view({"cluster": "a,gone"}, KNOWN)
    assert (view.cluster, view.compared, len(refused)) == ("a", (), 1)
    view, refused = parse_view({"cluster": "gone,also-gone"}, KNOWN)
    assert (view, len(refused)) == (ViewState(), 2)


# Maps and files


def test_small_maps_are_on_one_scale_and_show_the_prefecture():
    hokkaido, kagawa = prefectures("01", "37")
    places = [(point_of(p), (p["prefecture"],)) for p in (hokkaido, kagawa)]
    made = small_maps(shared_atlas(), places, [hokkaido["area_km2"], kagawa["area_km2"]])
    alone = small_maps(shared_atlas(), places[1:], [kagawa["area_km2"]])
    assert made[1].km > alone[0].km
    assert made[0].km == pytest.approx(made[1].km, rel=0.25)
    for one in made:
        assert etree.fromstring(one.svg).findall(".//{*}path")


@each_language
def test_a_comparison_opens_in_other_programs(language):
    both = clusters("sapporo-bio", "niseko-resort")
    parts = compare_clusters(shared_atlas(), statistics(), both, SectorId.FOOD, language)
    taken = comparison_taken(shared_atlas(), both, parts, language, "https://example.org/compare")
    table = pd.read_csv(io.BytesIO(as_csv(taken)), dtype=str)
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(taken)))["comparison"]
    names = [record[f"name_{language}"] for record in both]
    assert list(table.columns)[1:3] == names
    assert [cell.value for cell in sheet[1]] == list(table.columns)
    assert len(table) == sheet.max_row - 1 == sum(len(part.rows) for part in parts)
