"""Gaps as the OpenAPI document describes them."""

from typing import Any

from cluster_map.api.gaps import FORMATS, THRESHOLD_PARAMETERS
from cluster_map.domain import Evidence, GapKind, SectorId
from cluster_map.url_state import THRESHOLD, THRESHOLDS

Json = dict[str, Any]

TAG = {"name": "gaps", "description": "Where figures, clusters and tie-ups do not match"}

_TEXT: Json = {"type": "string"}
_CODE: Json = {"type": ["string", "null"]}
_NUMBER: Json = {"type": "number"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_PREFECTURE: Json = {"type": "string", "pattern": "^(0[1-9]|[1-3][0-9]|4[0-7])$"}
_KINDS: Json = {"enum": [str(kind) for kind in GapKind]}
_SECTORS: Json = {"enum": [str(sector) for sector in SectorId]}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


_ITEM = _object(
    {
        "kind": _KINDS,
        "rank": {
            "type": "integer",
            "minimum": 1,
            "description": "Within the kind, before any filter: by jobs beyond the national share, of weak "
            "figures from the weakest.",
        },
        "prefecture": _PREFECTURE,
        "sector": _SECTORS,
        "region": _CODE | {"description": "The partner region, where the kind names one."},
        "country": _CODE | {"description": "Its country."},
        "tie_up": _CODE | {"description": "The tie-up that has ended."},
        "quotient": _NUMBER | {"description": "Location quotient by employees, against Japan."},
        "employees": _NUMBER,
        "jobs_beyond": _NUMBER | {"description": "Employees above the national share; below it negative."},
        "clusters": _COUNT | {"description": "Clusters of the sector there, where the kind counts them."},
        "tie_ups_of_region": _COUNT | {"description": "Tie-ups of the region in the sector elsewhere."},
        "proxy": {"type": "boolean", "description": "The classes hold more than the sector."},
        "year": {"type": "integer"},
        "holds_if_stricter": {"type": "boolean", "description": "Still a gap with every bar 10% stricter."},
        "why_en": _TEXT,
        "why_ja": _TEXT,
        "source": {"type": "string", "description": "Address of the publication of the figures."},
        "evidence": {"const": str(Evidence.OFFICIAL), "description": "That of the figures."},
    }
)

SCHEMAS: Json = {
    "Gaps": _object(
        {
            "items": {"type": "array", "items": _ITEM},
            "total": _COUNT,
            "total_if_stricter": _COUNT | {"description": "How many hold with every bar 10% stricter."},
            "total_if_looser": _COUNT | {"description": "How many there are with every bar 10% looser."},
            "thresholds": _object(
                dict.fromkeys(("strong_quotient", "weak_quotient", "least_employees"), _NUMBER)
            ),
        }
    )
}


def _list(name: str, description: str, item: Json) -> Json:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "array", "items": item},
        "required": False,
        "style": "form",
        "explode": False,
    }


def _threshold(name: str) -> Json:
    limits = {str(THRESHOLD + threshold): limits for threshold, limits in THRESHOLDS.items()}[name]
    return {
        "name": name,
        "in": "query",
        "description": "Another threshold than the usual one.",
        "schema": {"type": "number", "minimum": limits[0], "maximum": limits[1]},
        "required": False,
    }


OWN_PARAMETERS: list[Json] = [
    _list("kind", "Kinds of gaps.", _KINDS),
    _list("sector", "Only these sectors.", _SECTORS),
    _list("prefecture", "Only these prefectures.", _PREFECTURE),
    _list("region", "Only gaps that name one of these partner regions.", _TEXT),
    _list("country", "Only gaps that name a partner region of these countries.", _TEXT),
    *(_threshold(name) for name in THRESHOLD_PARAMETERS),
    {
        "name": "format",
        "in": "query",
        "description": "Form of the answer.",
        "schema": {"enum": list(FORMATS), "default": FORMATS[0]},
        "required": False,
    },
]


def paths(root: str) -> Json:
    """The path, for the document's ``paths``."""
    content: Json = {
        "application/json": {"schema": {"$ref": "#/components/schemas/Gaps"}},
        "text/csv": {"schema": _TEXT},
    }
    responses = {"304": "NotModified", "400": "BadParameter", "503": "Unavailable"}
    return {
        f"{root}/gaps": {
            "get": {
                "tags": [TAG["name"]],
                "operationId": "get_gaps",
                "summary": "Strong sectors without tie-up, partner or cluster; clusters with weak figures",
                "description": "A gap is a question, not a finding: a tie-up or a cluster may exist without "
                "being on file.",
                "parameters": [
                    *OWN_PARAMETERS,
                    *({"$ref": f"#/components/parameters/{name}"} for name in ("limit", "offset")),
                ],
                "responses": {
                    "200": {"description": "Found, or an empty list.", "content": content},
                    **{
                        status: {"$ref": f"#/components/responses/{name}"}
                        for status, name in responses.items()
                    },
                },
            }
        }
    }
