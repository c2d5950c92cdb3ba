"""Where the map asks for the points of a reader's own file as it zooms. Not part of the public API.

The address holds a token that only the reader's own page knows; no answer is kept by anybody.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cluster_map.api import answers
from cluster_map.own_figures.grid import Box, cells
from cluster_map.own_figures.limits import limits
from cluster_map.own_figures.problems import FileRefusedError
from cluster_map.own_figures.shelf import Shelf, cells_path
from cluster_map.url_state import ZOOMS, Refused, read_number

EDGES = {"south": (-90.0, 90.0), "west": (-180.0, 180.0), "north": (-90.0, 90.0), "east": (-180.0, 180.0)}
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def own_cells_routes(shelf: Callable[[], Shelf]) -> list[BaseRoute]:
    """The one route; ``shelf`` is asked at each request."""
    return [Route(f"/{cells_path('{token}')}", lambda request: _answer(request, shelf()), methods=["GET"])]


def _answer(request: Request, shelf: Shelf) -> Response:
    own = shelf.get(request.path_params["token"])
    if own is None or not own.has_points:
        return answers.problem(HTTPStatus.NOT_FOUND, "No such file is open.", headers=PRIVATE)
    numbers, refused = _numbers(request.query_params)
    if refused:
        return answers.problem(
            HTTPStatus.BAD_REQUEST,
            "; ".join(f"{part.parameter}: found '{part.found}'; allowed: {part.allowed}" for part in refused),
            headers=PRIVATE,
        )
    zoom = numbers.pop("zoom")
    try:
        found = cells(own, zoom, Box(**numbers), limits().symbols)
    except FileRefusedError as error:
        return answers.problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers=PRIVATE)
    return Response(answers.as_json({"cells": found}), media_type=answers.JSON, headers=PRIVATE)


def _numbers(query: Mapping[str, str]) -> tuple[dict[str, float], list[Refused]]:
    numbers: dict[str, float] = {}
    refused: list[Refused] = []
    for name, allowed in {**EDGES, "zoom": ZOOMS}.items():
        value, problems = read_number(name, query.get(name, ""), allowed)
        refused += problems
        if value is not None:
            numbers[name] = value
    return numbers, refused
