"""Which places work with which partner regions, in what, since when? The journey of a reader."""

from collections import Counter

from playwright.sync_api import expect
from reader import Reader
from shipped_rows import Row, listed, row_of, rows, rows_with

SECTORS = [row["sector"] for row in rows("sectors")]
YAMAGATA, SAXONY = "06", "de-saxony"
DRAWN_ARCS = "path.arc:not(.hidden)"


def arcs_of(tie_ups: list[Row] | tuple[Row, ...]) -> int:
    """A tie-up has an arc from each of its prefectures."""
    return sum(len(listed(tie_up["prefectures"])) for tie_up in tie_ups)


def name_of(table: str, key: str, code: str, reader: Reader) -> str:
    return row_of(table, key, code)[f"name_{reader.language}"]


def see_chosen_tie_up(reader: Reader) -> Row:
    """Wait until the link and the panel agree on a tie-up."""
    tie_up = row_of("tie_ups", "tie_up_id", reader.see_chosen("tie_up"))
    expect(reader.panel_title).to_have_text(tie_up[f"title_{reader.language}"])
    expect(reader.panel.locator(".sources")).to_be_visible()
    return tie_up


def test_every_tie_up_is_an_arc_and_every_partner_region_a_shape(reader: Reader) -> None:
    reader.open("/tie-ups")
    expect(reader.map.locator(DRAWN_ARCS)).to_have_count(arcs_of(rows("tie_ups")))
    expect(reader.map.locator("path.prefecture")).to_have_count(len(rows("prefectures")))
    for region in {row["region"] for row in rows("tie_ups")}:
        shapes = "[...Object.values(window.map._layers)].some((layer) => layer.feature?.properties.id === id)"
        assert reader.map_frame.evaluate(f"(id) => {shapes}", region)


def test_the_first_view_has_japan_in_it_with_partners_on_both_sides(reader: Reader) -> None:
    reader.open("/tie-ups")
    seen = reader.place()
    for region in rows("partner_regions"):
        east = float(region["lon"]) % 360 if float(region["lon"]) < -30 else float(region["lon"])
        assert seen["west"] < east < seen["east"]
    assert seen["south"] < 35 < seen["north"]


def test_totals_timeline_and_stories_stand_beside_the_map(reader: Reader) -> None:
    regions = {row["region"]: row["country"] for row in rows("partner_regions")}
    countries = Counter(regions[tie_up["region"]] for tie_up in rows("tie_ups"))
    most, count = countries.most_common(1)[0]
    reader.open("/tie-ups")
    first = reader.panel.locator(".bars").first.locator("li").first
    expect(first).to_contain_text(name_of("countries", "country", most, reader))
    expect(first.locator("b")).to_have_text(str(count))
    chart = reader.page.get_by_test_id("stVegaLiteChart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator("canvas, svg").first).to_be_visible()
    for case in rows("case_studies"):
        expect(reader.page.locator(".story").get_by_text(case[f"outcome_{reader.language}"])).to_be_visible()


def test_a_sector_then_a_region_then_its_tie_up_then_back(every_reader: Reader) -> None:
    reader = every_reader
    life_sciences = rows_with("tie_ups", "sectors", "life-sciences")
    reader.open("/tie-ups")
    with reader.expect_runs(1):
        reader.press(reader.sector_chip(SECTORS.index("life-sciences")))
        reader.see_in_link(sector="life-sciences")
    expect(reader.summary).to_contain_text(str(len(life_sciences)))
    expect(reader.map.locator(DRAWN_ARCS)).to_have_count(arcs_of(life_sciences))

    with reader.expect_runs(1):
        reader.press_shape("regions", "in-india")
        reader.see_in_link(region="in-india")
        expect(reader.panel_title).to_have_text(name_of("partner_regions", "region", "in-india", reader))
    expect(reader.map.locator(f"{DRAWN_ARCS}.selected")).to_have_count(
        arcs_of([row for row in life_sciences if row["region"] == "in-india"])
    )

    with reader.expect_runs(1):
        reader.press(reader.panel.locator(".choices a").first)
    tie_up = see_chosen_tie_up(reader)
    assert tie_up["region"] == "in-india"
    reader.see_in_link(region="in-india", sector="life-sciences")

    with reader.expect_runs(1):
        reader.go_back()
        reader.see_in_link(tie_up=None, region="in-india")
        expect(reader.panel_title).to_have_text(name_of("partner_regions", "region", "in-india", reader))
    with reader.expect_runs(1):
        reader.go_back()
        reader.see_in_link(region=None, sector="life-sciences")
    expect(reader.map.locator(f"{DRAWN_ARCS}.selected")).to_have_count(0)


def test_an_arc_opens_the_tie_up_that_it_names(reader: Reader) -> None:
    reader.open("/tie-ups", sector="aircraft")
    with reader.expect_runs(1):
        reader.press_shape("arc-targets")
        tie_up = see_chosen_tie_up(reader)
    assert "aircraft" in listed(tie_up["sectors"])
    reader.see_in_link(sector="aircraft")
    expect(reader.map.locator(f"{DRAWN_ARCS}.selected")).to_have_count(arcs_of([tie_up]))


def test_an_arc_says_its_tie_up_under_the_mouse(open_reader) -> None:
    reader = open_reader()
    reader.open("/tie-ups", tie_up="rit-yamagata-saxony")
    reader.point_at_shape("arc-targets")
    title = reader.map.locator(".leaflet-tooltip strong").inner_text()
    assert row_of("tie_ups", "title_en", title)


def test_a_prefecture_opens_its_tie_ups(reader: Reader) -> None:
    here = rows_with("tie_ups", "prefectures", YAMAGATA)
    reader.open("/tie-ups", lat="38.5", lon="140", zoom="6")
    with reader.expect_runs(1):
        reader.press_shape("prefectures", YAMAGATA)
        reader.see_in_link(prefecture=YAMAGATA)
        expect(reader.panel_title).to_have_text(name_of("prefectures", "prefecture", YAMAGATA, reader))
    for tie_up in here:
        opens = reader.panel.get_by_role("link", name=tie_up[f"title_{reader.language}"])
        expect(opens).to_be_visible()
    with reader.expect_runs(1):
        reader.press(reader.panel_back)
        reader.see_in_link(prefecture=None)


def test_a_corrected_record_shows_the_sources_wording_the_reading_and_why(reader: Reader) -> None:
    tie_up = row_of("tie_ups", "tie_up_id", "rit-yamagata-saxony")
    reader.open("/tie-ups", tie_up=tie_up["tie_up_id"])
    expect(reader.panel.locator("blockquote")).to_have_text(tie_up["source_wording"])
    correction = tie_up["correction" if reader.language == "en" else "correction_ja"]
    expect(reader.panel.locator(".correction")).to_contain_text(correction)


def test_a_region_known_by_its_country_only_says_so(reader: Reader) -> None:
    reader.open("/tie-ups")
    country_only = {row["region"] for row in rows("partner_regions") if row["level"] == "country"}
    used = {row["region"] for row in rows("tie_ups")} & country_only
    expect(reader.map.locator("path.end.country-only:not(.hidden)")).to_have_count(len(used))
    expect(reader.map.locator(".legend")).to_contain_text(reader.say("legend_country_only"))


def test_a_story_leads_to_its_tie_up_on_the_map(reader: Reader) -> None:
    case = rows("case_studies")[0]
    tie_up = row_of("tie_ups", "tie_up_id", case["tie_up_id"])
    reader.open("/tie-ups")
    with reader.expect_runs(1):
        reader.press(reader.page.locator(f".st-key-story-{case['case_id']} button"))
        reader.see_in_link(tie_up=tie_up["tie_up_id"])
        expect(reader.panel_title).to_have_text(tie_up[f"title_{reader.language}"])


def test_a_row_of_the_table_opens_its_tie_up(reader: Reader) -> None:
    reader.open("/tie-ups", region=SAXONY)
    (first, *_) = rows_with("tie_ups", "region", SAXONY)
    reader.press(reader.page.get_by_test_id("stDataFrame"), position={"x": 15, "y": 52})
    reader.see_in_link(tie_up=first["tie_up_id"])
    expect(reader.panel_title).to_have_text(first[f"title_{reader.language}"])


def test_moving_the_world_never_runs_the_page_and_a_filter_keeps_map_and_place(reader: Reader) -> None:
    reader.open("/tie-ups")
    reader.mark_map()
    with reader.expect_runs(0):
        reader.zoom_map_in()
        reader.drag_map((-70, 40))
    there = reader.place()
    with reader.expect_runs(1):
        reader.press(reader.sector_chip(SECTORS.index("ict")))
        reader.see_in_link(sector="ict")
    ict = rows_with("tie_ups", "sectors", "ict")
    expect(reader.map.locator(DRAWN_ARCS)).to_have_count(arcs_of(ict))
    assert reader.has_marked_map()
    assert reader.place() == there
    reader.see_place_in_link()
