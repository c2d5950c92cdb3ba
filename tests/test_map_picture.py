"""The picture of a map shows what the live map shows; its files are opened by other libraries."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from lxml import etree
from PIL import Image

from cluster_map.domain import Language, SectorId
from cluster_map.exports.map_frame import Frame, around, at
from cluster_map.exports.map_look import colours, icon, point_colours
from cluster_map.exports.map_picture import Caption, MapPicture, map_picture
from cluster_map.maps.changes import explore_change, tie_ups_change
from cluster_map.maps.extents import JAPAN, PARTNERS
from cluster_map.maps.points import Shown, points_change
from cluster_map.process import shared_atlas
from cluster_map.selection import select_clusters, select_tie_ups
from cluster_map.url_state import Place, ViewState

SVG = "{http://www.w3.org/2000/svg}"
OKINAWA = (127.68, 26.21)
WHOLE = ViewState()
WIDTH, HEIGHT = 800, 560
CREDITS = ("Natural Earth", "沖縄県も表示 $x^2$ <b>&")


def explore(view: ViewState = WHOLE, **changes: object) -> dict:
    found = select_clusters(shared_atlas(), view)
    return explore_change(shared_atlas(), view, found, found, "All clusters") | changes


def japan(change: dict, language: Language = Language.ENGLISH) -> MapPicture:
    frame = around(JAPAN, WIDTH, HEIGHT)
    return map_picture(shared_atlas(), change, frame, language, Caption("Title 題名", CREDITS))


@cache
def world(language: Language) -> tuple[dict, etree._Element]:
    view = ViewState(language=language, sectors=(SectorId.FOOD,))
    change = tie_ups_change(shared_atlas(), view, select_tie_ups(shared_atlas(), view), "Tie-ups")
    frame = around(PARTNERS, WIDTH, HEIGHT)
    return change, etree.fromstring(map_picture(shared_atlas(), change, frame, language).svg())


@cache
def whole_japan() -> etree._Element:
    return etree.fromstring(japan(explore()).svg())


def texts(root: etree._Element) -> list[str]:
    return [text.strip() for text in root.itertext(f"{SVG}text") if text.strip()]


def drawn(root: etree._Element, prefix: str) -> set[str]:
    """Codes of the shapes of one layer that were drawn."""
    return {
        group.get("id").removeprefix(prefix)
        for group in root.iter(f"{SVG}g")
        if (group.get("id") or "").startswith(prefix)
    }


def fill_of(root: etree._Element, gid: str) -> str:
    path = root.find(f".//{SVG}g[@id='{gid}']/{SVG}path")
    return path.get("style").split("fill: ")[1].split(";")[0]


# What part of the world


def test_the_whole_world_is_256_pixels_wide_at_zoom_0_and_each_zoom_doubles_it():
    assert Frame(150, 0, 0, 256, 256).degrees_per_pixel * 256 == 360
    near, far = Frame(150, 0, 5, 100, 100), Frame(150, 0, 4, 100, 100)
    assert far.degrees_per_pixel == pytest.approx(2 * near.degrees_per_pixel)


def test_the_place_of_a_link_is_the_middle_of_its_picture():
    for lat, lon in [(35.6, 139.7), (-10.0, -99.0), (60.0, 5.0)]:
        frame = at(Place(lat, lon, 6.5), 400, 300)
        assert frame.pixel(lon, lat) == pytest.approx((200, 150))


def test_north_is_up_and_east_is_right_america_included():
    frame = around(PARTNERS, 900, 600)
    tokyo, paris, austin, jakarta = (
        frame.pixel(*p) for p in [(139.7, 35.7), (2.3, 48.9), (-97.7, 30.3), (106.8, -6.2)]
    )
    assert paris[0] < jakarta[0] < tokyo[0] < austin[0]
    assert paris[1] < tokyo[1] < austin[1] < jakarta[1]


@pytest.mark.parametrize("bounds", [JAPAN, PARTNERS])
@pytest.mark.parametrize("size", [(900, 600), (300, 700)])
def test_bounds_fit_in_and_touch_two_sides(bounds, size):
    frame = around(bounds, *size)
    (south, west), (north, east) = bounds
    left, bottom = frame.pixel(west, south)
    right, top = frame.pixel(east, north)
    assert min(left, top, size[0] - right, size[1] - bottom) >= -1e-6
    assert min(left, top) == pytest.approx(0, abs=1e-6)


# Files


def test_a_png_has_the_size_asked_for_at_each_scale():
    picture = map_picture(shared_atlas(), explore(), around(JAPAN, WIDTH, HEIGHT), Language.ENGLISH)
    for scale in (1, 2):
        with Image.open(io.BytesIO(picture.png(scale))) as image:
            assert image.format == "PNG"
            assert image.size == (WIDTH * scale, HEIGHT * scale)
            assert len(image.convert("RGB").getcolors(maxcolors=100_000)) > 20


def test_an_svg_keeps_title_legend_and_credits_as_text():
    said = texts(whole_japan())
    assert {"Title 題名", *CREDITS, "Clusters per prefecture", "several clusters close together"} <= set(said)


@pytest.mark.parametrize("language", Language)
def test_the_legend_of_the_picture_is_that_of_the_live_map(language):
    change, root = world(language)
    assert {change["legend"]["title"], *(label for _, label in change["legend"]["rows"])} <= set(texts(root))


def test_all_prefectures_are_drawn_okinawa_included():
    assert drawn(whole_japan(), "prefectures-") == set(shared_atlas().prefectures)
    assert around(JAPAN, WIDTH, HEIGHT).holds(*OKINAWA)


def test_a_prefecture_has_the_colour_of_its_class():
    change = explore()
    for code, shade in zip(shared_atlas().prefectures, change["shade"], strict=True):
        assert fill_of(whole_japan(), f"prefectures-{code}") == colours()[f"shade-{shade}"]


def test_a_prefecture_without_a_published_figure_is_hatched():
    shade = "." + "0" * 46
    root = etree.fromstring(japan(explore(shade=shade)).svg())
    assert fill_of(root, "prefectures-01").startswith("url(")
    assert fill_of(root, "prefectures-02") == colours()["shade-0"]


def test_a_chosen_prefecture_is_named():
    view = ViewState(prefectures=("23",), language=Language.JAPANESE)
    root = etree.fromstring(japan(explore(view), Language.JAPANESE).svg())
    assert "愛知県" in texts(root)
    assert "愛知県" not in texts(whole_japan())


@pytest.mark.parametrize("language", Language)
def test_each_visible_tie_up_has_its_arcs_and_its_region_a_name(language):
    _, root = world(language)
    view = ViewState(sectors=(SectorId.FOOD,))
    found = select_tie_ups(shared_atlas(), view)
    ends = {f"{t['tie_up_id']}-{code}" for t in found for code in t["prefectures"]}
    assert drawn(root, "tie-up-") == ends
    names = {shared_atlas().regions[t["region"]][f"name_{language}"] for t in found}
    assert names & set(texts(root))


def test_points_at_one_place_are_one_mark_with_their_number():
    at_one = [Shown((139.7, 35.7), name, "", "company", "city") for name in ("A", "B", "C")]
    codes = tuple(shared_atlas().prefectures)
    change = points_change(codes, at_one, ("13",), {"title": "T", "rows": [["point company", "c"]]}, "s")
    root = etree.fromstring(japan(change).svg())
    assert "3" in texts(root)


def test_every_look_of_the_live_map_has_a_colour_and_every_sector_a_drawing():
    assert {"sea", "land", "accent", "card", "none", "several", *(f"shade-{n}" for n in range(6))} <= set(
        colours()
    )
    assert {"company", "university", "research-institute", "support-organisation", "office", "fair"} <= set(
        point_colours()
    )
    assert all(icon(sector) for sector in SectorId)


# Many readers


def test_readers_who_ask_at_once_get_what_one_alone_gets():
    alone = japan(explore()).svg()
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: japan(explore()).svg(), range(4))) == {alone}


def test_nothing_heavy_is_loaded_before_a_picture_is_asked_for():
    code = (
        "import sys, cluster_map.exports.map_picture, cluster_map.exports.pdf;"
        "print([m for m in ('matplotlib', 'numpy', 'fpdf', 'folium', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
