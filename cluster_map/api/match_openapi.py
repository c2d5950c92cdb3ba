"""The partner finder as the OpenAPI document describes it."""

from typing import Any

from cluster_map.domain import Aim, Direction, Evidence, Language, MatchPart, SectorId
from cluster_map.url_state import LONGEST_WISH, WEIGHT, WEIGHTS

Json = dict[str, Any]

TAG = {"name": "match", "description": "Who fits whom, and why"}

_TEXT: Json = {"type": "string"}
_SOURCE: Json = {"type": ["string", "null"], "description": "Where it comes from."}
_EVIDENCE: Json = {"enum": [*(str(word) for word in Evidence), None], "description": "How far it is backed."}


def _object(properties: Json, optional: Json | None = None) -> Json:
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
    }


_PART = _object(
    {
        "part": {"enum": [str(part) for part in MatchPart]},
        "value": {
            "type": ["number", "null"],
            "minimum": 0,
            "maximum": 1,
            "description": "Null where nothing was asked or nothing is on file: it counts no points.",
        },
        "weight": {"type": "integer", "minimum": WEIGHTS[0], "maximum": WEIGHTS[-1]},
        "points": {"type": "number", "minimum": 0, "description": "Value times weight."},
        "because": {"type": "string", "description": "The reason, in the language of `lang`."},
        "source": _SOURCE,
        "evidence": _EVIDENCE,
    }
)

SCHEMAS: Json = {
    "MatchedPlace": _object(
        {
            "kind": {"enum": ["cluster", "region"], "description": "Cluster (to Japan) or partner region."},
            "id": _TEXT,
            "name": {"type": "string", "description": "In the language of `lang`."},
            "rank": {"type": "integer", "minimum": 1},
            "score": {"type": "number", "minimum": 0, "description": "The sum of the points of all parts."},
            "parts": {"type": "array", "items": _PART},
            "source": _SOURCE,
            "evidence": _EVIDENCE,
        },
        {
            "prefectures": {
                "type": "array",
                "items": _TEXT,
                "description": "Of a cluster; the first is its lead prefecture.",
            },
            "region": {"type": "string", "description": "Of a partner region: its id."},
        },
    ),
    "Matches": _object(
        {
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/MatchedPlace"}},
            "total": {"type": "integer", "minimum": 0},
        }
    ),
}


def _parameter(name: str, description: str, schema: Json, **further: Any) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema, **further}


def _words_of(codes: Any) -> Json:
    return {"type": "string", "enum": [str(code) for code in codes]}


_PARAMETERS: list[Json] = [
    _parameter(
        "direction",
        "Who looks for whom.",
        _words_of(Direction) | {"default": str(Direction.TO_JAPAN)},
    ),
    _parameter("home", "Country (ISO 3166-1 alpha-2) or id of a partner region; to Japan only.", _TEXT),
    _parameter("prefecture", "Prefecture that looks abroad; from Japan only.", _TEXT),
    _parameter(
        "sector",
        "Sectors of the firm or association.",
        {"type": "array", "items": _words_of(SectorId), "minItems": 1},
        style="form",
        explode=False,
        example=["electronics"],
    ),
    _parameter(
        "words",
        "What is offered or sought, in English or Japanese.",
        {"type": "string", "minLength": 1, "maxLength": LONGEST_WISH},
        example="photonics laser",
    ),
    _parameter("aim", "What a partner is wanted for: it sets the weights.", _words_of(Aim)),
    *(
        _parameter(
            WEIGHT + part,
            f"Points that the part `{part}` counts at its full value; else as the table of weights says.",
            {"type": "integer", "minimum": WEIGHTS[0], "maximum": WEIGHTS[-1]},
        )
        for part in MatchPart
    ),
    _parameter(
        "lang", "Language of names and reasons.", _words_of(Language) | {"default": str(Language.ENGLISH)}
    ),
]


def paths(root: str) -> Json:
    """The path, for the document's ``paths``."""
    paging = [{"$ref": f"#/components/parameters/{name}"} for name in ("limit", "offset")]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Matches"}}}
    responses = {"304": "NotModified", "400": "BadParameter", "503": "Unavailable"}
    return {
        f"{root}/match": {
            "get": {
                "tags": [TAG["name"]],
                "operationId": "match",
                "summary": "Clusters for a firm abroad, or partner regions for a prefecture, the best first",
                "parameters": [*_PARAMETERS, *paging],
                "responses": {
                    "200": {"description": "Every place, the best first.", "content": content},
                    **{
                        status: {"$ref": f"#/components/responses/{kind}"}
                        for status, kind in responses.items()
                    },
                },
            }
        }
    }
