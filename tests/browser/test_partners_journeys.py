"""Who fits me? A Bavarian photonics firm finds Hamamatsu, moves a weight, and sends the link."""

from browser.reader import Reader
from playwright.sync_api import expect
from shipped_rows import row_of

from cluster_map.domain import Language

BAVARIAN = {"home": "de-bavaria", "sector": "electronics", "words": "photonics laser"}


def first_match(reader: Reader):
    return reader.page.locator(".st-key-match-list button").first


def test_a_bavarian_photonics_firm_finds_hamamatsu_with_reasons(reader: Reader) -> None:
    hamamatsu = row_of("clusters", "cluster_id", "hamamatsu-photonics")[f"name_{reader.language}"]
    reader.open("/partners", **BAVARIAN)
    expect(first_match(reader)).to_contain_text(hamamatsu)
    expect(reader.page.locator(".match-parts h3")).to_have_text(hamamatsu)
    expect(reader.page.locator(".match-parts .match-head")).to_have_count(7)


def test_a_moved_weight_changes_the_order_and_back_undoes_it(open_reader) -> None:
    reader = open_reader(Language.ENGLISH)
    reader.open("/partners", **BAVARIAN)
    before = first_match(reader).inner_text()
    reader.press(reader.page.get_by_text(reader.say("match_weights")))
    slider = reader.page.locator(".st-key-match-weight-fairs input[type=range]")
    slider.focus()
    slider.press("End")
    reader.see_in_link(w_fairs="100")
    expect(first_match(reader)).not_to_have_text(before)
    reader.go_back()
    reader.see_in_link(w_fairs=None)
    expect(first_match(reader)).to_have_text(before)


def test_a_link_brings_another_reader_to_the_same_answer(open_reader) -> None:
    one, other = open_reader(Language.ENGLISH), open_reader(Language.JAPANESE)
    one.open("/partners", **BAVARIAN, w_fairs="100")
    other.page.goto(one.page.url)
    other.see_map()
    expect(first_match(other)).to_have_text(first_match(one).inner_text())
