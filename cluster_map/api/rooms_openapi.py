"""Live rooms as the OpenAPI document describes them."""

from http import HTTPStatus
from typing import Any

from cluster_map.api.answers import PROBLEM_TYPES
from cluster_map.live.crowd import COUNTS_FOR_S, FOLLOWER_ID
from cluster_map.live.limits import Limits
from cluster_map.live.moves import LAST_STEP, LONGEST_VIEW, RANGES
from cluster_map.url_state import ROOM_LENGTH, ROOM_LETTERS

Json = dict[str, Any]

TAG = {"name": "rooms", "description": "Live rooms: follow a presenter's map, or lead one"}

EXAMPLE_CODE = "7KQM2XRD"
EXAMPLE_MOVE: Json = {"lat": 38.26, "lon": 140.34, "zoom": 8, "view": "sector=electronics", "step": 2}


def _object(properties: Json, optional: tuple[str, ...] = ()) -> Json:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _number(name: str, description: str) -> Json:
    least, most = RANGES[name]
    return {"type": "number", "minimum": least, "maximum": most, "description": description}


_PLACE: Json = {
    "lat": _number("lat", "Latitude of the middle of the map, WGS 84."),
    "lon": _number("lon", "Longitude of the middle of the map, WGS 84."),
    "zoom": _number("zoom", "Zoom of the map, as in the links."),
    "view": {
        "type": "string",
        "maxLength": LONGEST_VIEW,
        "description": "The query string of the presenter's page without place, language and room; "
        "`page=` in it names another page than the first, such as `page=tie-ups&sector=food`.",
    },
    "step": {
        "type": ["integer", "null"],
        "minimum": 0,
        "maximum": LAST_STEP,
        "description": "The step of a tour, where one is shown.",
    },
}
_VERSION: Json = {"type": "integer", "minimum": 0, "description": "Counts the moves of the room."}
_FOLLOWERS: Json = {
    "type": "integer",
    "minimum": 0,
    "description": "How many receive its events now, or have polled it in the last seconds.",
}
_TOKEN: Json = {"type": "string", "description": "Secret. Whoever has it moves, hands on and ends the room."}
_LINK: Json = {"type": "string", "format": "uri"}

SCHEMAS: Json = {
    "RoomOpened": _object(
        {
            "code": {"type": "string", "pattern": f"^[{ROOM_LETTERS}]{{{ROOM_LENGTH}}}$"},
            "lead_token": _TOKEN,
            "link": _LINK | {"description": "For those who follow: it holds the code, not the token."},
        }
    ),
    "RoomMove": _object(_PLACE, optional=("step",)) | {"additionalProperties": False},
    "RoomTaken": _object({"version": _VERSION, "followers": _FOLLOWERS}),
    "RoomState": _object({**_PLACE, "version": _VERSION, "followers": _FOLLOWERS}, optional=tuple(_PLACE))
    | {"description": "The last move; before the first one only version 0 and the followers."},
    "RoomHandedOn": _object(
        {
            "lead_token": _TOKEN | {"description": "Leads once it is used to move; the old one then ends."},
            "link": _LINK | {"description": "For the next presenter alone: it holds the token behind the #."},
        }
    ),
}

_CODE: Json = {
    "name": "code",
    "in": "path",
    "required": True,
    "description": "Code of the room; small letters, blanks and hyphens are forgiven.",
    "schema": {"type": "string"},
    "example": EXAMPLE_CODE,
}

_FOLLOWER: Json = {
    "name": "Follower-Id",
    "in": "header",
    "required": False,
    "description": "For followers who poll because events do not come through: something made up at random, "
    f"the same at each question. Whoever sends it counts as a follower for {COUNTS_FOR_S:g} seconds after "
    "each question, and takes a place in the room; it is then forgotten. Without it nobody is counted.",
    "schema": {"type": "string", "pattern": f"^{FOLLOWER_ID.pattern}$"},
}

SECURITY_SCHEMES: Json = {
    "leadToken": {"type": "http", "scheme": "bearer", "description": "The `lead_token` of the room."}
}


def _problem(
    description: str, status: HTTPStatus, kind: str, detail: str, headers: Json | None = None
) -> Json:
    """A response: what it means, and an example of it."""
    example = {"type": PROBLEM_TYPES + kind, "title": status.phrase, "status": status.value, "detail": detail}
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema, "example": example}}
    return {"description": description, "content": content} | ({"headers": headers} if headers else {})


_RETRY: Json = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}

RESPONSES: Json = {
    "UnknownRoom": _problem(
        "No room has this code.",
        HTTPStatus.NOT_FOUND,
        "UnknownRoom",
        "code: found 'ABCD'; allowed: the code of an open room.",
    ),
    "RoomOver": _problem(
        "The room was ended, or nobody moved it for a long time.",
        HTTPStatus.GONE,
        "RoomOver",
        f"code: the room '{EXAMPLE_CODE}' was ended.",
    ),
    "NotTheLead": _problem(
        "Without a token (401), or with one that does not lead this room or not any more (403).",
        HTTPStatus.FORBIDDEN,
        "NotTheLead",
        "This token does not lead the room. The lead may have been handed on.",
    ),
    "TooFast": _problem(
        f"More than {Limits().moves_per_s} moves a second, or {Limits().opened_per_hour} new rooms an hour "
        "from one address, unless the operator set other limits. Of moves only the newest is worth sending.",
        HTTPStatus.TOO_MANY_REQUESTS,
        "TooFast",
        "Too many requests; ask again in 1 s. Of moves only the newest needs to be sent.",
        _RETRY,
    ),
    "RoomFull": _problem(
        "As many follow the room as the operator allows.",
        HTTPStatus.SERVICE_UNAVAILABLE,
        "RoomFull",
        f"The room is full: at most {Limits().followers} follow at a time. Its last state can be asked for.",
        _RETRY,
    ),
    "RoomUnavailable": _problem(
        "The room is full (`RoomFull`), too many rooms are open, or rooms cannot be reached for the moment.",
        HTTPStatus.SERVICE_UNAVAILABLE,
        "RoomUnavailable",
        "Rooms cannot be reached just now. They are kept; ask again in a moment.",
        _RETRY,
    ),
}


def _answer(description: str, schema: str) -> Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}


def _operation(name: str, summary: str, good: Json, *problems: str, leads: bool = False) -> Json:
    shared = {
        "401": "NotTheLead",
        "403": "NotTheLead",
        "404": "UnknownRoom",
        "410": "RoomOver",
        "400": "BadParameter",
        "413": "TooLarge",
        "429": "TooFast",
        "503": "RoomUnavailable",
    }
    of_lead = ("401", "403") if leads else ()
    named = {s: {"$ref": f"#/components/responses/{shared[s]}"} for s in sorted({*problems, *of_lead})}
    security: Json = {"security": [{"leadToken": []}]} if leads else {}
    return {
        "tags": [TAG["name"]],
        "operationId": name,
        "summary": summary,
        "responses": {**good, **named},
        **security,
    }


def paths(root: str) -> Json:
    """The paths, for the document's ``paths``."""
    one = ("404", "410", "503")
    body = {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/RoomMove"},
                "example": EXAMPLE_MOVE,
            }
        },
    }
    events = {
        "description": "Server-sent events. `state`: its data is the posted move plus `version` and "
        "`followers`, the last one first, then always the newest. `ended`: the room is over.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
    rooms = f"{root}/rooms"
    return {
        rooms: {
            "post": _operation(
                "open_room", "Open a room", {"201": _answer("Opened.", "RoomOpened")}, "429", "503"
            )
        },
        f"{rooms}/{{code}}": {
            "parameters": [_CODE],
            "get": _operation(
                "get_room",
                "The last state of a room",
                {"200": _answer("The last state.", "RoomState")},
                *one,
                "400",
                "403",
            )
            | {"parameters": [_FOLLOWER]},
            "delete": _operation(
                "end_room", "End a room", {"204": {"description": "Ended."}}, *one, leads=True
            ),
        },
        f"{rooms}/{{code}}/state": {
            "parameters": [_CODE],
            "post": _operation(
                "move_room",
                "Move a room: all who follow see it",
                {"200": _answer("Taken.", "RoomTaken")},
                *one,
                "400",
                "413",
                "429",
                leads=True,
            )
            | {"requestBody": body},
        },
        f"{rooms}/{{code}}/lead": {
            "parameters": [_CODE],
            "post": _operation(
                "hand_on_room",
                "A token and a link for the next presenter",
                {"200": _answer("Handed on.", "RoomHandedOn")},
                *one,
                leads=True,
            ),
        },
        f"{rooms}/{{code}}/events": {
            "parameters": [_CODE],
            "get": _operation("follow_room", "Follow a room", {"200": events}, *one),
        },
    }
