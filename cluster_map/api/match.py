"""``/api/v1/match``: who fits whom, the best first, each with the parts of its score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cluster_map.api import answers
from cluster_map.api.query import read_paging, texts_by_name
from cluster_map.atlas import Atlas
from cluster_map.domain import Aim, Direction, Language, MatchPart, SectorId
from cluster_map.matching.ground import JAPAN, ground_of
from cluster_map.matching.question import Question, weight_rows
from cluster_map.matching.ranking import Match, match
from cluster_map.matching.reasons import because, source_of
from cluster_map.url_state import (
    LONGEST_WISH,
    WEIGHT,
    Known,
    Refused,
    is_home,
    listed,
    read_codes,
    read_one_code,
    read_text,
    read_weights,
    shown,
)

NAME = "match"

PARAMETERS = ("direction", "home", "prefecture", "sector", "words", "aim", "lang")
ONLY_IN = {"home": Direction.TO_JAPAN, "prefecture": Direction.FROM_JAPAN}
"""Parameters that mean something in one direction only."""


@dataclass(frozen=True, slots=True)
class MatchQuery:
    """What was asked for, checked."""

    question: Question
    language: Language
    limit: int
    offset: int


def match_route(root: str, atlas: Callable[[], Atlas]) -> Route:
    """The route, below ``root``."""

    def answer(request: Request) -> Response:
        world = atlas()
        query, faults = read_match_query(world, request.query_params.multi_items())
        if faults:
            return answers.bad_parameters(faults)
        places = match(ground_of(world), query.question)
        shown_places = places[query.offset : query.offset + query.limit]
        items = [_item(world, place, query.language) for place in shown_places]
        document = {"items": items, "total": len(places)}
        return answers.answer(request, answers.as_json(document), answers.JSON, {})

    return Route(f"{root}/{NAME}", answer)


def read_match_query(atlas: Atlas, pairs: Sequence[tuple[str, str]]) -> tuple[MatchQuery, list[Refused]]:
    """Read the parameters; with any fault the query is not to be used."""
    weights = tuple(WEIGHT + part for part in MatchPart)
    texts, faults = texts_by_name(pairs, (*PARAMETERS, *weights, "limit", "offset"))
    found: dict[str, Any] = {}

    codes: dict[str, type[Direction | Aim]] = {"direction": Direction, "aim": Aim}
    for name, allowed in codes.items():
        if name in texts:
            code, problems = read_one_code(name, texts[name], allowed)
            faults += problems
            found |= {name: allowed(code)} if code else {}
    language = Language.ENGLISH
    if "lang" in texts:
        code, problems = read_one_code("lang", texts["lang"], Language)
        faults += problems
        language = Language(code or language)

    sectors, problems = read_codes("sector", texts.get("sector", ""), SectorId)
    words, too_long = read_text("words", texts.get("words", ""), LONGEST_WISH)
    own, bad_weights = read_weights(texts)
    faults += problems + [Refused("words", f.found, f"1 to {LONGEST_WISH} characters") for f in too_long]
    faults += bad_weights
    found |= {"sectors": sectors, "words": words, "own_weights": own}

    faults += _read_home(atlas, texts, found)
    faults += _meaningless(atlas, found.get("direction", Direction.TO_JAPAN), texts)
    limit, offset, problems = read_paging(texts)
    return MatchQuery(Question(**found), language, limit, offset), faults + problems


def _read_home(atlas: Atlas, texts: dict[str, str], found: dict[str, Any]) -> list[Refused]:
    """Read where somebody asks from: a place abroad, or a prefecture."""
    faults = []
    from_japan = found.get("direction") is Direction.FROM_JAPAN
    if (home := texts.get("home")) and not (from_japan and home == JAPAN):
        countries = [code for code in atlas.countries if code != JAPAN]
        if is_home(home, Known(regions=atlas.regions, countries=countries)):
            found["home"] = home
        else:
            allowed = (
                f"{listed(countries, at_most=3)} or a partner region: {listed(atlas.regions, at_most=3)}"
            )
            faults.append(Refused("home", shown(home), allowed))
    if prefecture := texts.get("prefecture"):
        if prefecture in atlas.prefectures:
            found["prefecture"] = prefecture
        else:
            faults.append(
                Refused("prefecture", shown(prefecture), f"one of {listed(atlas.prefectures, at_most=3)}")
            )
    return faults


def _meaningless(atlas: Atlas, direction: Direction, texts: dict[str, str]) -> list[Refused]:
    """Parameters that say nothing in this direction: ignoring them would hide a slip."""
    faults = [
        Refused(name, shown(texts[name]), f"only with direction={only}")
        for name, only in ONLY_IN.items()
        if name in texts and only is not direction and (name, texts[name]) != ("home", JAPAN)
    ]
    parts = weight_rows(atlas, direction)
    allowed = listed(WEIGHT + part for part in parts)
    return faults + [
        Refused(WEIGHT + part, shown(texts[WEIGHT + part]), f"with direction={direction}: {allowed}")
        for part in MatchPart
        if WEIGHT + part in texts and part not in parts
    ]


def _item(atlas: Atlas, place: Match, language: Language) -> dict[str, Any]:
    where = (
        {"prefectures": place.record["prefectures"]}
        if place.is_cluster
        else {"region": place.record["region"]}
    )
    return {
        "kind": "cluster" if place.is_cluster else "region",
        "id": place.id,
        "name": place.record[f"name_{language}"],
        "rank": place.rank,
        "score": place.score,
        "parts": [_part(atlas, place, part, language) for part in place.findings],
        **where,
        "source": place.record["source"],
        "evidence": place.record["evidence"],
    }


def _part(atlas: Atlas, place: Match, part: MatchPart, language: Language) -> dict[str, Any]:
    finding = place.findings[part]
    source, evidence = source_of(finding)
    return {
        "part": part,
        "value": finding.value,
        "weight": place.weights[part],
        "points": place.points(part),
        "because": because(atlas, place, part, language),
        "source": source,
        "evidence": evidence,
    }
