"""Tours in a real browser: played by keys and touch, told to the speaker, kept by the tab, taken offline."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import LOCALES, SCREENS, OpenReader
from playwright.sync_api import Browser, BrowserContext, Frame, FrameLocator, Locator, Page, expect
from reader import Reader
from shipped_rows import rows_with

from cluster_map.domain import Language
from cluster_map.known import known_codes
from cluster_map.process import shared_atlas
from cluster_map.text import say
from cluster_map.tours.file import write_file
from cluster_map.tours.html import tour_html
from cluster_map.tours.tour import Step, Tour, built_in_tours

pytestmark = pytest.mark.browser

TOUR = "cosmetics"
STEPS = rows_with("tour_steps", "tour_id", TOUR)


def see_step(stage: "FrameLocator | Page | Stage", number: int, language: Language) -> None:
    """Wait until the stage shows a step of the tour, counted from 1."""
    step = STEPS[number - 1]
    expect(stage.locator(".tour h1")).to_have_text(step[f"title_{language}"])
    expect(stage.locator(".tour .words")).to_have_text(step[f"words_{language}"])
    expect(stage.locator(".tour .count")).to_have_text(f"{number} / {len(STEPS)}")


def test_keys_lead_through_a_tour_without_a_run_of_the_page_or_a_new_map(open_reader: OpenReader) -> None:
    reader = open_reader()
    reader.open("/present", tour=TOUR)
    see_step(reader.map, 1, reader.language)
    reader.mark_map()
    with reader.expect_runs(0):
        for key, number in [("ArrowRight", 2), ("PageDown", 3), (" ", 4), ("PageUp", 3), ("End", len(STEPS))]:
            reader.page.keyboard.press(key)
            see_step(reader.map, number, reader.language)
            assert reader.link["step"] == str(number)
    assert reader.has_marked_map()


def test_a_link_opens_the_step_and_the_list_leads_to_others(reader: Reader) -> None:
    reader.open("/present", tour=TOUR, step="3")
    see_step(reader.map, 3, reader.language)
    reader.press(reader.map.locator(".tour nav .next"))
    see_step(reader.map, 4, reader.language)
    reader.press(reader.page.locator("[data-tour-step='2']"))
    see_step(reader.map, 2, reader.language)
    reader.see_in_link(step="2")


def test_the_speaker_sees_notes_and_the_next_step_and_leads_from_there(open_reader: OpenReader) -> None:
    reader = open_reader(Language.JAPANESE)
    reader.open("/present", tour=TOUR)
    with reader.page.context.expect_page() as opened:
        reader.press(reader.map.locator(".tour nav .speaker"))
    speaker = opened.value
    expect(speaker.locator(".notes")).to_have_text(STEPS[0]["speaker_notes_ja"])
    expect(speaker.locator("aside h3")).to_have_text(STEPS[1]["title_ja"])
    speaker.keyboard.press("ArrowRight")
    expect(speaker.locator(".notes")).to_have_text(STEPS[1]["speaker_notes_ja"])
    see_step(reader.map, 2, reader.language)


def test_a_view_is_added_where_the_map_looks_and_the_tab_keeps_the_tour(open_reader: OpenReader) -> None:
    reader = open_reader()
    reader.open(sector="food")
    reader.zoom_map_in()
    zoom = reader.link["zoom"]
    button = reader.page.locator(".st-key-add-to-tour button")
    reader.press(button)
    expect(button).to_contain_text("(1)")
    reader.page.wait_for_function("sessionStorage.getItem('cluster-map-own-tour')")  # at the end of the run
    reader.open("/tie-ups")  # loads the page anew: a new session of the server
    expect(button).to_contain_text("(1)")
    reader.press(reader.page.locator(".menu a", has_text=reader.say("present_title")))
    reader.press(reader.page.locator(".st-key-play-own button"))
    expect(reader.map.locator(".tour h1")).to_be_visible()
    expect(reader.page.locator(f".tour-steps a[href*='zoom={zoom}']")).to_be_visible()


def test_what_the_tab_has_from_before_is_never_written_over(open_reader: OpenReader) -> None:
    reader = open_reader()
    reader.open()
    # As when the run that asks the tab, or the tab's answer, was lost.
    before = write_file(Tour(steps=(Step("/?sector=food"), Step("/tie-ups"))))
    reader.page.evaluate("(tour) => sessionStorage.setItem('cluster-map-own-tour', tour)", before.decode())
    button = reader.page.locator(".st-key-add-to-tour button")
    reader.press(button)
    expect(button).to_contain_text("(3)")
    reader.see_answer()
    reader.page.reload()
    reader.see_map()
    expect(button).to_contain_text("(3)")


# ---------------------------------------------------------------- on a page, and as a file from disk


@pytest.fixture(scope="module")
def chromium(whole_chromium: Browser) -> Browser:
    """Only a browser with windows keeps a screen awake."""
    return whole_chromium


class Stage(NamedTuple):
    """Where a tour is played: a window, and the page or frame in it that holds map and player."""

    window: Page
    player: Page | Frame
    reader: Reader | None = None

    def locator(self, selector: str) -> Locator:
        return self.player.locator(selector)

    def press(self, selector: str) -> None:
        button = self.locator(selector)
        (button.tap if self.player.evaluate("navigator.maxTouchPoints") else button.click)()

    def swipe(self, across: int, down: int = 0) -> None:
        """With a finger over the words, from their middle."""
        box = self.locator("aside.tour .text").bounding_box()
        assert box is not None
        fingers = self.window.context.new_cdp_session(self.window)
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for kind, share in [("touchStart", 0.0), ("touchMove", 0.5), ("touchMove", 1.0), ("touchEnd", None)]:
            points = [] if share is None else [{"x": x + across * share, "y": y + down * share}]
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        fingers.detach()


OpenStage = Callable[..., Stage]


@pytest.fixture(params=["page", "file"])
def open_stage(
    request: pytest.FixtureRequest, open_reader: OpenReader, chromium: Browser, tmp_path: Path
) -> Iterator[OpenStage]:
    """Opens the tour, once on the page for presenters, once from disk without a network."""
    contexts: list[BrowserContext] = []

    def on_page(language: Language, screen: str, script: str) -> Stage:
        reader = open_reader(language, screen)
        reader.page.add_init_script(script)
        reader.open("/present", tour=TOUR)
        return Stage(reader.page, reader.map_frame, reader)

    def from_disk(language: Language, screen: str, script: str) -> Stage:
        context = chromium.new_context(offline=True, locale=LOCALES[language], **SCREENS[screen])
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(script)
        return Stage(page, open_file(page, tmp_path, built_in_tours(shared_atlas())[TOUR]))

    opened = on_page if request.param == "page" else from_disk
    yield lambda language=Language.ENGLISH, screen="desktop", script="": opened(language, screen, script)
    for context in contexts:
        context.close()


def open_file(page: Page, folder: Path, tour: Tour, server: str = "") -> Page:
    """Write a tour as a file, and open it from there."""
    file = folder / "tour.html"
    file.write_bytes(tour_html(shared_atlas(), tour, known_codes(shared_atlas()), Language.ENGLISH, server))
    page.goto(file.as_uri())
    expect(page.locator(".leaflet-container.ready")).to_be_visible()
    return page


def test_a_finger_swipes_from_step_to_step(open_stage: OpenStage) -> None:
    stage = open_stage(Language.JAPANESE, "phone")
    see_step(stage, 1, Language.JAPANESE)
    for across, number in [(-120, 2), (-120, 3), (120, 2)]:
        stage.swipe(across)
        see_step(stage, number, Language.JAPANESE)
    stage.swipe(-20)  # too short
    stage.swipe(-80, down=-120)  # that scrolls the words
    stage.swipe(-120)
    see_step(stage, 3, Language.JAPANESE)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_stage_fills_the_screen_and_gives_it_back(open_stage: OpenStage, screen: str) -> None:
    stage = open_stage(screen=screen)
    shown = (
        "document.fullscreenElement?.querySelector?.('.tour') ? 'stage' : document.fullscreenElement?.tagName"
    )
    stage.press("aside.tour .full_screen")
    stage.window.wait_for_function("() => document.fullscreenElement !== null")
    assert stage.window.evaluate(shown) == ("IFRAME" if stage.reader else "stage")
    stage.press("aside.tour .next")
    see_step(stage, 2, Language.ENGLISH)
    stage.window.keyboard.press("f")
    stage.window.wait_for_function("() => document.fullscreenElement === null")


KEEP_LOCKS = """
const request = WakeLock.prototype.request;
WakeLock.prototype.request = async function (...given) {
  const lock = await request.apply(this, given);
  (window.locks ??= []).push(lock);
  return lock;
};
"""
"""The browser's own locks, kept where a test can look at them."""


def test_the_screen_stays_awake_from_the_first_step_on_and_again_after_it_was_let_sleep(
    open_stage: OpenStage,
) -> None:
    stage = open_stage(script=KEEP_LOCKS)
    assert stage.player.evaluate("window.locks ?? []") == []
    for number in (2, 3):
        stage.window.keyboard.press("ArrowRight")
        see_step(stage, number, Language.ENGLISH)
        stage.player.wait_for_function("() => window.locks?.length === 1 && !window.locks[0].released")
    with stage.window.context.expect_page() as opened:
        stage.window.keyboard.press("s")
    speaker = opened.value
    awake = speaker.locator(".awake")
    expect(awake).to_have_text(say("player_awake", Language.ENGLISH))
    # As the browser does when the window is hidden; it says so when the window is seen again.
    stage.player.evaluate("window.locks[0].release()")
    stage.player.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    stage.player.wait_for_function("() => window.locks.length === 2 && !window.locks[1].released")
    expect(awake).to_have_text(say("player_awake", Language.ENGLISH))


def test_a_browser_that_cannot_keep_the_screen_awake_tells_the_speaker(open_stage: OpenStage) -> None:
    stage = open_stage(script="Object.defineProperty(Navigator.prototype, 'wakeLock', { value: undefined });")
    with stage.window.context.expect_page() as opened:
        stage.press("aside.tour .speaker")
    expect(opened.value.locator(".awake")).to_have_text(say("player_sleeps", Language.ENGLISH))


@pytest.mark.parametrize("view", ["/strength?sector=food", "/fairs?sector=food", "/readiness"])
def test_a_step_from_another_page_shows_all_of_its_map_and_the_way_to_it(
    chromium: Browser, tmp_path: Path, view: str
) -> None:
    context = chromium.new_context(offline=True, locale=LOCALES[Language.ENGLISH], **SCREENS["desktop"])
    steps = (Step("/?lat=35&lon=139&zoom=9"), Step(view))
    page = open_file(context.new_page(), tmp_path, Tour(steps=steps), "http://map.test")
    page.keyboard.press("ArrowRight")
    way = page.locator(".tour .holds a")
    expect(way).to_have_attribute(
        "href", re.compile(rf"^http://map\.test{re.escape(view.partition('?')[0])}\?")
    )
    page.reload()  # the step is in the address: looked at from the start
    expect(way).to_be_visible()
    page.wait_for_function(SEES_JAPAN)
    page.set_viewport_size(SCREENS["phone"]["viewport"])
    page.wait_for_function(SEES_JAPAN)
    context.close()


SEES_JAPAN = """() => {
  const stage = document.querySelector("#map_div").getBoundingClientRect();
  const areas = [...document.querySelectorAll("path.prefecture")].map((path) => path.getBoundingClientRect());
  const outermost = (side, of) => of(...areas.map((box) => box[side]));
  const [west, east] = [outermost("left", Math.min), outermost("right", Math.max)];
  const [north, south] = [outermost("top", Math.min), outermost("bottom", Math.max)];
  return areas.length >= 47
    && west > stage.left && east < stage.right && north > stage.top && south < stage.bottom
    && (east - west > stage.width / 3 || south - north > stage.height / 3);
}"""
"""Whether all prefectures are in sight, and large."""


@pytest.mark.parametrize("language", Language)
def test_the_offline_file_plays_from_disk_without_a_network(
    chromium: Browser, tmp_path: Path, language: Language
) -> None:
    context = chromium.new_context(offline=True, locale=LOCALES[language], **SCREENS["desktop"])
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    open_file(page, tmp_path, built_in_tours(shared_atlas())[TOUR])
    assert page.locator("path.prefecture").count() >= len(shared_atlas().prefectures)
    see_step(page, 1, language)
    page.keyboard.press("PageDown")
    see_step(page, 2, language)
    other = next(code for code in Language if code is not language)
    page.locator("button.language").click()
    see_step(page, 2, other)
    context.close()
    assert [url for url in asked if not url.startswith(tmp_path.as_uri())] == []
    assert faults == []
