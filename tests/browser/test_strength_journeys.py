"""What do statistics say? From an industry class to a sector, a threshold, the reasons and a file."""

import csv
from pathlib import Path

from browser.conftest import OpenReader
from browser.reader import Reader
from playwright.sync_api import expect

from cluster_map.domain import Language
from cluster_map.text import say_code

CENSUS = "census-of-manufactures"


def leading(reader: Reader, count: int) -> list[str]:
    """Names of the highest prefectures, as the bars beside the map list them."""
    return reader.panel.locator(".bars .bar-label").all_inner_texts()[:count]


def choose_part(reader: Reader, part: str) -> None:
    name = say_code("part", part, reader.language)
    reader.press(reader.page.locator(".st-key-choose-part").get_by_text(name, exact=True))
    reader.see_in_link(part=part)


def test_from_class_28_to_the_sector_then_a_threshold_the_reasons_and_a_file(open_reader: OpenReader) -> None:
    reader = open_reader()
    reader.open("/strength", classification=CENSUS, industry="28")
    expect(reader.panel.locator(".bars .bar-label").nth(1)).to_have_text("Tokushima")
    assert leading(reader, 2) == ["Akita", "Tokushima"]

    reader.press(reader.page.locator(".st-key-choose-sectors button", has_text="Electronics"))
    reader.see_in_link(sector="electronics", industry=None)
    expect(reader.panel.locator(".bars .bar-label").first).to_have_text("Tottori")
    assert leading(reader, 3) == ["Tottori", "Akita", "Tokushima"]

    choose_part(reader, "labels")
    counted = reader.page.locator(".st-key-part .summary")
    before = counted.inner_text()
    reader.press(reader.page.get_by_role("button", name=reader.say("thresholds")))
    slider = reader.page.get_by_role("slider").first
    slider.focus()
    reader.page.keyboard.press("Home")
    expect(counted).not_to_have_text(before)
    reader.see_in_link(**{"t_us-quantile": "0"})
    reader.page.keyboard.press("Escape")

    reader.press_shape("prefectures", "05")
    reader.see_in_link(prefecture="05")
    reasons = reader.page.locator(".st-key-part article.panel")
    expect(reasons).to_contain_text("Akita")
    expect(reasons).to_contain_text(reader.say("reasons"))

    with reader.page.expect_download() as waiting:
        reader.press(reader.page.get_by_role("button", name=reader.say("download_csv")))
    rows = list(csv.DictReader(Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 47
    assert {row["label"] for row in rows} >= {"strong", ""}


def test_a_copied_link_restores_the_gaps_their_filters_and_moved_thresholds(open_reader: OpenReader) -> None:
    link = {
        "part": "gaps",
        "gap": "partner-not-met",
        "gap_sectors": "all",
        "country": "DE",
        "t_gaps-strong": "2",
    }
    reader = open_reader()
    reader.open("/strength", **link)
    told = reader.page.locator(".st-key-part .summary")
    expect(told).to_contain_text("found")
    before = told.inner_text()
    expect(reader.page.locator(".st-key-gap-filters")).to_contain_text("Germany")
    reader.press(reader.page.get_by_role("button", name=reader.say("thresholds")))
    reader.press(reader.page.get_by_role("button", name=reader.say("thresholds_reset")))
    reader.see_in_link(**{"t_gaps-strong": None})
    expect(told).not_to_have_text(before)
    reader.go_back()
    expect(told).to_have_text(before)


def test_every_part_can_be_opened_on_a_phone_in_japanese(open_reader: OpenReader) -> None:
    reader = open_reader(Language.JAPANESE, "phone")
    reader.open("/strength", sector="tourism", measure="gpp", prefecture="47")
    for part in ("series", "quadrant", "hot-spots", "gaps"):
        choose_part(reader, part)
        expect(reader.page.locator(".st-key-part").first).to_be_visible()
        assert reader.page.get_by_test_id("stException").count() == 0
    wide = reader.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide


def test_a_link_shades_the_explore_map_and_back_takes_it_away(open_reader: OpenReader) -> None:
    reader = open_reader()
    reader.open("/", sector="ict", measure="lq-employees")
    legend = reader.map.locator(".legend summary")
    expect(legend).to_contain_text(say_code("measure", "lq-employees", reader.language))
    reader.press(reader.sector_chip(2))
    expect(legend).to_have_text(reader.say("legend_clusters"))
    reader.go_back()
    expect(legend).to_contain_text(say_code("measure", "lq-employees", reader.language))
