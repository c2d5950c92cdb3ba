"""The search as the OpenAPI document describes it."""

from typing import Any

from cluster_map.search_documents import Kind
from cluster_map.url_state import LONGEST_SEARCH

Json = dict[str, Any]

TAG = {"name": "search", "description": "Records of every collection by words"}

_TEXT: Json = {"type": "string"}

_ITEM: Json = {
    "kind": {"enum": [str(kind) for kind in Kind], "description": "Name of the collection of the record."},
    "id": _TEXT,
    "name_en": _TEXT,
    "name_ja": _TEXT,
    "matched": {
        "type": "string",
        "description": "The words of the record that answered, as they stand there.",
    },
}

SCHEMAS: Json = {
    "SearchResult": {
        "type": "object",
        "properties": {
            "items": {
                "type": "array",
                "items": {"type": "object", "properties": _ITEM, "required": list(_ITEM)},
            },
            "total": {"type": "integer", "minimum": 0},
        },
        "required": ["items", "total"],
    }
}

_WORDS: Json = {
    "name": "q",
    "in": "query",
    "required": True,
    "description": (
        "Words in English or Japanese; kana, romaji, width, accents and misspellings are forgiven. "
        "A place with a theme finds what stands there."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH},
    "example": "食品 北海道",
}


def paths(root: str) -> Json:
    """The path, for the document's ``paths``."""
    paging = [{"$ref": f"#/components/parameters/{name}"} for name in ("limit", "offset")]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/SearchResult"}}}
    responses = {"304": "NotModified", "400": "BadParameter", "503": "Unavailable"}
    return {
        f"{root}/search": {
            "get": {
                "tags": [TAG["name"]],
                "operationId": "search",
                "summary": "Find records by words, the best first",
                "parameters": [_WORDS, *paging],
                "responses": {
                    "200": {"description": "Found, or an empty list.", "content": content},
                    **{
                        status: {"$ref": f"#/components/responses/{kind}"}
                        for status, kind in responses.items()
                    },
                },
            }
        }
    }
