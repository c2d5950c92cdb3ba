"""What a request asks for: the same parameters as every link, read from an address or a form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.known import known_codes
from cluster_map.url_state import LISTS, Known, Refused, ViewState, parse_view

SEVERAL = (*LISTS, "from")
"""Parameters of which a form may send several: each is one more code."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A view, what of the address was left out, and whether another site shows the answer in a frame."""

    view: ViewState
    refused: tuple[Refused, ...]
    embedded: bool


def asked(request: Request, atlas: Atlas) -> Asked:
    """Read a request's address."""
    query = joined(request.query_params.multi_items())
    view, refused = parse_view(query, known_codes(atlas), preferred_language(request))
    return Asked(view, tuple(refused), query.get("embed") == "true")


def asked_language(request: Request) -> Language:
    """The language of the address, else of the browser: needs no table."""
    query = {"lang": request.query_params.get("lang", "")}
    return parse_view(query, Known(), preferred_language(request))[0].language


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """One text a parameter, as a link writes it: codes by commas, else the last one said."""
    query: dict[str, str] = {}
    for name, text in pairs:
        if name in SEVERAL and query.get(name) and text:
            query[name] += f",{text}"
        elif text or name not in query:
            query[name] = text
    return query


def preferred_language(request: Request) -> Language:
    """The browser's first choice among ours (``Accept-Language``), else English."""
    choices = dict.fromkeys(Language, 0.0)
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        tag, _, weight = part.partition(";")
        first = tag.strip().lower().split("-")[0]
        if first in set(Language):
            language = Language(first)
            choices[language] = max(choices[language], _weight(weight))
    best = max(choices, key=lambda language: choices[language])
    return best if choices[best] else Language.ENGLISH


WEIGHT = re.compile(r"q=([01](?:\.[0-9]{1,3})?)")


def _weight(text: str) -> float:
    """What stands behind a language: all of it where nothing does, nothing where it cannot be read."""
    found = WEIGHT.fullmatch(text.strip())
    return float(found[1]) if found else float(not text.strip())
