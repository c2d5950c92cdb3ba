"""From a few words to the profile that answers them, by keyboard alone."""

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
    box = reader.page.get_by_role("searchbox", name=reader.say("search_everything"))
    box.press_sequentially("saxony")
    results = reader.page.locator(".search-list")
    expect(results).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(results).to_be_hidden()


def test_a_place_with_a_theme_is_found_on_a_phone(open_reader) -> None:
    reader: Reader = open_reader(Language.JAPANESE, "phone")
    reader.open()
    box = reader.page.get_by_role("searchbox", name=reader.say("search_everything"))
    box.press_sequentially("食品 北海道")
    first = reader.page.locator(".search-list a").first
    expect(first).to_contain_text("フードバレーとかち")
    first.tap()
    expect(reader.page.get_by_role("heading", level=1, name="フードバレーとかち")).to_be_visible()
