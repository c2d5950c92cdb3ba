"""The journeys of a reader who has a keyboard and nothing else."""

import re

from playwright.sync_api import Locator, expect
from reader import Reader
from shipped_rows import row_of

from cluster_map.collection import MOST
from cluster_map.domain import Language

NARROW = {"viewport": {"width": 390, "height": 844}}
"""A window as narrow as a phone, at a keyboard: a page enlarged four times on a laptop."""

HAS_FOCUS = """(wanted) => {
  const frame = window.frameElement;   // of the map; the page has none
  const there = !frame || frame === window.top.document.activeElement;
  return there && wanted.some((part) => part.contains(document.activeElement));
}"""
"""Whether the keyboard is at one of these elements or in it, in the page or in the frame of its map."""

LOOKS_FOCUSED = """() => {
  const at = document.activeElement;
  const ring = (part) => {
    const look = getComputedStyle(part);
    return (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none"
      || (part.tagName === "path" && parseFloat(look.strokeWidth) >= 4);
  };
  if (ring(at)) return true;
  const field = at.closest('[data-baseweb], .stTextInput, .stSelectbox, .stMultiSelect');
  return at.tagName === "INPUT" && field !== null;   // a field shows its caret and a coloured frame
}"""


def tab_to(reader: Reader, wanted: Locator, at_most: int = 60) -> None:
    """Press Tab until the keyboard is at one of these; it shows where it is."""
    for _ in range(at_most):
        reader.page.keyboard.press("Tab")
        if wanted.evaluate_all(HAS_FOCUS):
            assert wanted.first.evaluate(LOOKS_FOCUSED), "Nothing shows where the keyboard is."
            return
    raise AssertionError(f"Tab does not come to it within {at_most} stops: {wanted}")


def press(reader: Reader, *keys: str) -> None:
    for key in keys:
        reader.page.keyboard.press(key)


def marks(reader: Reader, kind: str) -> Locator:
    """The marks of a kind on the map that arrows walk."""
    return reader.map.locator(f'[data-mark="{kind}"]')


def focused_mark(reader: Reader, kind: str) -> Locator:
    return reader.map.locator(f'[data-mark="{kind}"]:focus')


def test_clusters_are_filtered_chosen_on_the_map_read_and_taken_away(open_reader) -> None:
    reader: Reader = open_reader()
    reader.open()
    tab_to(reader, reader.page.get_by_role("link", name=reader.say("skip_header")), at_most=2)
    press(reader, "Enter")
    expect(reader.page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(reader, reader.sector_chip(0), at_most=2)
    press(reader, "ArrowRight", "ArrowRight", "Space")
    sector = reader.see_chosen("sector")
    reader.see_map()
    tab_to(reader, reader.page.locator(".st-key-take-away button").first)
    press(reader, "Enter")
    reader.see_answer()
    csv = reader.page.locator(".st-key-take-csv button")
    tab_to(reader, csv)
    with reader.page.expect_download() as download:
        press(reader, "Enter")
    assert download.value.suggested_filename.endswith(".csv")
    press(reader, "Escape")
    # The map is one stop, its prefectures are one, its symbols are one; arrows walk among them.
    tab_to(reader, reader.map.locator(".leaflet-container"))
    tab_to(reader, marks(reader, "prefectures"), at_most=1)
    first = focused_mark(reader, "prefectures").get_attribute("aria-label")
    press(reader, "ArrowDown")
    expect(focused_mark(reader, "prefectures")).not_to_have_attribute("aria-label", first or "")
    press(reader, "Enter")
    reader.see_chosen("prefecture")
    expect(focused_mark(reader, "prefectures")).to_have_count(1)
    press(reader, "Tab")
    expect(focused_mark(reader, "symbols")).to_have_count(1)
    press(reader, "ArrowDown", "Enter")
    rows = reader.map.locator(".leaflet-popup .group button")
    if rows.count():  # several clusters so close together that they are one mark
        expect(rows.first).to_be_focused()
        press(reader, "Enter")
    cluster = reader.see_chosen("cluster")
    name = row_of("clusters", "cluster_id", cluster)["name_en"]
    expect(reader.panel_title).to_have_text(name)
    expect(focused_mark(reader, "symbols")).to_have_attribute("aria-label", re.compile(re.escape(name)))
    tab_to(reader, reader.panel_back, at_most=12)
    press(reader, "Enter")
    reader.see_in_link(cluster=None, sector=sector)


def test_a_search_leads_to_a_profile_an_office_a_source_and_a_brief(open_reader) -> None:
    reader: Reader = open_reader(Language.JAPANESE, **NARROW)
    reader.open()
    box = reader.page.get_by_role("searchbox", name=reader.say("search_everything"))
    tab_to(reader, box)
    box.press_sequentially("有機エレクトロニクス")
    found = reader.page.locator(".search-list a").first
    expect(found).to_have_attribute("href", re.compile("cluster=yonezawa-organic-electronics"))
    press(reader, "ArrowDown", "Enter")
    name = row_of("clusters", "cluster_id", "yonezawa-organic-electronics")["name_ja"]
    expect(reader.page.get_by_role("heading", level=1, name=name)).to_be_focused()
    reader.see_map()
    tab_to(reader, reader.page.get_by_role("button", name=reader.say("brief_get")), at_most=20)
    with reader.page.expect_download() as download:
        press(reader, "Enter")
    assert download.value.suggested_filename.endswith(".pdf")
    tab_to(reader, reader.page.locator("[data-focus^=collect-]"), at_most=3)
    press(reader, "Enter")
    reader.see_in_link(compare="yonezawa-organic-electronics")
    expect(reader.page.get_by_text(reader.say("compare_in", count=1, most=MOST))).to_be_visible()
    expect(reader.page.locator("[data-focus^=collect-]")).to_be_focused()
    reader.see_map()
    tab_to(reader, reader.page.get_by_role("combobox", name=reader.say("your_home")))
    reader.page.keyboard.type("ドイツ")
    press(reader, "Enter")
    reader.see_in_link(country="DE")
    office = row_of("offices", "office_id", "jetro-de-munich")["name_ja"]
    expect(reader.page.get_by_text(office).first).to_be_visible()
    tab_to(reader, reader.page.locator(".behind"))
    press(reader, "Enter")
    expect(reader.page.get_by_role("heading", level=2, name=reader.say("passport")).first).to_be_visible()


def test_partner_regions_comparison_fairs_and_files_are_within_reach(open_reader) -> None:
    reader: Reader = open_reader(**NARROW)
    reader.open("/tie-ups")
    tab_to(reader, marks(reader, "ends"))
    press(reader, "ArrowRight", "Enter")
    region = reader.see_chosen("region")
    expect(reader.panel_title).to_have_text(row_of("partner_regions", "region", region)["name_en"])
    tab_to(reader, reader.panel_back, at_most=12)
    press(reader, "Enter")
    reader.see_in_link(region=None)

    reader.page.goto(f"{reader.address}/compare?lang=en&compare=06")
    reader.see_answer()
    box = reader.page.get_by_role("combobox", name=reader.say("compare_choose"))
    tab_to(reader, box)
    reader.page.keyboard.type("Shizuoka")
    press(reader, "Enter")
    reader.see_in_link(compare="06,22")
    expect(reader.page.locator("table.compare thead th")).to_have_count(2)
    press(reader, "Escape")
    tab_to(reader, reader.page.locator(".st-key-compare-csv button"))
    with reader.page.expect_download() as download:
        press(reader, "Enter")
    assert download.value.suggested_filename == "cluster-map-japan-comparison.csv"

    reader.open("/fairs")
    tab_to(reader, reader.sector_chip(0))
    press(reader, "ArrowRight", "Space")
    reader.see_chosen("sector")
    tab_to(reader, marks(reader, "points"))
    press(reader, "ArrowDown")
    expect(reader.map.locator(".leaflet-tooltip")).to_have_count(1)

    reader.page.goto(f"{reader.address}/data?lang=en")
    reader.see_answer()
    tab_to(reader, reader.page.locator("a.action[download]"))
    with reader.page.expect_download() as download:
        press(reader, "Enter")
    assert download.value.suggested_filename.endswith(".zip")
