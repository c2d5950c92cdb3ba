"""Advice as the OpenAPI document describes it: what is asked, what is answered."""

from collections.abc import Mapping
from typing import Any

from cluster_map.api.advice_query import FORMS, INPUTS
from cluster_map.coverage import GpaStatus, Ground, buyers
from cluster_map.domain import Language
from cluster_map.errors import DataError
from cluster_map.questions import QUESTIONS, Kind, Question
from cluster_map.readiness import Overall, Result
from cluster_map.sme import Verdict
from cluster_map.store import Store
from cluster_map.text import say_code

Json = dict[str, Any]

TAG = {"name": "advice", "description": "Routes into public projects, readiness for RIT, SME check"}

TITLES: Mapping[str, tuple[str, str]] = {
    "route": ("RouteAdvice", "By which route into public projects, why, and what would change that"),
    "coverage": ("Coverage", "Is a contract open by treaty, by buyer, kind, value, home and day"),
    "readiness": ("Readiness", "Is an application to the RIT programme ready, rule by rule"),
    "sme-check": ("SmeCheck", "Is a firm an SME, by the SME Basic Act and by special orders"),
}

EXAMPLES: Mapping[str, Json] = {
    "route": {
        INPUTS: {
            "sector": "ict",
            "offer": ["software"],
            "category": "services",
            "ticket_jpy": 8_000_000,
            "tier": "municipal",
            "local_presence": "none",
            "risk": "low",
            "horizon_months": 10,
            "finance": "none",
            "home": "eu",
        },
        "date": "2026-11-22",
    },
    "coverage": {
        "tier": "prefectural",
        "category": "goods",
        "ticket_jpy": 40_000_000,
        "date": "2026-11-22",
        "home": "eu",
    },
    "readiness": {
        INPUTS: {"applicant_type": "chamber", "applicant_country": "JP", "n_companies": 8, "n_sme": 7}
    },
    "sme-check": {
        "industry_id": "wholesale",
        "capital_jpy": 100_000_000,
        "employees": 500,
        "form": "company",
    },
}

_TEXT: Json = {"type": "string"}
_MAYBE_TEXT: Json = {"type": ["string", "null"]}
_WHOLE: Json = {"type": "integer"}
_MAYBE_NUMBER: Json = {"type": ["number", "null"]}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _array(items: Json) -> Json:
    return {"type": "array", "items": items}


def _words(words: Any) -> Json:
    return {"enum": [str(word) for word in words]}


def _both(name: str, schema: Json = _TEXT) -> Json:
    return {f"{name}_{language}": schema for language in Language}


_SOURCED: Json = {
    "source": _MAYBE_TEXT,
    "further_sources": _array(_TEXT),
    "evidence": _words(("official", "seed", "page", "recall", "design")),
}
_NAMED = _object({"id": _TEXT, **_both("name"), **_SOURCED})
_POINTS = _object({"model": _TEXT, "points": _WHOLE})
_COVERAGE = _object(
    {
        "gpa_status": _words(GpaStatus),
        "ground": _words(Ground),
        **_both("words"),
        "tier": _TEXT,
        "threshold_jpy": _MAYBE_NUMBER | {"description": "Null: none, or two by group of body."},
        "above_threshold_jpy": _MAYBE_NUMBER | {"description": "Negative below the threshold."},
        "thresholds": _array(
            _object(
                {
                    "jpy": _WHOLE,
                    "voluntary_jpy": _MAYBE_NUMBER,
                    "period_from": _TEXT,
                    "period_to": _TEXT,
                    **_SOURCED,
                }
            )
        ),
    }
)
_ROUTE = _object(
    {
        "model": _TEXT,
        **_both("name"),
        "points": _WHOLE | {"description": "The sum of the points of `rules`."},
        "label": _TEXT,
        **_both("label"),
        "rules": _array(
            _object(
                {
                    "rule": _TEXT,
                    "field": _TEXT,
                    "points": _WHOLE,
                    **_both("why"),
                    "place": _MAYBE_TEXT | {"description": "Place in a founding document."},
                    "anchor": _MAYBE_TEXT | {"description": "Words at that place."},
                    **_SOURCED,
                }
            )
        ),
        "needs": _array(
            _object(
                {
                    "need": _TEXT,
                    **_both("name"),
                    **_both("only_if", _MAYBE_TEXT),
                    "hurdle": _MAYBE_TEXT,
                    "rit_rule": _MAYBE_TEXT,
                    **_both("remedy"),
                    **_SOURCED,
                }
            )
        ),
        "next_steps": _array(_object(_both("step"))),
        **_SOURCED,
    }
)
_CONTACTS = _object(
    {
        "prefecture": _TEXT,
        "clusters": _array(_NAMED),
        "nearby_clusters": _array(_NAMED),
        "bodies": _array(_NAMED),
        "offices": _array(_NAMED),
        "home_offices": _array(_NAMED),
        "buyers": _array(_NAMED),
        "tie_ups": _array(_NAMED),
        "public_help": _array(_NAMED),
    }
)
_SIZE = _object(
    {
        "industry_id": _TEXT,
        **_both("name"),
        **_both("legal_scope"),
        "sme": _words(Verdict),
        "micro": _words(Verdict),
        "capital_max_jpy": _MAYBE_NUMBER,
        "employees_max": _MAYBE_NUMBER,
        "micro_employees_max": _MAYBE_NUMBER,
        **_SOURCED,
    }
)


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


SCHEMAS: Json = {
    "RouteAdvice": _object(
        {
            "ticket_band": _TEXT,
            "gpa_status": _words(GpaStatus),
            "horizon_band": _TEXT,
            "ranking": _array(_POINTS),
            "not_applicable": {"type": "object", "additionalProperties": _TEXT},
            "top_rules": _array(_object({"rule": _TEXT, "points": _WHOLE})),
            "flips": _array(
                _object(
                    {"change": {"type": "object", "minProperties": 1, "maxProperties": 1}, "new_top": _TEXT}
                )
            ),
            "inputs_given": _WHOLE,
            "inputs_asked": _WHOLE,
            "coverage": _COVERAGE,
            "routes": _array(_ROUTE) | {"description": "The ranking with all its reasons."},
            "left_out": _array(_object({"model": _TEXT, **_both("name"), **_both("reason")})),
            "contacts": _or_null(_CONTACTS) | {"description": "Null while no prefecture is known."},
        }
    ),
    "Coverage": _COVERAGE,
    "Readiness": _object(
        {
            "results": {"type": "object", "additionalProperties": _words(Result)},
            "overall": _words(Overall) | {"description": "With the criteria of fiscal 2017."},
            "overall_seed_rules": _words(Overall)
            | {"description": "By the rules of the founding document alone."},
            "rules": _array(
                _object(
                    {
                        "rule": _TEXT,
                        "kind": _TEXT,
                        "result": _words(Result),
                        **_both("result_name"),
                        **_both("name"),
                        **_both("rule"),
                        **_both("pass_when", _MAYBE_TEXT),
                        **_both("fail_fix", _MAYBE_TEXT),
                        **_both("period", _MAYBE_TEXT),
                        **_both("notes", _MAYBE_TEXT),
                        **_SOURCED,
                    }
                )
            ),
            **_both("confirm"),
        }
    ),
    "SmeCheck": _object(
        {
            "sme": _words(Verdict),
            "micro": _words(Verdict),
            "asked": _or_null(_SIZE),
            "basic_act": _or_null(_SIZE) | {"description": "By the Act itself."},
            "differs": {"type": "boolean"},
            "owned_by_large": _words(Verdict)
            | {
                "description": "Whether a large firm holds half or more: some schemes then count it as large."
            },
            "as_printed": _object(
                {
                    "sme": _words(Verdict),
                    "capital_below_jpy": _MAYBE_NUMBER,
                    "employees_below": _MAYBE_NUMBER,
                    "source": _MAYBE_TEXT,
                }
            )
            | {"description": "What the misprinted table of the founding document would say."},
        }
    ),
}


def paths(root: str, store: Store) -> Json:
    """The paths, below ``root``."""
    return {f"{root}/{name}": {"post": _operation(name, store)} for name in FORMS}


def _operation(name: str, store: Store) -> Json:
    schema, title = TITLES[name]
    problems = {"400": "BadParameter", "413": "TooLarge", "503": "Unavailable"}
    answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "tags": [TAG["name"]],
        "operationId": f"ask_{name.replace('-', '_')}",
        "summary": title,
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _request_schema(name, store), "example": EXAMPLES[name]}
            },
        },
        "responses": {
            "200": {"description": "Advice.", "content": answer},
            **{s: {"$ref": f"#/components/responses/{problem}"} for s, problem in problems.items()},
        },
    }


def _request_schema(name: str, store: Store) -> Json:
    form = FORMS[name]
    schema: Json = {
        "type": "object",
        "properties": {key: _question_schema(key, question, store) for key, question in form.outer.items()},
        "additionalProperties": False,
    }
    if form.inner is not None:
        schema["properties"][INPUTS] = {
            "type": "object",
            "properties": {
                key: _question_schema(key, question, store) for key, question in form.inner.items()
            },
            "additionalProperties": False,
        }
        schema["required"] = [INPUTS]
    return schema


def _question_schema(name: str, question: Question, store: Store) -> Json:
    described = {"description": say_code("question", name, Language.ENGLISH)} if name in QUESTIONS else {}
    match question.kind:
        case Kind.ONE:
            schema: Json = {"enum": [*question.options, None]}
        case Kind.SEVERAL:
            schema = {"type": ["array", "null"], "items": {"enum": list(question.options)}}
        case Kind.WHOLE | Kind.NUMBER:
            number = "integer" if question.kind is Kind.WHOLE else "number"
            schema = {
                "type": [number, "null"],
                "minimum": question.limits[0],
                "maximum": question.limits[1],
            }
        case Kind.FLAG:
            schema = {"type": ["boolean", "null"]}
        case Kind.KNOWN:
            schema = {"enum": [*_ids(question.known, store), None]}
        case Kind.COUNTRY:
            schema = {"type": ["string", "null"], "pattern": "^[A-Z]{2}$"}
        case Kind.DATE:
            schema = {"type": ["string", "null"], "format": "date"}
    return schema | described


def _ids(table: str, store: Store) -> list[str]:
    """The ids of a table; none where it cannot be used: the path itself says so by 503."""
    try:
        return list(store.by_key(table) if table in store.table_names() else buyers(store))
    except DataError:
        return []
