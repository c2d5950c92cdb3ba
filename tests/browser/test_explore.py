"""Where are clusters of a sector? The journey of a reader from the map to one cluster."""

import pytest
from playwright.sync_api import expect
from reader import Reader
from shipped_rows import Row, listed, row_of, rows, rows_with

from cluster_map.domain import Language

SECTORS = [row["sector"] for row in rows("sectors")]
HOKKAIDO, YAMAGATA, OKINAWA = "01", "06", "47"


def name_of(row: Row, reader: Reader) -> str:
    return row[f"name_{reader.language}"]


def prefecture(code: str, reader: Reader) -> str:
    return name_of(row_of("prefectures", "prefecture", code), reader)


def named(name: str, reader: Reader) -> Row:
    return row_of("clusters", f"name_{reader.language}", name)


def test_all_prefectures_and_clusters_are_on_the_first_map(reader: Reader) -> None:
    reader.open()
    expect(reader.map.locator("path.prefecture")).to_have_count(len(rows("prefectures")))
    reader.see_clusters(len(rows("clusters")))


def test_a_sector_then_a_prefecture_then_back(every_reader: Reader) -> None:
    reader = every_reader
    found = rows_with("clusters", "sectors", "food")
    in_hokkaido = [cluster for cluster in found if HOKKAIDO in listed(cluster["prefectures"])]
    hokkaido = prefecture(HOKKAIDO, reader)
    reader.open()

    with reader.expect_runs(1):
        reader.press(reader.sector_chip(SECTORS.index("food")))
        reader.see_in_link(sector="food")
    expect(reader.summary).to_contain_text(str(len(found)))
    reader.see_clusters(len(found))

    with reader.expect_runs(1):
        reader.press_shape("prefectures", HOKKAIDO)
        reader.see_in_link(sector="food", prefecture=HOKKAIDO)
        expect(reader.panel_title).to_have_text(hokkaido)
    expect(reader.map.locator("path.prefecture.selected")).to_have_count(1)
    for cluster in in_hokkaido:
        expect(
            reader.panel.locator(".choices").get_by_role("link", name=name_of(cluster, reader))
        ).to_be_visible()

    with reader.expect_runs(1):
        reader.go_back()
        reader.see_in_link(sector="food", prefecture=None)
        expect(reader.panel_title).not_to_have_text(hokkaido)
    expect(reader.map.locator("path.prefecture.selected")).to_have_count(0)

    with reader.expect_runs(1):
        reader.go_back()
        reader.see_in_link(sector=None)
    reader.see_clusters(len(rows("clusters")))


def test_a_symbol_opens_the_cluster_that_it_names(reader: Reader) -> None:
    reader.open(sector="aircraft")
    with reader.expect_runs(1):
        reader.press(reader.free_mark("symbol"))
        cluster = row_of("clusters", "cluster_id", reader.see_chosen("cluster"))
        expect(reader.panel_title).to_have_text(name_of(cluster, reader))
    reader.see_in_link(sector="aircraft")
    assert "aircraft" in listed(cluster["sectors"])
    expect(reader.map.locator(".leaflet-symbols-pane .symbol.selected")).to_have_count(1)


def test_a_symbol_says_its_name_under_the_mouse(open_reader) -> None:
    reader = open_reader()
    reader.open(sector="aircraft")
    reader.free_mark("symbol").hover()
    name = reader.map.locator(".leaflet-tooltip strong").inner_text()
    assert "aircraft" in listed(named(name, reader)["sectors"])


def test_a_bubble_lists_its_clusters_and_one_is_chosen(reader: Reader) -> None:
    reader.open()
    bubble = reader.free_mark("bubble")
    members = int(bubble.inner_text())
    with reader.expect_runs(0):
        reader.press(bubble)
        choices = reader.map.locator(".group button")
        expect(choices).to_have_count(members)
    name = choices.nth(1).inner_text().strip()
    with reader.expect_runs(1):
        reader.press(choices.nth(1))
        expect(reader.panel_title).to_have_text(name)
    reader.see_in_link(cluster=named(name, reader)["cluster_id"])
    expect(choices).to_have_count(0)


def test_a_bubbles_list_is_reached_by_keyboard(open_reader) -> None:
    reader = open_reader()
    reader.open()
    reader.free_mark("bubble").click()
    first = reader.map.locator(".group button").first
    expect(first).to_be_focused()
    name = first.inner_text().strip()
    reader.page.keyboard.press("Enter")
    expect(reader.panel_title).to_have_text(name)


def test_a_row_of_the_table_is_chosen_by_hand(reader: Reader) -> None:
    reader.open(sector="tourism")
    table = reader.page.get_by_test_id("stDataFrame")
    first = rows_with("clusters", "sectors", "tourism")[0]
    with reader.expect_runs(1):
        reader.press(table, position={"x": 15, "y": 52})  # the box before the first row
        expect(reader.panel_title).to_have_text(name_of(first, reader))
    reader.see_in_link(sector="tourism", cluster=first["cluster_id"])


def test_a_row_of_the_table_is_chosen_by_keyboard(open_reader) -> None:
    reader = open_reader()
    reader.open(sector="tourism")
    table = reader.page.get_by_test_id("data-grid-canvas").first
    second = rows_with("clusters", "sectors", "tourism")[1]
    expect(table.get_by_test_id("glide-cell-1-1")).to_have_text(name_of(second, reader))
    table.focus()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Shift+Space")
    expect(reader.panel_title).to_have_text(name_of(second, reader))
    reader.see_in_link(cluster=second["cluster_id"])


def test_what_is_chosen_on_a_phones_map_is_said_at_the_foot_and_leads_to_the_panel(open_reader) -> None:
    reader: Reader = open_reader(Language.JAPANESE, "phone")
    reader.open(lat="38.5", lon="140", zoom="6")
    expect(reader.to_panel).to_be_hidden()
    reader.press_shape("prefectures", YAMAGATA)
    expect(reader.to_panel).to_contain_text(prefecture(YAMAGATA, reader))
    reader.press(reader.to_panel)
    expect(reader.panel_title).to_be_in_viewport()
    expect(reader.panel_title).to_be_focused()
    expect(reader.to_panel).to_be_hidden()


def test_a_row_chosen_below_the_screen_keeps_the_table_in_sight_and_says_where_to_read(open_reader) -> None:
    reader: Reader = open_reader()
    reader.open(sector="tourism")
    first = rows_with("clusters", "sectors", "tourism")[0]
    table = reader.page.get_by_test_id("stDataFrame")
    table.evaluate("(table) => table.scrollIntoView()")
    reader.press(table, position={"x": 15, "y": 52})
    expect(reader.to_panel).to_contain_text(name_of(first, reader))
    expect(table).to_be_in_viewport()
    reader.press(reader.to_panel)
    expect(reader.panel_title).to_be_in_viewport()
    expect(reader.to_panel).to_be_hidden()


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_a_record_chosen_at_the_end_of_a_list_is_read_from_its_title(screen, open_reader) -> None:
    reader: Reader = open_reader(screen=screen)
    reader.open(sector="food")
    last = reader.panel.locator(".choices a").last
    last.scroll_into_view_if_needed()
    reader.press(last)
    cluster = row_of("clusters", "cluster_id", reader.see_chosen("cluster"))
    expect(reader.panel_title).to_have_text(name_of(cluster, reader))
    expect(reader.panel_title).to_be_in_viewport()


def test_clearing_brings_everything_back_and_keeps_language_and_place(reader: Reader) -> None:
    reader.open(sector="food,ict", prefecture=YAMAGATA, q="x", lat="38", lon="140", zoom="6")
    reader.press(reader.page.locator(".st-key-clear button"))
    reader.see_in_link(sector=None, prefecture=None, q=None, lang=str(reader.language), zoom="6")
    reader.see_clusters(len(rows("clusters")))
    assert reader.place()["lat"] == pytest.approx(38, abs=0.01)


def test_nothing_found_is_said_and_undone(reader: Reader) -> None:
    reader.open(q="no such words anywhere")
    reader.see_clusters(0)
    expect(reader.panel).to_contain_text(reader.say("nothing_found_help"))
    reader.press(reader.panel.get_by_role("link", name=reader.say("clear_filters")))
    reader.see_in_link(q=None)
    reader.see_clusters(len(rows("clusters")))


def test_words_are_searched_when_they_are_typed(reader: Reader) -> None:
    wanted = rows("clusters")[-1]
    reader.open()
    box = reader.page.locator(".st-key-choose-words input")
    with reader.expect_runs(1):
        box.fill(name_of(wanted, reader))
        box.press("Enter")
        reader.see_in_link(q=name_of(wanted, reader))
    reader.see_clusters(1)


def test_moving_the_map_never_runs_the_page_and_a_filter_keeps_map_and_place(reader: Reader) -> None:
    reader.open()
    reader.mark_map()
    with reader.expect_runs(0):
        at_first = reader.place()
        reader.drag_map((90, 60))
        reader.zoom_map_in()
        if not reader.touches:
            reader.turn_wheel_over_map(-240)
    there = reader.place()
    assert there["lon"] < at_first["lon"]
    assert there["zoom"] > at_first["zoom"]

    with reader.expect_runs(1):
        reader.press(reader.sector_chip(SECTORS.index("machinery")))
        reader.see_in_link(sector="machinery")
    reader.see_clusters(len(rows_with("clusters", "sectors", "machinery")))
    assert reader.has_marked_map()
    assert reader.place() == there
    reader.see_place_in_link()


def test_tiles_show_every_prefecture_and_choose_as_the_map_does(reader: Reader) -> None:
    reader.open()
    reader.press(reader.map.get_by_role("button", name=reader.say("map_tiles")))
    tiles = reader.map.locator(".leaflet-tiles-pane path.prefecture")
    expect(tiles).to_have_count(len(rows("prefectures")))
    expect(tiles.first).to_be_visible()
    expect(reader.map.locator(".leaflet-prefectures-pane path.prefecture").first).to_be_hidden()
    with reader.expect_runs(1):
        reader.press_shape("tiles", OKINAWA)
        reader.see_in_link(prefecture=OKINAWA, layout="tiles")
        expect(reader.panel_title).to_have_text(prefecture(OKINAWA, reader))

    reader.page.reload()
    reader.see_map()
    expect(tiles.first).to_be_visible()
    expect(reader.panel_title).to_have_text(prefecture(OKINAWA, reader))
    reader.press(reader.map.get_by_role("button", name=reader.say("map_tiles")))
    expect(reader.map.locator(".leaflet-prefectures-pane path.prefecture").first).to_be_visible()
    reader.see_in_link(prefecture=OKINAWA, layout=None)


def test_filters_behind_their_button_narrow_the_map(reader: Reader) -> None:
    regions = row_of("japan_regions", "japan_region", "tohoku")
    tohoku = {row["prefecture"] for row in rows_with("prefectures", "japan_region", "tohoku")}
    reader.open()
    reader.press(reader.page.get_by_role("button", name=reader.say("filters")))
    field = reader.page.locator("[class*='st-key-choose-japan_regions'] input")
    field.fill(name_of(regions, reader))
    field.press("Enter")
    reader.see_in_link(japan_region="tohoku")
    reader.see_clusters(len(rows_with("clusters", "prefectures", *tohoku)))
