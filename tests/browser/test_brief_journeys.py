"""From a search to a file in hand: the brief of a place; and places side by side."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect
from reader import Reader
from shipped_rows import row_of

from cluster_map.collection import MOST
from cluster_map.domain import Language


def words_of(content: bytes) -> str:
    """The text of a PDF without blanks: a line may end in the middle of a Japanese word."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


@pytest.mark.parametrize(
    ("language", "device", "words"),
    [
        (Language.ENGLISH, "desktop", "we make surgical robots in Bavaria"),
        (Language.JAPANESE, "phone", "食品 北海道"),
        (Language.ENGLISH, "phone", "who does organic electronics?"),
        (Language.JAPANESE, "desktop", "有機エレクトロニクスはどこ?"),
    ],
)
def test_a_search_ends_with_the_brief_of_a_cluster_in_hand(open_reader, language, device, words) -> None:
    reader: Reader = open_reader(language, device)
    reader.open()
    reader.search(words)
    found = reader.page.locator('.search-list a[href^="cluster?"]').first
    cluster = re.search(r"cluster=([\w-]+)", found.get_attribute("href") or "")
    assert cluster
    reader.press(found)
    name = row_of("clusters", "cluster_id", cluster[1])[f"name_{language}"]
    expect(reader.page.get_by_role("heading", level=1, name=name)).to_be_visible()
    reader.see_map()
    with reader.page.expect_download() as download:
        reader.press(reader.page.get_by_role("button", name=reader.say("brief_get")))
    assert download.value.suggested_filename == f"cluster-map-japan-{cluster[1]}-{language}.pdf"
    said = words_of(download.value.path().read_bytes())
    assert re.sub(r"\s", "", name) in said
    assert re.sub(r"\s", "", reader.say("whom_to_call")) in said


def test_places_are_collected_for_a_comparison_and_taken_out_again(open_reader) -> None:
    reader: Reader = open_reader(Language.ENGLISH)
    reader.open("/prefecture", prefecture="06")
    reader.press(reader.page.get_by_role("link", name=reader.say("compare_add"), exact=True))
    kept = reader.page.get_by_text(reader.say("compare_in", count=1, most=MOST))
    expect(kept).to_be_visible()
    reader.see_in_link(compare="06", prefecture="06")
    # It goes along through links that do not know of it, and the list of a search stays open for more.
    reader.press(reader.page.locator('.panel a[href^="cluster?"]').first)
    cluster = row_of("clusters", "cluster_id", reader.see_chosen("cluster"))
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(cluster["name_en"])
    reader.see_map()
    reader.search("Shizuoka")
    add = reader.say("compare_add_named", name="Shizuoka")
    reader.press(reader.page.get_by_role("link", name=add))
    reader.see_in_link(compare="06,22")
    out = reader.say("compare_take_out_named", name="Shizuoka")
    expect(reader.page.locator(".search-list").get_by_role("link", name=out)).to_be_focused()
    reader.page.keyboard.press("Escape")
    reader.page.keyboard.press("Escape")
    reader.press(reader.page.get_by_text(reader.say("compare_collected", count=2)))
    reader.press(reader.page.locator(".collected").get_by_role("link", name=reader.say("compare_open")))
    columns = reader.page.locator("table.compare thead th")
    expect(columns).to_have_count(2)
    reader.see_answer()
    box = reader.page.get_by_role("combobox", name=reader.say("compare_choose"))
    box.press_sequentially("Aichi")
    reader.page.keyboard.press("Enter")
    expect(columns).to_have_count(3)
    reader.see_in_link(compare="06,22,23")
    reader.page.keyboard.press("Escape")
    reader.page.go_back()
    expect(columns).to_have_count(2)
    reader.press(reader.page.get_by_text(reader.say("compare_collected", count=2)))
    reader.press(
        reader.page.locator(".collected").get_by_role("link", name=reader.say("compare_take_all_out"))
    )
    reader.see_in_link(compare=None)
    expect(reader.page.locator(".collected")).to_have_count(0)
