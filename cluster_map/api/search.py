"""``/api/v1/search``: records of every collection by words, the best first."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cluster_map.api import answers
from cluster_map.api.query import read_search_query
from cluster_map.atlas import Atlas
from cluster_map.search import Hit, search_index

NAME = "search"


def search_route(root: str, atlas: Callable[[], Atlas]) -> Route:
    """The route, below ``root``. The index is built by the first search, unless somebody warmed it."""

    def search(request: Request) -> Response:
        words, limit, offset, faults = read_search_query(request.query_params.multi_items())
        if faults:
            return answers.bad_parameters(faults)
        hits = search_index(atlas()).find(words)
        items = [_item(hit) for hit in hits[offset : offset + limit]]
        document = {"items": items, "total": len(hits)}
        return answers.answer(request, answers.as_json(document), answers.JSON, {})

    return Route(f"{root}/{NAME}", search)


def _item(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "id": hit.id,
        "name_en": hit.name_en,
        "name_ja": hit.name_ja,
        "matched": hit.matched,
    }
