"""What the server does beside answering: warming up, and pages for wrong addresses."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from html import escape
from typing import Any

from starlette.datastructures import MutableHeaders, QueryParams
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cluster_map.api.refusals import ProblemsUnderApi
from cluster_map.domain import Language
from cluster_map.errors import DataError
from cluster_map.lite.door import DoorToPlainLane
from cluster_map.live.process import shared_relay
from cluster_map.matching.ground import ground_of
from cluster_map.matching.question import Question
from cluster_map.matching.ranking import match
from cluster_map.own_figures import shelf
from cluster_map.process import shared_atlas
from cluster_map.search import search_index
from cluster_map.settings import frame_ancestors
from cluster_map.text import say

OURS = ("api", "assets", "downloads", "lite", "s", shelf.ROOT, "sitemap.xml", "robots.txt")
STREAMLITS = (
    "_stcore",
    "static",
    "media",
    "component",
    "app",
    "favicon.png",
    "favicon.svg",
    "manifest.json",
)
"""First parts of addresses that others answer."""


def _warm_up() -> None:
    """Import what the first page needs and lay what every match stands on.

    Then take all that lives for ever out of the collector's sight.
    Streamlit collects garbage after every run of a page; without this each run would walk through
    every object of pandas and folium again.
    """
    # Not the map component itself: it has to be imported once Streamlit's runtime is there.
    import pandas  # noqa: F401

    import cluster_map.maps.base  # noqa: F401

    with suppress(DataError):  # a damaged table is reported where it is asked for
        search_index(shared_atlas())
        match(ground_of(shared_atlas()), Question())

    gc.collect()
    gc.freeze()


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:  # noqa: ARG001
    """Warm up beside the first answers, so that the server is there at once."""
    relay = shared_relay()  # what the operator set wrong is said now, not to the first presenter
    warming = asyncio.create_task(asyncio.to_thread(_warm_up))
    yield
    await relay.close()
    await warming


class WrongAddress:
    """Answers an address that is no page with a page of our own, in both languages, as 404."""

    def __init__(self, app: ASGIApp, paths: frozenset[str]) -> None:
        self.app = app
        self.paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        first = scope.get("path", "").strip("/").split("/")[0] if scope["type"] == "http" else ""
        if scope["type"] != "http" or scope["path"].strip("/") in self.paths or first in (*OURS, *STREAMLITS):
            await self.app(scope, receive, send)
            return
        page = _wrong_address_page(scope.get("root_path", ""))
        await HTMLResponse(page, status_code=404)(scope, receive, send)


def _wrong_address_page(prefix: str) -> str:
    """Names an empty icon, so that the browser does not ask for one more wrong address.

    ``prefix`` is the path that a proxy serves the app below.
    """
    home = f"{escape(prefix)}/"
    parts = "".join(
        f'<section lang="{language}"><h1>{say("wrong_address", language)}</h1>'
        f"<p>{say('wrong_address_help', language)}</p>"
        f'<p><a href="{home}?lang={language}">{say("wrong_address_link", language)}</a></p></section>'
        for language in Language
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<title>404 | {say('brand', Language.ENGLISH)}</title><style>:root{{color-scheme:light dark}}"
        "body{font:16px/1.6 sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.5rem}"
        "h1{font-size:1.4rem}section+section{margin-top:2.5rem;padding-top:2rem;border-top:1px solid #8885}"
        f"</style></head><body><main>{parts}</main></body></html>"
    )


class Frames:
    """Says of every answer who may show it in a frame: we, and for embeds the operator's choice.

    What a page loads, the frame of its map among it, stands in the same frame.
    """

    LOADED = ("component", "static", "assets", "media")

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        first = scope["path"].strip("/").split("/")[0]
        asked = QueryParams(scope["query_string"]).get("embed") == "true"
        allowed = frame_ancestors(asked or first in self.LOADED)

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", f"frame-ancestors {allowed}")
            await send(message)

        await self.app(scope, receive, send_with_policy)


def middleware(paths: frozenset[str]) -> list[Middleware]:
    """What stands before every request. ``paths`` are the addresses of the pages."""
    return [
        Middleware(ProblemsUnderApi),
        Middleware(Frames),
        Middleware(WrongAddress, paths=paths),
        Middleware(DoorToPlainLane, paths=paths),
    ]
