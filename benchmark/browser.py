"""Times a page in a real Chromium, by what its map shows."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import FrameLocator, Page, Playwright

from benchmark.sites import PATIENCE_S, Site
from benchmark.walks import Choice

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
OBSERVER = Path(__file__).with_name("observer.js").read_text(encoding="utf-8")
MS_UNTIL_SHOWN = """(number) => {
    const found = observed.shown.find((shown) => shown.number === number && shown.at > observed.since);
    return found && found.at - observed.since;
}"""
UNTIL_IDLE = """() => new Promise((done) => {
    const again = (times) => requestIdleCallback(() => times ? setTimeout(again, 50, times - 1) : done());
    again(5);
})"""


@contextmanager
def cold_page(playwright: Playwright, site: Site) -> Iterator[Page]:
    """A page of a new browser that has kept nothing of an earlier visit, not yet opened."""
    with playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-US")
        page.set_default_timeout(PATIENCE_S * 1000)
        page.add_init_script(f"({OBSERVER})({site.app.counter})")
        yield page


def _ms_until_shown(page: Page, number: int) -> float:
    """From the last click, without one from the start of the navigation, until so many are shown."""
    return float(page.wait_for_function(MS_UNTIL_SHOWN, arg=number).json_value())


def first_map_ms(page: Page, site: Site, number: int) -> float:
    """Open a page and wait until it shows so many clusters."""
    page.goto(site.url)
    return _ms_until_shown(page, number)


def filter_ms(page: Page, site: Site, walk: Iterable[tuple[Choice, int]]) -> list[float]:
    """Go from all sectors through a walk, click by click, and wait each time until the map shows it."""
    chips = page.locator(f".st-key-{site.app.sectors_key} button")
    before = Choice()
    times = []
    for choice, number in walk:
        _rest(page)
        (clicked,) = before ^ choice
        chips.nth(clicked).click()
        times.append(_ms_until_shown(page, number))
        before = choice
    return times


def _rest(page: Page) -> None:
    """Wait until the script has ended and the browser has found time several times in a row."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.evaluate(UNTIL_IDLE)


def open_upload(page: Page, site: Site) -> None:
    """Open the page that takes a reader's own file, with its map drawn."""
    page.goto(f"{site.url}strength?lang=en&sector=food&part=own-figures")
    _map(page).locator(".leaflet-container.ready").wait_for()
    _rest(page)


def upload_s(page: Page, file: Path) -> float:
    """Hand a file of points to the page and wait until the map shows them, counted in cells."""
    started = time.perf_counter()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    _map(page).locator(".leaflet-container[data-cells]").wait_for()
    return time.perf_counter() - started


def _map(page: Page) -> FrameLocator:
    return page.frame_locator('iframe[title*="folium"]')
