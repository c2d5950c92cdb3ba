"""Advice over HTTP: ``POST /api/v1/route``, ``coverage``, ``readiness`` and ``sme-check``.

Nothing is kept: the answer depends on the request and the tables alone.
"""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cluster_map.api import answers as http
from cluster_map.api.advice_query import FORMS, LONGEST_BODY, NotJson, parse_body, read_form
from cluster_map.api.query import texts_by_name
from cluster_map.atlas import Atlas, Record
from cluster_map.contacts import contacts
from cluster_map.coverage import Coverage, buyers, gpa_coverage, in_words, tier_of
from cluster_map.domain import Language
from cluster_map.procurement import ASKED, LeftOut, Need, advise, flips
from cluster_map.procurement import Route as Way
from cluster_map.questions import Answers
from cluster_map.readiness import RuleResult, check_readiness
from cluster_map.sme import SizeCheck, check_sme
from cluster_map.store import Store
from cluster_map.text import say, say_code
from cluster_map.url_state import Refused

Json = dict[str, Any]

NAMES = tuple(FORMS)


class TooLong(Exception):
    """A body of more bytes than are read."""


def advice_routes(root: str, atlas: Callable[[], Atlas]) -> list[BaseRoute]:
    """The routes, below ``root``."""
    return [Route(f"{root}/{name}", _endpoint(name, atlas), methods=["POST"]) for name in NAMES]


def _endpoint(name: str, atlas: Callable[[], Atlas]) -> Callable[[Request], Any]:
    async def answer_post(request: Request) -> Response:
        try:
            body = await _read_body(request)
        except TooLong:
            allowed = f"at most {LONGEST_BODY} bytes"
            return http.problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"body: found more; allowed: {allowed}.",
                "TooLarge",
                {"parameter": "body", "found": "more", "allowed": allowed},
            )
        return await run_in_threadpool(_answer, name, request, body, atlas())

    return answer_post


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise TooLong
    return bytes(body)


def _answer(name: str, request: Request, body: bytes, atlas: Atlas) -> Response:
    _, faults = texts_by_name(request.query_params.multi_items(), ())
    if faults:
        return http.bad_parameters(faults)
    try:
        document = parse_body(body)
    except NotJson as error:
        return http.bad_parameters([Refused("body", str(error), "a JSON document (UTF-8)")])
    answers, faults = read_form(name, document, atlas)
    if faults:
        return http.bad_parameters(faults)
    return Response(
        http.as_json(ANSWERERS[name](atlas, answers)),
        media_type=http.JSON,
        headers=http.HEADERS | {"Cache-Control": "no-store"},
    )


# Parts of answers


def in_both(name: str, text: Callable[[Language], str]) -> Json:
    return {f"{name}_{language}": text(language) for language in Language}


def _columns(record: Record, *names: str) -> Json:
    """Texts of a record in both languages, under the names that they have there."""
    return {f"{n}_{language}": record[f"{n}_{language}"] for n in names for language in Language}


def _sourced(record: Record) -> Json:
    further = list(record.get("further_sources", ()))
    return {"source": record["source"], "further_sources": further, "evidence": record["evidence"]}


def _coverage(store: Store, coverage: Coverage, answers: Answers) -> Json:
    rows = coverage.thresholds
    ticket, threshold = answers.get("ticket_jpy"), coverage.threshold_jpy
    return {
        "gpa_status": coverage.status,
        "ground": coverage.ground,
        **in_both("words", lambda language: " ".join(in_words(coverage, answers, language))),
        "tier": tier_of(store, answers),
        "threshold_jpy": threshold,
        "above_threshold_jpy": None if ticket is None or threshold is None else ticket - threshold,
        "thresholds": [
            {
                "jpy": row["jpy"],
                "voluntary_jpy": row["voluntary_jpy"],
                "period_from": row["period_from"],
                "period_to": row["period_to"],
                **_sourced(row),
            }
            for row in rows
        ],
    }


def _rule(rule: Record) -> Json:
    return {
        "rule": rule["rule_id"],
        "field": rule["field"],
        "points": rule["points"],
        **_columns(rule, "why"),
        "place": rule["seed_locator"],
        "anchor": rule["seed_anchor"],
        **_sourced(rule),
    }


def _need(need: Need) -> Json:
    row, hurdle, rit = need.need, need.hurdle, need.rit_rule
    cure = {f"remedy_{language}": hurdle[f"remedy_{language}"] for language in Language} if hurdle else {}
    if rit:
        cure = {f"remedy_{language}": rit[f"fail_fix_{language}"] for language in Language}
    return {
        "need": row["need_id"],
        **_columns(row, "name", "only_if"),
        "hurdle": row["hurdle_id"],
        "rit_rule": row["rit_rule"],
        **cure,
        **_sourced(hurdle or rit or row),
    }


def _way(way: Way) -> Json:
    return {
        "model": way.model["model"],
        **_columns(way.model, "name"),
        "points": way.points,
        "label": way.label["band"],
        **{f"label_{language}": way.label[f"name_{language}"] for language in Language},
        "rules": [_rule(rule) for rule in way.rules],
        "needs": [_need(need) for need in way.needs],
        "next_steps": [_columns(step, "step") for step in way.steps],
        **_sourced(way.model),
    }


def _left_out(left: LeftOut) -> Json:
    return {
        "model": left.model["model"],
        **_columns(left.model, "name"),
        **in_both("reason", left.reason),
    }


def _named(records: Iterable[Record], key: str) -> list[Json]:
    return [{"id": r[key], **_columns(r, "name"), **_sourced(r)} for r in records]


def _contacts(atlas: Atlas, answers: Answers) -> Json | None:
    """Whom to talk to; null while no prefecture is known."""
    buyer = answers.get("entity_id")
    prefecture = answers.get("prefecture") or (buyers(atlas.store)[buyer]["prefecture"] if buyer else None)
    if prefecture is None:
        return None
    sectors = (answers["sector"],) if "sector" in answers else ()
    found = contacts(atlas, prefecture, sectors, answers.get("country"))
    return {
        "prefecture": prefecture,
        "clusters": _named(found.clusters, "cluster_id"),
        "nearby_clusters": _named(found.nearby, "cluster_id"),
        "bodies": _named(found.bodies, "organisation_id"),
        "offices": _named([found.office] if found.office else [], "office_id"),
        "home_offices": _named(found.home_offices, "office_id"),
        "buyers": _named(found.buyers, "entity_id"),
        "tie_ups": [
            {"id": t["tie_up_id"], "name_en": t["title_en"], "name_ja": t["title_ja"], **_sourced(t)}
            for t in found.tie_ups
        ],
        "public_help": _named(found.help, "item_id"),
    }


# Answers


def _answer_route(atlas: Atlas, answers: Answers) -> Json:
    store = atlas.store
    advice = advise(store, answers)
    top = advice.ranking[0].rules[1:] if advice.ranking else ()  # without the start value
    return {
        "ticket_band": advice.ticket_band,
        "gpa_status": advice.coverage.status,
        "horizon_band": advice.horizon_band,
        "ranking": [{"model": way.model["model"], "points": way.points} for way in advice.ranking],
        "not_applicable": {left.model["model"]: left.reason(Language.ENGLISH) for left in advice.left_out},
        "top_rules": [{"rule": rule["rule_id"], "points": rule["points"]} for rule in top],
        "flips": [
            {"change": {flip.question: flip.answer}, "new_top": flip.new_top}
            for flip in flips(store, answers)
        ],
        "inputs_given": advice.given,
        "inputs_asked": len(ASKED),
        "coverage": _coverage(store, advice.coverage, answers),
        "routes": [_way(way) for way in advice.ranking],
        "left_out": [_left_out(left) for left in advice.left_out],
        "contacts": _contacts(atlas, answers),
    }


def _answer_coverage(atlas: Atlas, answers: Answers) -> Json:
    return _coverage(atlas.store, gpa_coverage(atlas.store, answers), answers)


def _rule_result(found: RuleResult) -> Json:
    rule = found.rule
    return {
        "rule": rule["rule_id"],
        "kind": rule["kind"],
        "result": found.result,
        **in_both("result_name", lambda language: say_code("rit_result", found.result, language)),
        **_columns(rule, "name", "rule", "pass_when", "fail_fix", "period"),
        "notes_en": rule["notes"],
        "notes_ja": rule["notes_ja"],
        **_sourced(rule),
    }


def _answer_readiness(atlas: Atlas, answers: Answers) -> Json:
    found = check_readiness(atlas.store, answers)
    return {
        "results": dict(found.by_rule),
        "overall": found.overall,
        "overall_seed_rules": found.overall_seed_rules,
        "rules": [_rule_result(result) for result in found.results],
        **in_both("confirm", lambda language: say("rit_confirm", language)),
    }


def _size_check(check: SizeCheck | None) -> Json | None:
    if check is None:
        return None
    row = check.limits
    return {
        "industry_id": row["sme_industry"],
        **_columns(row, "name", "legal_scope"),
        "sme": check.sme,
        "micro": check.micro,
        "capital_max_jpy": row["capital_max_jpy"],
        "employees_max": row["employees_max"],
        "micro_employees_max": row["micro_employees_max"],
        **_sourced(row),
    }


def _answer_sme_check(atlas: Atlas, answers: Answers) -> Json:
    found = check_sme(atlas.store, answers)
    printed = found.printed_limits
    return {
        "sme": found.sme,
        "micro": found.micro,
        "asked": _size_check(found.asked),
        "basic_act": _size_check(found.basic_act),
        "differs": found.differs,
        "owned_by_large": found.owned_by_large,
        "as_printed": {
            "sme": found.as_printed,
            "capital_below_jpy": printed["printed_capital_below_jpy"] if printed else None,
            "employees_below": printed["printed_employees_below"] if printed else None,
            "source": printed["printed_source"] if printed else None,
        },
    }


ANSWERERS: Mapping[str, Callable[[Atlas, Answers], Json]] = {
    "route": _answer_route,
    "coverage": _answer_coverage,
    "readiness": _answer_readiness,
    "sme-check": _answer_sme_check,
}
