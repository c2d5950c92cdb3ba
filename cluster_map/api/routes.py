"""The routes of the API, under ``/api``. Starlette alone; importing this is light on purpose."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Collection as Codes
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cluster_map.api import answers, geojson
from cluster_map.api.advice import NAMES as ADVICE
from cluster_map.api.advice import advice_routes
from cluster_map.api.collections import COLLECTIONS, Collection
from cluster_map.api.gaps import NAME as GAPS
from cluster_map.api.gaps import gaps_route
from cluster_map.api.match import NAME as MATCH
from cluster_map.api.match import match_route
from cluster_map.api.openapi import openapi_document
from cluster_map.api.query import Query, read_list_query, read_single_query
from cluster_map.api.rooms import NAME as ROOMS
from cluster_map.api.rooms import room_routes
from cluster_map.api.search import NAME as SEARCH
from cluster_map.api.search import search_route
from cluster_map.api.statistics import NAMES as STATISTICS
from cluster_map.api.statistics import statistics_routes
from cluster_map.atlas import Atlas, Record
from cluster_map.errors import ClusterMapError
from cluster_map.exports.cells import csv_bytes
from cluster_map.live.process import shared_relay
from cluster_map.live.relay import Relay
from cluster_map.url_state import listed, shown

ROOT = "/api"
VERSION = f"{ROOT}/v1"


class AnyPathConvertor(PathConvertor):
    """The rest of a path whatever it holds; Starlette's own stops at a line break."""

    regex = r"[\s\S]*"


register_url_convertor("any_path", AnyPathConvertor())

Answer = Callable[[Request], Response]


def api_routes(atlas: Callable[[], Atlas], relay: Callable[[], Relay] = shared_relay) -> list[BaseRoute]:
    """All that answers under ``/api``, unknown paths and methods included.

    Other routes under ``/api`` have to stand before these. ``atlas`` is asked at each request; where it
    raises ``DataError``, or a table does, the answer is 503 and names the table.
    """

    def description(request: Request) -> Response:
        return answers.answer(request, answers.as_json(openapi_document(atlas())), answers.JSON, {})

    routes: list[BaseRoute] = [
        Route(f"{VERSION}/openapi.json", description),
        *statistics_routes(VERSION, atlas),
        gaps_route(VERSION, atlas),
        *advice_routes(VERSION, atlas),
        search_route(VERSION, atlas),
        match_route(VERSION, atlas),
        *room_routes(VERSION, relay),
    ]
    for collection in COLLECTIONS:
        routes.append(Route(f"{VERSION}/{collection.name}", _list_answer(collection, atlas)))
        routes.append(
            Route(f"{VERSION}/{collection.name}/{{id:any_path}}", _single_answer(collection, atlas))
        )
    app = Starlette(
        routes=routes,
        exception_handlers={
            HTTPException: _http_problem,
            ClusterMapError: _data_problem,
            HTTPStatus.INTERNAL_SERVER_ERROR.value: _unexpected_problem,
        },
    )
    # A path with a slash too many is an unknown one: the reader hears so, instead of a redirect.
    app.router.redirect_slashes = False
    return [Route(ROOT, app), Route(f"{ROOT}/{{rest:any_path}}", app)]


def _list_answer(collection: Collection, atlas: Callable[[], Atlas]) -> Answer:
    def answer_list(request: Request) -> Response:
        world = atlas()
        query, faults = read_list_query(collection, world, request.query_params.multi_items())
        if faults:
            return answers.bad_parameters(faults)
        found = collection.select(world, query.view)
        rows = found[query.offset : query.offset + query.limit]
        headers = _link_to_next_page(request, query, len(found))
        match query.format:
            case "csv":
                name = _file_name(collection, query, len(rows), len(found))
                body = _csv(collection, world, rows)
                return answers.answer(request, body, answers.CSV, headers | _attachment(name))
            case "geojson":
                document: dict[str, Any] = {
                    "type": "FeatureCollection",
                    "total": len(found),
                    "features": [
                        _feature(collection, world, row, collection.record(world, row)) for row in rows
                    ],
                }
                return answers.answer(request, answers.as_json(document), answers.GEOJSON, headers)
        document = {"items": [collection.record(world, row) for row in rows], "total": len(found)}
        return answers.answer(request, answers.as_json(document), answers.JSON, headers)

    return answer_list


def _single_answer(collection: Collection, atlas: Callable[[], Atlas]) -> Answer:
    def answer_single(request: Request) -> Response:
        world = atlas()
        asked = request.path_params["id"]
        rows = collection.records(world)
        if asked not in rows:
            return _unknown_id(collection, asked, rows)
        answer_format, faults = read_single_query(collection, request.query_params.multi_items())
        if faults:
            return answers.bad_parameters(faults)
        row = rows[asked]
        match answer_format:
            case "csv":
                name = _attachment(f"{collection.name}-{asked}.csv")
                return answers.answer(request, _csv(collection, world, [row]), answers.CSV, name)
            case "geojson":
                document = _feature(collection, world, row, collection.single_record(world, row))
                return answers.answer(request, answers.as_json(document), answers.GEOJSON, {})
        document = collection.single_record(world, row)
        return answers.answer(request, answers.as_json(document), answers.JSON, {})

    return answer_single


def _feature(collection: Collection, atlas: Atlas, row: Record, record: dict[str, Any]) -> dict[str, Any]:
    return geojson.feature(record, geojson.geometry_of(collection, atlas, row))


def _csv(collection: Collection, atlas: Atlas, rows: Sequence[Record]) -> bytes:
    columns = collection.columns(atlas)
    records = (collection.record(atlas, row) for row in rows)
    return csv_bytes(columns, ([record[column] for column in columns] for record in records))


def _attachment(file_name: str) -> dict[str, str]:
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", file_name)
    return {"Content-Disposition": f'attachment; filename="{plain}"'}


def _file_name(collection: Collection, query: Query, shown_rows: int, total: int) -> str:
    """The name says when the file is a part, since the file itself cannot."""
    if shown_rows == total:
        return f"{collection.name}.csv"
    return f"{collection.name}-{query.offset + 1}-to-{query.offset + shown_rows}-of-{total}.csv"


def _link_to_next_page(request: Request, query: Query, total: int) -> dict[str, str]:
    following = query.offset + query.limit
    if following >= total:
        return {}
    kept = [(n, v) for n, v in request.query_params.multi_items() if n not in {"offset", "limit"}]
    paging = [("limit", str(query.limit)), ("offset", str(following))]
    return {"Link": f'<{request.url.path}?{urlencode(kept + paging)}>; rel="next"'}


def _unknown_id(collection: Collection, asked: str, known: Codes[str]) -> Response:
    found, allowed = shown(asked), listed(known, at_most=3)
    return answers.problem(
        HTTPStatus.NOT_FOUND,
        f"id: found '{found}'; allowed: an id of {VERSION}/{collection.name}, such as {allowed}.",
        "UnknownId",
        {"parameter": "id", "found": found, "allowed": allowed},
    )


def _http_problem(request: Request, error: Exception) -> Response:
    """404 and 405 of the router, in the words of this API."""
    status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else 500)
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "") if isinstance(error, HTTPException) else ""
        # In one order whatever the router says; POST is for questions too long for an address.
        allowed = ", ".join(method for method in ("GET", "HEAD", "POST", "DELETE") if method in allowed)
        parameter, found, headers = "method", shown(request.method), {"Allow": allowed}
    else:
        parameter, found, headers = "path", shown(request.url.path), {}
        own = (*STATISTICS, GAPS, *ADVICE, SEARCH, MATCH, ROOMS, "openapi.json")
        names = (*(collection.name for collection in COLLECTIONS), *own)
        allowed = ", ".join(f"{VERSION}/{name}" for name in names)
    members = {"parameter": parameter, "found": found, "allowed": allowed}
    return answers.problem(
        status, f"{parameter}: found '{found}'; allowed: {allowed}.", members=members, headers=headers
    )


def _data_problem(_: Request, error: Exception) -> Response:
    if not isinstance(error, ClusterMapError):
        raise error
    return answers.unavailable(error)


def _unexpected_problem(_: Request, __: Exception) -> Response:
    """500: the server's log has the traceback, the reader never."""
    return answers.problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, "The server failed to answer. The fault is in its log."
    )
