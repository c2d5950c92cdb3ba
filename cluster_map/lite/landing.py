"""Addresses to share, under ``/s``: title, description and picture for previews, then the page itself."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cluster_map.atlas import Atlas
from cluster_map.errors import DataError
from cluster_map.exports.card import BESIDE, UNDER, CardWords, card
from cluster_map.exports.map_frame import Frame, around, at
from cluster_map.exports.map_picture import map_picture
from cluster_map.lite.asking import asked
from cluster_map.lite.handout import file_name, handout, subject_of
from cluster_map.lite.page import Page
from cluster_map.lite.pages import PAGES
from cluster_map.lite.render import message, root_of, show
from cluster_map.text import say
from cluster_map.url_state import Place, ViewState, page_of_card

Asks = Callable[[], Atlas]

KEPT = 48
"""Cards that are kept, each of some 100 kB."""

WAITS_S = 20
"""How long a card waits for another to be drawn; drawing takes half a second."""

DRAWING = threading.Lock()
"""One card at a time, so that many who ask leave the machine to the readers."""


def landing_routes(atlas: Asks) -> list[BaseRoute]:
    """``/s/PAGE`` and ``/s/PAGE.png``, the first page being called ``map``; ``/s/handout.pdf``."""
    return [
        Route("/s/handout.pdf", _handout(atlas), methods=["GET"]),
        Route("/s/{card}.png", _picture(atlas), methods=["GET"]),
        Route("/s/{card}", _landing(atlas), methods=["GET"]),
    ]


def _landing(atlas: Asks) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        try:
            tables = atlas()
            name = page_of_card(request.path_params["card"])
            if name is None:
                keys = ("wrong_address", "wrong_address_help")
                return message(request, tables, keys, HTTPStatus.NOT_FOUND)
            question = asked(request, tables)
            page = PAGES[name](tables, question.view, root_of(request))
            return show(
                request, tables, name, replace(page, template="landing.html"), question, HTTPStatus.OK
            )
        except DataError:
            return message(request, None, ("trouble_title", "trouble"), HTTPStatus.SERVICE_UNAVAILABLE)

    return answer


def _handout(atlas: Asks) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        try:
            tables = atlas()
            question = asked(request, tables)
            subject = None if question.refused else subject_of(tables, question.view)
            if subject is None:
                return message(
                    request, tables, ("partner_sheet_of_what", "partner_sheet_ask"), HTTPStatus.BAD_REQUEST
                )
            made = _drawn(lambda: handout(tables, subject, root_of(request)))
        except (DataError, TimeoutError):
            return message(request, None, ("trouble_title", "trouble"), HTTPStatus.SERVICE_UNAVAILABLE)
        headers = {"Content-Disposition": f'inline; filename="{file_name(subject)}.pdf"'}
        return Response(made, headers=headers, media_type="application/pdf")

    return answer


def _picture(atlas: Asks) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        name = page_of_card(request.path_params["card"])
        if name is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        try:
            tables = atlas()
            made = _card(tables, name, replace(asked(request, tables).view, answers=()))
        except (DataError, TimeoutError):
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "60"})
        if made is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        headers = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
        return Response(made, headers=headers, media_type="image/png")

    return answer


@lru_cache(maxsize=KEPT)
def _card(atlas: Atlas, name: str, view: ViewState) -> bytes | None:
    """The card of a page; none where the page has no map.

    Raises
    ------
    TimeoutError
        If too many cards are asked for at once.
    """
    page = PAGES[name](atlas, view, "")
    if page.map is None:
        return None
    frame = card_frame(page, view)
    language = view.language
    words = CardWords(say("brand", language), page.head.title, page.preview, say("map_credit", language))
    change = page.map.change
    return _drawn(lambda: card(map_picture(atlas, change, frame, language).png, frame, words))


def _drawn(draw: Callable[[], bytes]) -> bytes:
    """What is drawn, one at a time. Raises ``TimeoutError`` where too many stand before it."""
    if not DRAWING.acquire(timeout=WAITS_S):
        raise TimeoutError
    try:
        return draw()
    finally:
        DRAWING.release()


def card_frame(page: Page, view: ViewState) -> Frame:
    """What the map of a card shows: the same as the page, in less room."""
    assert page.map is not None
    size = UNDER if page.map.wide else BESIDE
    if view.place:
        return at(Place(view.place.lat, view.place.lon, max(view.place.zoom - 1, 1)), *size)
    (south, west), (north, east) = page.map.corners
    return around(((south, west), (north, east)), *size)
