"""Measures, statistics and labels as the OpenAPI document describes them."""

from typing import Any

from cluster_map.api.statistics_query import FORMATS, LABEL_THRESHOLDS
from cluster_map.domain import Evidence, Label, LabelMethod, MeasureId, Missing, SectorId
from cluster_map.strength.quotient import JAPAN, REST
from cluster_map.url_state import THRESHOLD, THRESHOLDS

Json = dict[str, Any]

TAG = {"name": "statistics", "description": "What official statistics say of a sector in a prefecture"}

_TEXT: Json = {"type": "string"}
_TEXTS: Json = {"type": "array", "items": _TEXT}
_YEAR: Json = {"type": "integer"}
_PREFECTURE: Json = {"type": "string", "pattern": "^(0[1-9]|[1-3][0-9]|4[0-7])$"}


def _words(words: Any, may_be_null: bool = False) -> Json:
    found = [str(word) for word in words]
    return {"type": ["string", "null"], "enum": [*found, None]} if may_be_null else {"enum": found}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list_of(item: Json, more: Json) -> Json:
    total = {"type": "integer", "minimum": 0}
    return _object({"items": {"type": "array", "items": item}, "total": total} | more)


_SOURCES: Json = {
    "source": {"type": "string", "description": "Address of the publication."},
    "further_sources": _TEXTS,
    "evidence": {"const": str(Evidence.OFFICIAL)},
}

_FIGURE: Json = {
    "value": {"type": ["number", "null"], "description": "Null is a figure that is not there, never zero."},
    "missing_because": _words(Missing, may_be_null=True)
    | {
        "description": "Why there is no value: kept secret by the source, no establishment reported, not "
        "published, no industry class for the sector, or no base for a share or a change."
    },
}

_ABOUT: Json = {
    "sector": _words(SectorId, may_be_null=True),
    "classification": _TEXT,
    "industries": _TEXTS
    | {"description": "The classes that were summed. Empty: none stands for the sector."},
    "proxy": {"type": "boolean", "description": "The classes hold more than the sector."},
    "year": _YEAR,
}

_CHECK = _object(
    {
        "measure": _words(MeasureId),
        **_FIGURE,
        "bar": {"type": "number", "description": "The threshold, in the unit of the measure."},
        "comparison": {"enum": ["above", "at-least"]},
        "met": {"type": "boolean"},
        "text_en": _TEXT,
        "text_ja": _TEXT,
    }
)

_CHANGED_BARS = _words(Label, may_be_null=True)

SCHEMAS: Json = {
    "MeasureList": _list_of(
        _object(
            {
                "id": _words(MeasureId),
                **dict.fromkeys(("name_en", "name_ja", "unit", "unit_ja"), _TEXT),
                **dict.fromkeys(("formula", "formula_ja"), _TEXT),
                "classifications": _TEXTS,
                "years": {"type": "array", "items": _YEAR},
                "years_of_classification": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": _YEAR},
                },
                **_SOURCES,
            }
        ),
        {},
    ),
    "Statistics": _list_of(
        _object({"prefecture": _PREFECTURE, **_FIGURE}),
        {
            "measure": _words(MeasureId),
            "unit": _TEXT,
            "unit_ja": _TEXT,
            **_ABOUT,
            "from": {"type": ["integer", "null"], "description": "The year that growth counts from."},
            "benchmark": {"anyOf": [{"enum": [JAPAN, REST]}, {"type": "array", "items": _PREFECTURE}]},
            "notes": _TEXTS,
            "notes_ja": _TEXTS,
            **_SOURCES,
            "source_titles": _TEXTS,
            "source_titles_ja": _TEXTS,
        },
    ),
    "Labels": _list_of(
        _object(
            {
                "prefecture": _PREFECTURE,
                "label": _words(Label, may_be_null=True),
                "reasons": {"type": "array", "items": _CHECK, "description": "The bars that are cleared."},
                "missing": {
                    "type": "array",
                    "items": _CHECK,
                    "description": "What the next label still needs.",
                },
                "label_if_stricter": _CHANGED_BARS | {"description": "With every bar a tenth higher."},
                "label_if_looser": _CHANGED_BARS | {"description": "With every bar a tenth lower."},
            }
        ),
        {
            "labelled": {"type": "integer", "description": "Prefectures with a label."},
            "method": _words(LabelMethod),
            **_ABOUT,
            **_SOURCES,
        },
    ),
}


def _parameter(name: str, description: str, schema: Json, required: bool = False, **more: Any) -> Json:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "schema": schema,
        "required": required,
        **more,
    }


_SUBJECT = [
    _parameter("sector", "A sector; or name an industry.", _words(SectorId), example="electronics"),
    _parameter("industry", "Code of an industry of the classification; or name a sector.", _TEXT),
    _parameter(
        "classification",
        "Where the figures come from. Of a sector by default: the first that has classes for it.",
        _TEXT,
        example="census-of-manufactures",
    ),
    _parameter("year", "By default the newest.", _YEAR),
]
_FORMAT = _parameter("format", "Form of the answer.", {"enum": list(FORMATS), "default": FORMATS[0]})

_CODES: Json = {"style": "form", "explode": False}

PARAMETERS: dict[str, list[Json]] = {
    "measures": [],
    "statistics": [
        _parameter("measure", "What is asked for.", _words(MeasureId), required=True, example="lq-employees"),
        *_SUBJECT,
        _parameter("from", "Growth: the year to count from; by default the first.", _YEAR),
        _parameter(
            "prefecture", "Only these prefectures.", {"type": "array", "items": _PREFECTURE}, **_CODES
        ),
        _parameter(
            "benchmark",
            f"Quotients: against Japan (`{JAPAN}`), the rest of Japan (`{REST}`), or prefectures together.",
            {"type": "array", "items": _TEXT, "default": [JAPAN]},
            **_CODES,
        ),
        _FORMAT,
    ],
    "labels": [
        _parameter(
            "method",
            "US strong-cluster definition, stars after the EU star method, or Litzenberger-Sternberg index.",
            _words(LabelMethod) | {"default": str(LabelMethod.US)},
        ),
        *_SUBJECT,
        *(
            _parameter(
                THRESHOLD + threshold,
                "Another threshold than the usual one; quantiles run from 0 to 1.",
                {"type": "number", "minimum": THRESHOLDS[threshold][0], "maximum": THRESHOLDS[threshold][1]},
            )
            for threshold in LABEL_THRESHOLDS
        ),
        _FORMAT,
    ],
}

_SUMMARIES = {
    "measures": ("Measures: units, formulas, classifications, years", "MeasureList"),
    "statistics": ("One measure of a sector or an industry in every prefecture", "Statistics"),
    "labels": ("What every prefecture may be called in a sector, and why", "Labels"),
}


def paths(root: str) -> Json:
    """The paths, for the document's ``paths``."""
    return {f"{root}/{name}": {"get": _operation(name)} for name in _SUMMARIES}


def _operation(name: str) -> Json:
    summary, schema = _SUMMARIES[name]
    content: Json = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    if PARAMETERS[name]:
        content["text/csv"] = {"schema": _TEXT}
    responses = {"304": "NotModified", "400": "BadParameter", "503": "Unavailable"}
    if not PARAMETERS[name]:
        del responses["400"]
    return {
        "tags": [TAG["name"]],
        "operationId": f"get_{name}",
        "summary": summary,
        "parameters": PARAMETERS[name],
        "responses": {
            "200": {"description": "Found.", "content": content},
            **{status: {"$ref": f"#/components/responses/{kind}"} for status, kind in responses.items()},
        },
    }
