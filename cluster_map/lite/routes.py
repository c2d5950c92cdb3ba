"""The routes of the plain lane, and what tells search engines of it."""

import logging
from collections.abc import Callable, Collection
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from cluster_map.atlas import Atlas
from cluster_map.errors import ClusterMapError, DataError
from cluster_map.lite.asking import asked
from cluster_map.lite.pages import PAGES
from cluster_map.lite.render import ROOT, UP, message, root_of, show
from cluster_map.lite.sitemap import sitemap

log = logging.getLogger(__name__)

REFUSES_TO_OPEN = {"cluster": ("cluster",), "prefecture": ("prefecture",), "tie-ups": ("tie_up", "region")}
"""Page -> parameters of which an unknown value means that there is no such record."""

Answer = Callable[[Request], Response]
Asks = Callable[[], Atlas]


def lite_routes(atlas: Asks, pages: Collection[str] = ()) -> list[BaseRoute]:
    """All that answers under ``/lite``, and ``/sitemap.xml`` and ``/robots.txt``.

    ``pages`` are the addresses of all pages: those without a plain one are led to from here, since records
    link to pages by addresses that hold in both lanes.
    """
    routes = [Route(f"{ROOT}/{name}", _page(name, atlas), methods=["GET"]) for name in PAGES]
    routes.append(Route(ROOT, _page("", atlas), methods=["GET"]))
    routes += [
        Route(f"{ROOT}/{name}", _full_page(name), methods=["GET"]) for name in pages if name not in PAGES
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={HTTPException: _refusal(atlas), ClusterMapError: _trouble},
    )
    app.router.redirect_slashes = False
    return [
        Route(ROOT, app),
        Route(f"{ROOT}/{{rest:path}}", app),
        Route("/sitemap.xml", _sitemap(atlas), methods=["GET"]),
        Route("/robots.txt", _robots, methods=["GET"]),
    ]


def _page(name: str, atlas: Asks) -> Answer:
    def answer(request: Request) -> Response:
        tables = atlas()
        question = asked(request, tables)
        page = PAGES[name](tables, question.view, root_of(request))
        missing = any(part.parameter in REFUSES_TO_OPEN.get(name, ()) for part in question.refused)
        status = HTTPStatus.NOT_FOUND if missing else HTTPStatus.OK
        return show(request, tables, name, page, question, status)

    return answer


def _full_page(name: str) -> Answer:
    def answer(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=HTTPStatus.TEMPORARY_REDIRECT, headers={"Location": f"{UP}{name}{query}"})

    return answer


def _refusal(atlas: Asks) -> Callable[[Request, Exception], Response]:
    """An address or a method that is not there."""

    def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        try:
            tables = atlas()
        except DataError as trouble:
            return _trouble(request, trouble)
        status = HTTPStatus(error.status_code)
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            keys = ("lite_method", "lite_method_help")
            return message(request, tables, keys, status, {"Allow": "GET, HEAD"})
        return message(request, tables, ("wrong_address", "wrong_address_help"), status)

    return answer


def _trouble(request: Request, error: Exception) -> Response:
    """A table that is refused; the whole report stands in the log."""
    log.error("%s", error)
    return message(request, None, ("trouble_title", "trouble"), HTTPStatus.SERVICE_UNAVAILABLE)


def _sitemap(atlas: Asks) -> Answer:
    def answer(request: Request) -> Response:
        try:
            body = sitemap(atlas(), root_of(request))
        except DataError as error:
            log.error("%s", error)
            return Response(status_code=503)
        return Response(body, media_type="application/xml")

    return answer


def _robots(request: Request) -> Response:
    return PlainTextResponse(f"User-agent: *\nAllow: /\nSitemap: {root_of(request)}/sitemap.xml\n")
