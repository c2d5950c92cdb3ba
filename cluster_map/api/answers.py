"""Answers over HTTP: the same headers on all, a tag for caches, problem documents for errors."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cluster_map.errors import ClusterMapError, DataError
from cluster_map.url_state import Refused

JSON = "application/json"
GEOJSON = "application/geo+json"
CSV = "text/csv; charset=utf-8; header=present"
PROBLEM = "application/problem+json"

MOST_FAULTS = 50
"""Faults of one request that are named one by one; the others are counted."""

HEADERS = {
    # Public, read-only, the same for everybody: any web page may read it.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link",
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
}

PROBLEM_TYPES = "/api/v1/openapi.json#/components/responses/"


def as_json(value: Any) -> bytes:
    """Compact UTF-8 JSON; a number that JSON cannot hold is an error, never ``NaN``."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def answer(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """A good answer, or 304 where the asker has it already.

    The tag is made from the answer itself, so that it changes with data, query and program alike. It is
    weak, because the server may send the same answer compressed.
    """
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    shared = HEADERS | {"ETag": tag}
    asked = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
    if tag in asked or "*" in asked:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=shared)
    return Response(body, media_type=media_type, headers=shared | dict(headers))


def problem(
    status: HTTPStatus,
    detail: str,
    kind: str | None = None,
    members: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An RFC 9457 problem document, with members of its own.

    ``kind`` names its description in the OpenAPI document.
    """
    document = {
        "type": PROBLEM_TYPES + kind if kind else "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }
    return Response(
        as_json(document | dict(members or {})),
        status_code=status.value,
        media_type=PROBLEM,
        headers=HEADERS | dict(headers or {}),
    )


def bad_parameters(faults: Sequence[Refused]) -> Response:
    """400: every fault in ``detail`` and in ``errors``, the first one also in members of its own."""
    named = faults[:MOST_FAULTS]
    sentences = [f"{f.parameter}: found '{f.found}'; allowed: {f.allowed}." for f in named]
    if len(faults) > len(named):
        sentences.append(f"{len(faults) - len(named)} more parameters are at fault.")
    errors = [{"parameter": f.parameter, "found": f.found, "allowed": f.allowed} for f in named]
    return problem(
        HTTPStatus.BAD_REQUEST, " ".join(sentences), "BadParameter", errors[0] | {"errors": errors}
    )


def unavailable(error: ClusterMapError) -> Response:
    """503: a table or layer that cannot be used, by the name of its file.

    What is wrong in it stands in the server's log.
    """
    if isinstance(error, DataError):
        # The bare names: the message of the error holds the server's own paths.
        files = ", ".join(sorted({p.file.replace("\\", "/").rsplit("/", 1)[-1] for p in error.problems}))
        detail = (
            f"Data that this answer needs cannot be used: {len(error.problems)} problem(s) in {files}. "
            "`python -m cluster_map check-data` on the server names them. Other collections may work."
        )
    else:
        detail = "The data folder lacks something that this answer needs. Other collections may work."
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, "Unavailable")
