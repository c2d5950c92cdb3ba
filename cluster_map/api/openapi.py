"""The API described by itself: OpenAPI 3.1, made from the data dictionary and the words of the domain.

The document refers to nothing outside itself. A schema says what a record has; it does not forbid
more, so that a field may be added without breaking who reads with it.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from cluster_map.api import (
    advice_openapi,
    gaps_openapi,
    match_openapi,
    rooms_openapi,
    search_openapi,
    statistics_openapi,
)
from cluster_map.api.answers import PROBLEM_TYPES
from cluster_map.api.collections import COLLECTIONS, Collection, Shape
from cluster_map.api.query import DEFAULT_LIMIT, LARGEST_LIMIT, LARGEST_OFFSET
from cluster_map.atlas import Atlas
from cluster_map.errors import DataError
from cluster_map.store import Store
from cluster_map.url_state import LISTS, LONGEST_SEARCH, UNKNOWN_YEARS, YEARS

Json = dict[str, Any]

API_VERSION = "1.0.0"

ABOUT = """\
Read-only but for live rooms, without a key, in English and Japanese. Every record says its `source` and
how far it is backed (`evidence`). A null is "not known", never zero or none; a list that is not known is
empty.

* **Filters** are those of the pages' links. Codes of one parameter are alternatives, separated by commas
  (`sector=ict,food`) or given again (`sector=ict&sector=food`); parameters are combined.
* **Errors** are problem documents (RFC 9457). An unknown parameter or value is an error, and all faults
  are named at once.
* **Advice** (`route`, `coverage`, `readiness`, `sme-check`) is asked by POST with a JSON document of answers,
  whatever the content type says. What is not answered is not known; nothing of it is kept.
* **Rooms** (`rooms`) relay what a presenter looks at to all who follow. Whoever opens one gets a secret
  token, which leads it; the code lets others follow. A room is kept until some hours after its last move.
* **Pages**: `limit` and `offset`; where more follows, the header `Link` leads to it (`rel="next"`).
* **CSV**: UTF-8 with a byte order mark (for Excel), commas, lists joined by `;`. A text that a spreadsheet
  would run as a formula gets a leading apostrophe. The file name says when the file is a part.
* **GeoJSON** (RFC 7946): points, areas, or lines from each prefecture's capital to the partner region's
  point. Properties are those of the JSON record. Lines are straight and cut at 180°.
* **Caching**: answers carry an `ETag`; send it back as `If-None-Match` and get 304 while nothing changed.
* **Other sites** may read all of it from the browser (`Access-Control-Allow-Origin: *`): the data are
  public, the same for everybody, and nothing of them can be changed. Simple requests need no preflight,
  and none is answered.

This is not an API of JETRO or of any government.
"""

PARAMETER_WORDS: Mapping[str, tuple[str, Json, Any]] = {
    "prefecture": (
        "Prefectures, JIS X 0401 codes of two digits.",
        {"pattern": "^(0[1-9]|[1-3][0-9]|4[0-7])$"},
        ["06", "22"],
    ),
    "country": (
        "Countries, ISO 3166-1 alpha-2, as the data know them.",
        {"pattern": "^[A-Z]{2}$"},
        ["DE"],
    ),
    "sector": (
        "Sectors. Prefectures and partner regions: those with a cluster or tie-up of a sector.",
        {},
        ["ict", "food"],
    ),
    "japan_region": ("Regions of Japan, which stand for all their prefectures.", {}, ["tohoku"]),
    "kind": ("Kinds of organisation. Clusters: those with a member of a kind.", {}, ["university"]),
    "evidence": ("How far the record is backed.", {}, ["official", "page"]),
    "programme": ("Under what a tie-up runs.", {}, ["RIT"]),
    "cooperation": ("Kinds of cooperation in a tie-up.", {}, ["joint-development"]),
    "month": ("Usual months of a fair, 1 to 12; one of several months is found by each.", {}, ["10"]),
    "cluster": ("Id of one cluster, whose members are meant.", {"type": "string"}, None),
    "region": ("Id of one partner region.", {"type": "string"}, None),
    "q": (
        "Words that all stand in the names (clusters and tie-ups: also places, members, keywords, themes), "
        "in English or Japanese; case, accents and width do not matter.",
        {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH},
        "bio",
    ),
    "from": (
        "First year. A tie-up is found when its years overlap; one without an end runs on. "
        f"`{UNKNOWN_YEARS}`, alone or after a comma, lets through the tie-ups whose years nobody states.",
        {"type": "string", "pattern": f"^([0-9]{{4}}|{UNKNOWN_YEARS}|[0-9]{{4}},{UNKNOWN_YEARS})$"},
        f"2014,{UNKNOWN_YEARS}",
    ),
    "to": (
        "Last year, not before `from`.",
        {"type": "integer", "minimum": YEARS.start, "maximum": YEARS.stop - 1},
        2018,
    ),
}
"""Parameter -> what it means, its schema (of one code where it takes several), an example."""


def openapi_document(atlas: Atlas) -> Json:
    """The whole document. A table that cannot be used only costs its example."""
    store = atlas.store
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cluster Map Japan",
            "version": API_VERSION,
            "summary": "Japan's industrial clusters, sectors and regional tie-ups, with their sources.",
            "description": f"{ABOUT}\n{_credits(store)}\nVersion of the data: {store.data_version}.",
            **_licence(store),
        },
        "tags": [
            *({"name": c.name, "description": c.title} for c in COLLECTIONS),
            statistics_openapi.TAG,
            gaps_openapi.TAG,
            advice_openapi.TAG,
            search_openapi.TAG,
            match_openapi.TAG,
            rooms_openapi.TAG,
        ],
        "paths": {
            **{path: item for c in COLLECTIONS for path, item in _paths(c, atlas).items()},
            **statistics_openapi.paths("/api/v1"),
            **gaps_openapi.paths("/api/v1"),
            **advice_openapi.paths("/api/v1", store),
            **search_openapi.paths("/api/v1"),
            **match_openapi.paths("/api/v1"),
            **rooms_openapi.paths("/api/v1"),
        },
        "components": {
            "schemas": {
                **{name: schema for c in COLLECTIONS for name, schema in _schemas_of(c, store).items()},
                **GEOMETRY_SCHEMAS,
                **statistics_openapi.SCHEMAS,
                **gaps_openapi.SCHEMAS,
                **advice_openapi.SCHEMAS,
                **search_openapi.SCHEMAS,
                **match_openapi.SCHEMAS,
                **rooms_openapi.SCHEMAS,
                "Problem": PROBLEM_SCHEMA,
            },
            "parameters": {name: _parameter(name) for name in PARAMETER_WORDS} | PAGING_PARAMETERS,
            "responses": PROBLEM_RESPONSES | rooms_openapi.RESPONSES,
            "securitySchemes": rooms_openapi.SECURITY_SCHEMES,
        },
    }


def _licence(store: Store) -> Json:
    """The first licence of the package: the format has room for one, the credits name them all."""
    licences = store.package.get("licenses")
    return {"license": {"name": licences[0]["title"], "url": licences[0]["path"]}} if licences else {}


def _credits(store: Store) -> str:
    package = store.package
    named = [*package.get("licenses", []), *package.get("sources", [])]
    lines = "\n".join(f"* [{one['title']}]({one['path']})" for one in named)
    return f"{package.get('credit', '')} {package.get('boundaries', '')}\n\n{lines}\n"


def schema_name(collection: Collection) -> str:
    """``tie-ups`` -> ``TieUp``: the schema of one record of a list."""
    return "".join(word.capitalize() for word in collection.one.replace("-", " ").split())


def _reference(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def _paths(collection: Collection, atlas: Atlas) -> Json:
    name = schema_name(collection)
    path = f"/api/v1/{collection.name}"
    shared = {"tags": [collection.name]}
    formats = _parameter_of_format(collection)
    filters = [_reference("parameters", parameter) for parameter in collection.filters]
    paging = [_reference("parameters", "limit"), _reference("parameters", "offset")]
    return {
        path: {
            "get": shared
            | {
                "operationId": f"list_{collection.table}",
                "summary": collection.title,
                "parameters": [*filters, *paging, formats],
                "responses": {
                    "200": _good_response(
                        collection, f"{name}List", f"{name}Features", _examples(collection, atlas)
                    ),
                    **_problems("304", "400", "503"),
                },
            }
        },
        f"{path}/{{id}}": {
            "get": shared
            | {
                "operationId": f"get_{collection.table}",
                "summary": f"One {collection.one}",
                "parameters": [_parameter_of_id(collection), formats],
                "responses": {
                    "200": _good_response(collection, f"{name}Alone", f"{name}Feature", {}),
                    **_problems("304", "400", "404", "503"),
                },
            }
        },
    }


def _problems(*statuses: str) -> Json:
    names = {"304": "NotModified", "400": "BadParameter", "404": "UnknownId", "503": "Unavailable"}
    return {status: _reference("responses", names[status]) for status in statuses}


def _good_response(collection: Collection, plain: str, geographic: str, examples: Json) -> Json:
    content: Json = {
        "application/json": {"schema": _reference("schemas", plain)} | examples,
        "text/csv": {"schema": {"type": "string"}},
    }
    if collection.shape:
        content["application/geo+json"] = {"schema": _reference("schemas", geographic)}
    etag = {"description": "Tag of this answer, for If-None-Match.", "schema": {"type": "string"}}
    return {"description": "Found.", "headers": {"ETag": etag}, "content": content}


def _examples(collection: Collection, atlas: Atlas) -> Json:
    try:
        rows = collection.records(atlas)
        first = [collection.record(atlas, row) for row in list(rows.values())[:1]]
    except DataError:
        return {}  # the collection itself says so by 503
    return {"example": {"items": first, "total": len(rows)}}


def _parameter(name: str) -> Json:
    description, schema, example = PARAMETER_WORDS[name]
    parameter: Json = {"name": name, "in": "query", "description": description}
    if name in LISTS:
        words = LISTS[name][1]
        code = schema if isinstance(words, str) else {"enum": [str(word) for word in words]}
        schema = {"type": "array", "items": {"type": "string"} | code, "minItems": 1}
        parameter |= {"style": "form", "explode": False}
    parameter["schema"] = schema
    return parameter if example is None else parameter | {"example": example}


PAGING_PARAMETERS: Json = {
    "limit": {
        "name": "limit",
        "in": "query",
        "description": "Records at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
    },
    "offset": {
        "name": "offset",
        "in": "query",
        "description": "Records left out before the first.",
        "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST_OFFSET, "default": 0},
    },
}


def _parameter_of_format(collection: Collection) -> Json:
    schema = {"type": "string", "enum": list(collection.formats), "default": "json"}
    return {"name": "format", "in": "query", "description": "Form of the answer.", "schema": schema}


def _parameter_of_id(collection: Collection) -> Json:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": f"Id of the {collection.one}.",
        "schema": {"type": "string"},
    }


def _schemas_of(collection: Collection, store: Store) -> Json:
    """Schemas of a collection: a record, a list, a record alone, a feature, a list of features."""
    name = schema_name(collection)
    record = _record_schema(store, collection.table)
    joined = {column: dict(joined.schema) for column, joined in collection.joined.items()}
    record = _object({"id": record["properties"].pop(collection.key)} | record["properties"] | joined)
    record["description"] = collection.title
    alone: Json = {"allOf": [_reference("schemas", name)]}
    if collection.memberships:
        membership = _record_schema(store, "memberships")
        del membership["properties"][collection.key]
        members = {"type": "array", "items": _object(membership["properties"])}
        alone["allOf"].append(_object({"memberships": members}))
    schemas = {
        name: record,
        f"{name}Alone": alone,
        f"{name}List": _object(
            {
                "items": {"type": "array", "items": _reference("schemas", name)},
                "total": TOTAL,
            }
        ),
    }
    if collection.shape is None:
        return schemas
    geometry = {
        "anyOf": [*(_reference("schemas", g) for g in GEOMETRIES[collection.shape]), {"type": "null"}]
    }
    return schemas | {
        f"{name}Feature": _feature_schema(geometry, f"{name}Alone"),
        f"{name}Features": _object(
            {
                "type": {"const": "FeatureCollection"},
                "total": TOTAL,
                "features": {"type": "array", "items": _feature_schema(geometry, name)},
            }
        ),
    }


TOTAL: Json = {"type": "integer", "minimum": 0, "description": "Records found, on all pages."}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _feature_schema(geometry: Json, record: str) -> Json:
    return _object(
        {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": geometry,
            "properties": _reference("schemas", record),
        }
    )


def _record_schema(store: Store, table: str) -> Json:
    resource = next(r for r in store.package["resources"] if r["name"] == table)
    return _object({f["name"]: _field_schema(f) for f in resource["schema"]["fields"]})


def _field_schema(field: Mapping[str, Any]) -> Json:
    """A field of the data dictionary in JSON Schema's words; what is not required may be null."""
    constraints = field.get("constraints", {})
    described = {name: field[name] for name in ("title", "description") if name in field}
    if "unit" in field:
        described["description"] = f"{described.get('description', '')} Unit: {field['unit']}.".strip()
    if field.get("translation") == "project":
        described["description"] = f"{described.get('description', '')} Translated by this project.".strip()
    if field["type"] == "list":
        item = {
            "type": field.get("itemType", "string"),
            "enum": field.get("itemEnum"),
            "minimum": field.get("itemMinimum"),
            "maximum": field.get("itemMaximum"),
        }
        return {"type": "array", "items": {k: v for k, v in item.items() if v is not None}} | described
    required = constraints.get("required", False)
    plain = "string" if field["type"] == "date" else field["type"]
    schema: Json = {"type": plain if required else [plain, "null"]}
    if field["type"] == "date":
        schema["format"] = "date"
    schema |= {name: constraints[name] for name in ("pattern", "minimum", "maximum") if name in constraints}
    if "enum" in constraints:
        schema["enum"] = [*constraints["enum"], *([] if required else [None])]
    return schema | described


GEOMETRIES: Mapping[Shape, tuple[str, ...]] = {
    Shape.POINT: ("Point",),
    Shape.AREA: ("Polygon", "MultiPolygon"),
    Shape.LINE: ("LineString", "MultiLineString"),
}


def _geometry_schema(name: str, coordinates: Json) -> Json:
    return _object({"type": {"const": name}, "coordinates": coordinates})


def _array_of(items: Json, at_least: int = 1) -> Json:
    return {"type": "array", "items": items, "minItems": at_least}


POSITION: Json = {
    "type": "array",
    "description": "Longitude and latitude in degrees, WGS 84.",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
    "items": False,
    "minItems": 2,
}

GEOMETRY_SCHEMAS: Json = {
    "Position": POSITION,
    **{
        name: _geometry_schema(name, coordinates)
        for name, coordinates in {
            "Point": _reference("schemas", "Position"),
            "LineString": _array_of(_reference("schemas", "Position"), 2),
            "MultiLineString": _array_of(_array_of(_reference("schemas", "Position"), 2)),
            "Polygon": _array_of(_array_of(_reference("schemas", "Position"), 4)),
            "MultiPolygon": _array_of(_array_of(_array_of(_reference("schemas", "Position"), 4))),
        }.items()
    },
}

_FAULT = {
    "parameter": {"type": "string", "description": "What is at fault: a parameter, id, path or method."},
    "found": {"type": "string", "description": "What it said, shortened."},
    "allowed": {"type": "string", "description": "What it may say."},
}

PROBLEM_SCHEMA: Json = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {
            "type": "string",
            "description": "Every fault: the parameter, what was found, what is allowed.",
        },
        **_FAULT,
        "errors": {"type": "array", "description": "Every fault.", "items": _object(_FAULT)},
    },
    "required": ["type", "title", "status", "detail"],
}


def _problem_response(description: str, example: Json) -> Json:
    schema = _reference("schemas", "Problem")
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": schema, "example": example}},
    }


def _example_fault(parameter: str, found: str, allowed: str) -> Json:
    return {"parameter": parameter, "found": found, "allowed": allowed}


PROBLEM_RESPONSES: Json = {
    "NotModified": {"description": "The answer is the one whose ETag was sent."},
    "BadParameter": _problem_response(
        "Parameters or values that are not known here; nothing was looked up.",
        {
            "type": f"{PROBLEM_TYPES}BadParameter",
            "title": "Bad Request",
            "status": 400,
            "detail": "limit: found '0'; allowed: whole numbers from 1 to 10000.",
            **_example_fault("limit", "0", "whole numbers from 1 to 10000"),
            "errors": [_example_fault("limit", "0", "whole numbers from 1 to 10000")],
        },
    ),
    "UnknownId": _problem_response(
        "No record has this id.",
        {
            "type": f"{PROBLEM_TYPES}UnknownId",
            "title": "Not Found",
            "status": 404,
            "detail": "id: found '99'; allowed: an id of /api/v1/prefectures, such as 01, 02, 03, ….",
            **_example_fault("id", "99", "01, 02, 03, …"),
        },
    ),
    "TooLarge": _problem_response(
        "A request of more bytes than are read.",
        {
            "type": f"{PROBLEM_TYPES}TooLarge",
            "title": HTTPStatus.REQUEST_ENTITY_TOO_LARGE.phrase,
            "status": HTTPStatus.REQUEST_ENTITY_TOO_LARGE.value,
            "detail": "body: found more; allowed: at most 1000000 bytes.",
            **_example_fault("body", "more", "at most 1000000 bytes"),
        },
    ),
    "Unavailable": _problem_response(
        "A table that this answer needs is damaged on the server; other collections may work.",
        {
            "type": f"{PROBLEM_TYPES}Unavailable",
            "title": "Service Unavailable",
            "status": 503,
            "detail": "Data that this answer needs cannot be used: 1 problem(s) in clusters.csv.",
        },
    ),
}
