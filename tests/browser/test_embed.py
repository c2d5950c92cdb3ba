"""Embeds inside other pages: of this server always, of other sites only where the operator says so."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import OpenReader
from playwright.sync_api import Browser, FrameLocator, Page, expect
from server import running_server

from cluster_map.domain import Language
from cluster_map.fragments.page_maps import map_of
from cluster_map.known import known_codes
from cluster_map.process import shared_atlas
from cluster_map.settings import EMBED_HOSTS
from cluster_map.url_state import parse_view


@pytest.fixture(scope="module")
def other_site() -> Iterator[str]:
    """The address of a site that is not ours: it serves an empty page."""

    class EmptyPage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keeps the output of the tests quiet."""

    site = ThreadingHTTPServer(("localhost", 0), EmptyPage)
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    yield f"http://localhost:{site.server_address[1]}"
    site.shutdown()
    thread.join()
    site.server_close()


def put_frame(page: Page, snippet: str) -> FrameLocator:
    page.evaluate("(snippet) => { document.body.innerHTML = snippet; }", snippet)
    return page.frame_locator("iframe")


def test_the_snippet_of_the_share_menu_shows_the_map_alone(open_reader: OpenReader) -> None:
    reader = open_reader(Language.JAPANESE)
    reader.open("/tie-ups", sector="food")
    reader.press(reader.page.locator(".st-key-share-menu button").first)
    code = reader.page.locator("code", has_text="<iframe")
    expect(code).to_contain_text("embed=true")
    expect(reader.page.get_by_text(reader.say("embed_here_only"))).to_be_visible()
    snippet = code.inner_text()

    reader.faults.refused_addresses.append("/favicon.ico")
    reader.page.goto(f"{reader.address}/robots.txt")  # a page of the same server
    frame = put_frame(reader.page, snippet)
    inside = frame.frame_locator('iframe[title*="folium"]')
    expect(inside.locator(".leaflet-container.ready")).to_be_visible()
    expect(inside.locator(".legend")).to_be_visible()
    expect(frame.locator(".embed-source")).to_contain_text(reader.say("brand"))
    expect(frame.locator(".st-key-header, footer, .stDataFrame")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/strength", {"sector": "food", "measure": "employees"}),
        ("/partners", {"sector": "food", "home": "DE"}),
        ("/public-projects", {"sector": "food", "prefecture": "13"}),
    ],
)
def test_every_page_with_a_map_is_an_embed_of_map_legend_sentence_and_source(
    open_reader: OpenReader, path: str, asked: dict[str, str]
) -> None:
    reader = open_reader(Language.JAPANESE, "phone")
    reader.open(path, embed="true", **asked)
    drawn = map_of(
        shared_atlas(), path.strip("/"), parse_view(asked | {"lang": "ja"}, known_codes(shared_atlas()))[0]
    )
    expect(reader.page.locator(".summary")).to_have_text(drawn.change["summary"])
    expect(reader.map.locator(".legend summary")).to_have_text(drawn.change["legend"]["title"])
    expect(reader.page.locator(".embed-source")).to_contain_text(reader.say("brand"))
    expect(reader.page.locator(".st-key-header, footer, .stDataFrame, .stSelectbox")).to_have_count(0)


def frame_of_map(page: Page) -> FrameLocator:
    return page.frame_locator("iframe").frame_locator('iframe[title*="folium"]')


def test_another_site_shows_an_embed_only_where_the_operator_says_so(
    chromium: Browser, other_site: str, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = chromium.new_context().new_page()
    page.goto(other_site)
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        put_frame(page, f'<iframe src="{server}/?lang=en&embed=true"></iframe>')

    monkeypatch.setenv(EMBED_HOSTS, other_site)
    with running_server(tmp_path / "output.txt") as open_to_it:
        put_frame(page, f'<iframe src="{open_to_it}/?lang=en&embed=true" width=900 height=500></iframe>')
        expect(frame_of_map(page).locator(".leaflet-container.ready")).to_be_visible()
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            put_frame(page, f'<iframe src="{open_to_it}/?lang=en"></iframe>')
    page.context.close()
