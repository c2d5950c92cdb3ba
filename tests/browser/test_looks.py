"""What every reader can count on: its theme, and Japanese that is Japanese."""

import re

import pytest
from playwright.sync_api import expect
from shipped_rows import rows

from cluster_map.domain import Language

PAGES = ["/", "/tie-ups"]
LATIN_WORDS = re.compile(r"[A-Za-z][A-Za-z'’.-]*(?:[ ,]+[A-Za-z][A-Za-z'’.-]*){3,}")
TEXT = """(names) => {
  const seen = document.body.cloneNode(true);
  const apart = "a, blockquote, q, cite, script, style, noscript, [lang=en], .brand, canvas, svg";
  seen.querySelectorAll(apart).forEach((part) => part.remove());
  const texts = [];
  const walk = document.createTreeWalker(seen, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) texts.push(walk.currentNode.textContent.trim());
  return texts.filter(Boolean);
}"""
"""Texts of a document but for links, quotes and what is marked as English."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_and_map_follow_the_colour_scheme_of_the_browser(scheme, open_reader):
    reader = open_reader(color_scheme=scheme)
    for path in PAGES:
        reader.open(path)
        dark = reader.map_frame.evaluate("() => document.documentElement.classList.contains('dark')")
        assert dark == (scheme == "dark"), path
        colour = reader.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        ground = [int(part) for part in re.findall(r"[0-9]+", colour)[:3]]
        assert (sum(ground) / 3 < 128) == (scheme == "dark"), path


NAMED = ["clusters", "organisations", "partner_regions", "offices", "exhibitions"]
VIEWS = [
    ("/", {}),
    ("/", {"prefecture": "06"}),
    ("/", {"cluster": rows("clusters")[0]["cluster_id"]}),
    ("/", {"q": "no such words"}),
    ("/tie-ups", {}),
    ("/tie-ups", {"prefecture": "40"}),
    ("/tie-ups", {"region": "de-saxony"}),
    ("/tie-ups", {"tie_up": "rit-yamagata-saxony"}),
]


def test_a_japanese_page_has_no_four_latin_words_in_a_row(open_reader):
    reader = open_reader(Language.JAPANESE)
    names = {row[column] for table in NAMED for row in rows(table) for column in row if column[:4] == "name"}
    for path, link in VIEWS:
        reader.open(path, **link)
        for text in filter(LATIN_WORDS.search, reader.page.evaluate(TEXT) + reader.map_frame.evaluate(TEXT)):
            for name in filter(None, names):
                text = text.replace(name, " ")
            assert not LATIN_WORDS.search(text), f"{path} {link}: {text}"


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_the_map_before_panel_and_table(path, open_reader):
    reader = open_reader(screen="phone")
    reader.open(path)
    frame = reader.page.locator('iframe[title*="folium"]').bounding_box()
    panel = reader.panel.bounding_box()
    assert frame is not None
    assert panel is not None
    assert frame["y"] < panel["y"]
    assert frame["y"] < 844 / 2
    assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    expect(reader.page.get_by_role("button", name=reader.say("filters"))).to_be_visible()
