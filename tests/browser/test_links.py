"""A link carries the view: into another browser, onto a server that has only just started."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from reader import MAP
from server import running_server
from shipped_rows import row_of, rows

from cluster_map.domain import Language

SECTORS = [row["sector"] for row in rows("sectors")]
PAGES = ["/", "/tie-ups"]


def assert_same_place(here: dict[str, float], there: dict[str, float]) -> None:
    """The centre to 1 % of what the map shows, and the zoom."""
    assert abs(here["lat"] - there["lat"]) < 0.01 * (there["north"] - there["south"])
    assert abs(here["lon"] - there["lon"]) < 0.01 * (there["east"] - there["west"])
    assert here["zoom"] == pytest.approx(there["zoom"], abs=0.01)


@pytest.fixture
def cold_server(tmp_path: Path) -> Iterator[str]:
    """A server in a new process that nobody has asked anything yet."""
    with ExitStack() as stack:
        yield stack.enter_context(running_server(tmp_path / "output.txt"))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", Language)
def test_a_copied_link_opens_the_same_view_in_another_browser_on_a_cold_server(
    path, language, open_reader, tmp_path
):
    (other_language,) = set(Language) - {language}
    sender = open_reader(language, permissions=["clipboard-read", "clipboard-write"])
    sender.open(path)
    sender.press(sender.sector_chip(SECTORS.index("life-sciences")))
    sender.see_in_link(sector="life-sciences")
    sender.drag_map((-80, 50))
    sender.zoom_map_in()
    sender.press_shape("prefectures")
    sender.page.wait_for_url(lambda url: "prefecture=" in url)
    sender.see_answer()
    sender.press(sender.sector_chip(SECTORS.index("electronics")))
    sender.page.wait_for_url(lambda url: "electronics" in url and "life-sciences" in url)
    sender.see_answer()
    sender.drag_map((60, 30))
    sender.press(sender.page.locator(".copy-link"))
    expect(sender.page.locator(".copy-link")).to_contain_text(sender.say("link_copied"))
    copied = urlsplit(sender.page.evaluate("navigator.clipboard.readText()"))
    there, title = sender.place(), sender.panel_title.inner_text()
    said = sender.summary.inner_text()

    with running_server(tmp_path / "output.txt") as cold:
        receiver = open_reader(other_language, address=cold)
        receiver.page.goto(f"{cold}{copied.path}?{copied.query}")
        receiver.see_map()
        assert_same_place(receiver.place(), there)
        expect(receiver.panel_title).to_have_text(title)
        expect(receiver.summary).to_have_text(said)
        expect(receiver.page.locator("html")).to_have_attribute("lang", str(language))
        assert receiver.link == sender.link
        receiver.page.close()


@pytest.mark.parametrize("path", PAGES)
def test_the_first_visitor_of_a_deep_link_gets_the_page_with_its_frame(path, cold_server, open_reader):
    reader = open_reader(address=cold_server)
    reader.open(path, sector="food")
    for part in (".st-key-header .brand", ".menu a", "footer", "h1"):
        expect(reader.page.locator(part).first).to_be_visible()
    expect(reader.sector_chip(SECTORS.index("food"))).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("path", PAGES)
def test_only_the_first_map_of_a_visit_sends_word_that_it_is_drawn(path, open_reader):
    reader = open_reader()
    answers = []
    reader.page.on("response", lambda answer: answers.append(answer))
    with reader.page.expect_response(lambda answer: "/drawn/" in answer.url):
        reader.open(path)
    reader.press(reader.sector_chip(SECTORS.index("food")))
    reader.see_in_link(sector="food")
    assert [answer.status for answer in answers if "/drawn/" in answer.url] == [204]


@pytest.mark.parametrize("path", PAGES)
def test_switching_language_keeps_the_view(path, open_reader):
    reader = open_reader()
    selection = {"/": {"cluster": rows("clusters")[0]["cluster_id"]}, "/tie-ups": {"region": "de-saxony"}}
    reader.open(path, sector="life-sciences", **selection[path])
    reader.zoom_map_in()
    there, link = reader.place(), reader.link
    reader.press(reader.page.locator(".tool[data-language]"))
    reader.see_in_link(lang="ja")
    reader.language = Language.JAPANESE
    expect(reader.page.locator("html")).to_have_attribute("lang", "ja")
    expect(reader.summary).to_contain_text("件")
    reader.see_map()
    assert_same_place(reader.place(), there)
    assert reader.link == link | {"lang": "ja"}


def test_a_link_of_the_page_opens_without_loading_it_anew_and_keeps_place_and_room(open_reader):
    reader = open_reader()
    room = reader.page.request.post(f"{reader.address}/api/v1/rooms").json()["code"]
    reader.open(sector="life-sciences", room=room)
    reader.zoom_map_in()
    zoom = reader.place()["zoom"]
    reader.page.evaluate("() => { window.markedByTest = true; }")
    reader.press(reader.panel.locator(".choices a").first)
    cluster = reader.see_chosen("cluster")
    assert reader.place()["zoom"] == pytest.approx(zoom)
    name = row_of("clusters", "cluster_id", cluster)["name_en"]
    expect(reader.panel_title).to_have_text(name)

    profile = reader.panel.locator('a[href^="cluster?"]').first
    reader.press(profile)
    reader.page.wait_for_url("**/cluster?**")
    expect(reader.page.locator("h1")).to_have_text(name)
    expect(reader.page).to_have_title(re.compile(re.escape(name)))
    reader.see_in_link(cluster=cluster, room=room, zoom=None)
    reader.go_back()
    expect(reader.panel_title).to_have_text(name)
    reader.see_in_link(cluster=cluster, sector="life-sciences")
    assert reader.page.evaluate("() => window.markedByTest === true")


def test_a_map_that_still_moves_leaves_the_link_of_the_next_page_alone(open_reader):
    reader = open_reader()
    reader.open()
    reader.zoom_map_in()
    reader.page.evaluate(
        """(map) => {
      document.querySelector(map).contentWindow.map.panBy([60, 0], { animate: false });
      const panned = performance.now();
      while (performance.now() - panned < 400);  // busy, so that the map tells where it looks after the click
      document.querySelector(".menu a[href^=tie-ups]").click();
    }""",
        MAP,
    )
    expect(reader.page.locator("h1")).to_have_text(reader.say("tie_ups_title"))
    reader.see_map()
    assert reader.link == {"lang": str(reader.language)}


def test_a_link_is_loaded_by_the_browser_where_the_connection_is_lost(open_reader):
    reader = open_reader()
    reader.open()
    reader.page.evaluate("""() => {
      window.markedByTest = true;
      document.querySelector(".stApp").dataset.testConnectionState = "DISCONNECTED_FOREVER";
    }""")
    reader.press(reader.page.locator(".menu a").nth(1))
    expect(reader.page.locator("h1")).to_have_text(reader.say("tie_ups_title"))
    assert reader.page.evaluate("() => window.markedByTest === undefined")


def test_a_link_pressed_with_the_control_key_opens_a_tab_of_its_own(open_reader):
    reader = open_reader()
    reader.open()
    with reader.page.context.expect_page() as opened:
        reader.page.locator(".menu a").nth(1).click(modifiers=["Control"])
    expect(opened.value.locator("h1")).to_have_text(reader.say("tie_ups_title"))
    expect(reader.page.locator("h1")).to_have_text(reader.say("explore_title"))


@pytest.mark.parametrize("language", Language)
def test_a_link_without_language_speaks_that_of_the_browser(language, open_reader):
    reader = open_reader(language)
    reader.page.goto(reader.address)
    reader.see_map()
    expect(reader.page.locator("h1")).to_have_text(reader.say("explore_title"))
    expect(reader.page.locator("html")).to_have_attribute("lang", str(language))


@pytest.mark.parametrize("path", ["/no-such-page", "/tie-ups/deeper", "/index.php"])
def test_a_wrong_address_is_answered_by_a_page_of_our_own_in_both_languages(path, open_reader):
    reader = open_reader()
    reader.faults.refused_addresses.append(path)
    answer = reader.page.goto(reader.address + path)
    assert answer is not None
    assert answer.status == 404
    for language in Language:
        reader.language = language
        expect(reader.page.get_by_role("heading", name=reader.say("wrong_address"))).to_be_visible()
    reader.page.get_by_role("link", name=reader.say("wrong_address_link")).click()
    reader.see_map()
