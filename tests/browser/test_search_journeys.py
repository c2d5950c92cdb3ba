"""From a few words to what answers them, and to another page while they are being typed."""

from playwright.sync_api import expect
from reader import Reader

from cluster_map.domain import Language


def test_words_lead_to_a_profile_by_keyboard(open_reader) -> None:
    for language, words in ((Language.ENGLISH, "semicondutor kumamoto"), (Language.JAPANESE, "半導体 熊本")):
        reader: Reader = open_reader(language)
        reader.open()
        box = reader.page.get_by_role("searchbox", name=reader.say("search_everything"))
        box.press_sequentially(words)
        first = reader.page.locator(".search-list a").first
        expect(first).to_have_attribute("href", f"cluster?lang={language}&cluster=kumamoto-semiconductor")
        # Down to the results, past the first and back, to the words by Escape, and with Enter to the first.
        for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
            reader.page.keyboard.press(key)
        expect(first).to_be_focused()
        reader.page.keyboard.press("Escape")
        expect(box).to_be_focused()
        reader.page.keyboard.press("Enter")
        expect(reader.page.get_by_role("heading", level=1)).to_be_visible()
        reader.see_map()
        reader.see_in_link(cluster="kumamoto-semiconductor")


def test_escape_closes_the_results(open_reader) -> None:
    reader: Reader = open_reader()
    reader.open()
    reader.search("saxony")
    results = reader.page.locator(".search-list")
    expect(results).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(results).to_be_hidden()


def test_escape_keeps_the_words_so_that_nothing_is_searched_while_a_link_is_followed(open_reader) -> None:
    reader: Reader = open_reader()
    reader.open()
    reader.search("saxony")
    with reader.expect_runs(1):
        reader.page.keyboard.press("Escape")
        reader.press(reader.page.get_by_role("link", name=reader.say("compare_title"), exact=True))
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(reader.say("compare_title"))
        reader.see_answer()
    box = reader.page.get_by_role("searchbox", name=reader.say("search_everything"))
    expect(box).to_have_value("saxony")


def test_a_link_followed_while_words_are_being_typed_shows_its_page(open_reader) -> None:
    reader: Reader = open_reader()
    reader.open()
    tap = """(page) => {  // a tap: the box loses the focus and the link is followed at once
      document.activeElement.blur();
      document.querySelector(`.menu a[href^="${page}"]`).click();
    }"""
    for page, title in (("compare", "compare_title"), ("data", "data_title"), ("fairs", "fairs_title")):
        words = f"saxony {page}"
        reader.page.get_by_role("searchbox", name=reader.say("search_everything")).fill(words)
        reader.page.evaluate(tap, page)
        expect(reader.page.locator(".search-list")).to_have_attribute("data-words", words)
        reader.see_answer()
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(reader.say(title))


def test_nothing_can_be_pressed_between_two_pages(open_reader) -> None:
    reader: Reader = open_reader()
    reader.open()
    is_held = """() => {
      document.querySelector('.menu a[href^="fairs"]').click();
      return document.querySelector(".stApp").inert;
    }"""
    assert reader.page.evaluate(is_held)
    reader.press(reader.sector_chip(0))
    reader.see_chosen("sector")
    reader.see_map()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(reader.say("fairs_title"))


def test_a_place_with_a_theme_is_found_on_a_phone(open_reader) -> None:
    reader: Reader = open_reader(Language.JAPANESE, "phone")
    reader.open()
    box = reader.page.get_by_role("searchbox", name=reader.say("search_everything"))
    box.press_sequentially("食品 北海道")
    first = reader.page.locator(".search-list a").first
    expect(first).to_contain_text("フードバレーとかち")
    first.tap()
    expect(reader.page.get_by_role("heading", level=1, name="フードバレーとかち")).to_be_visible()
