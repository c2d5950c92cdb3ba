"""Servers and browsers for the tests of this folder: one of each for all, a fresh profile for each test."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright
from reader import Faults, Reader
from server import running_server

from cluster_map.domain import Language

WHOLE_CHROMIUM = shutil.which("chromium")
"""What ``make test`` sees to; without it Playwright looks for a browser of its own."""
CHROMIUM = shutil.which("chromium-headless-shell") or WHOLE_CHROMIUM
"""The same browser without windows and toolbars, where Debian has it: the tests take a quarter less time."""
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
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SCREENS = {"desktop": DESKTOP, "phone": PHONE}
LOCALES = {Language.ENGLISH: "en-GB", Language.JAPANESE: "ja-JP"}
SEEN_WITHIN_MS = 20_000

expect.set_options(timeout=SEEN_WITHIN_MS)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the data folder of the environment, else the shipped one."""
    with running_server(tmp_path_factory.mktemp("server") / "output.txt") as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


def _launched(playwright: Playwright, program: str | None) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A browser that finds no host but localhost."""
    yield from _launched(playwright, CHROMIUM)


@pytest.fixture(scope="session")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """The same with its windows, which some of its abilities need."""
    yield from _launched(playwright, WHOLE_CHROMIUM)


OpenReader = Callable[..., Reader]


@pytest.fixture
def open_reader(chromium: Browser, server: str) -> Iterator[OpenReader]:
    """Readers, each at a browser of their own. Fails where one asked another host or met an error."""
    faults = Faults()
    contexts: list[BrowserContext] = []

    def open_one(
        language: Language = Language.ENGLISH,
        screen: str = "desktop",
        address: str = server,
        **profile: Any,
    ) -> Reader:
        settings = SCREENS[screen] | {"locale": LOCALES[language]} | profile
        context = chromium.new_context(**settings)
        contexts.append(context)
        context.set_default_timeout(SEEN_WITHIN_MS)
        context.on("request", lambda request: faults.note_request(request.url))
        context.on("console", faults.note_console)
        context.on("weberror", lambda error: faults.errors.append(str(error.error)))
        return Reader(context.new_page(), address, language, bool(settings.get("has_touch")), faults)

    yield open_one
    for context in contexts:
        context.close()
    assert faults.elsewhere == []
    assert faults.errors == []


def _id(chosen: tuple[Language, str]) -> str:
    return "-".join(chosen)


@pytest.fixture(params=[(Language.ENGLISH, "desktop"), (Language.JAPANESE, "phone")], ids=_id)
def reader(request: pytest.FixtureRequest, open_reader: OpenReader) -> Reader:
    """A reader of each language and at each size of screen, in two tests."""
    return open_reader(*request.param)


@pytest.fixture(params=[(language, screen) for language in Language for screen in SCREENS], ids=_id)
def every_reader(request: pytest.FixtureRequest, open_reader: OpenReader) -> Reader:
    """A reader of each language at each size of screen, in four tests: for the main journeys."""
    return open_reader(*request.param)
