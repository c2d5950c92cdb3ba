"""``/api/v1/rooms``: open, move, follow and end a live room."""

from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from cluster_map.api import answers
from cluster_map.api.advice_query import NotJson, parse_body
from cluster_map.errors import (
    NotTheLeadError,
    RoomFullError,
    RoomOverError,
    RoomsAwayError,
    TooFastError,
    TooManyRoomsError,
    UnknownRoomError,
)
from cluster_map.live.crowd import FOLLOWER_ID
from cluster_map.live.moves import LONGEST_BODY, read_move
from cluster_map.live.relay import Follower, Relay
from cluster_map.url_state import Refused, read_room, shown

NAME = "rooms"

FOLLOWER = "Follower-Id"
"""Header of a follower who polls. Without it a question for the state is a look from outside."""

HEADERS = answers.HEADERS | {"Cache-Control": "no-store", "Access-Control-Expose-Headers": "Retry-After"}
"""Nothing of a room is kept on the way."""

PING_S = 15
SENT_WITHIN_S = 30
"""A follower that takes nothing for so long is let go: its phone sleeps or is out of reach."""

FULL_AGAIN_S, AWAY_AGAIN_S, TOO_MANY_AGAIN_S = 10, 1, 600
"""``Retry-After`` of 503: how soon it may be worth asking again."""

Act = Callable[[Relay, Request], Awaitable[Response]]


class Following(EventSourceResponse):
    """The events of a follower, whose place is free again when the connection ends."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower
        written = (event.written async for event in follower.events())
        headers = {**HEADERS, "Cache-Control": "no-store, no-transform"}
        super().__init__(written, headers=headers, ping=PING_S, send_timeout=SENT_WITHIN_S)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._follower.leave()


def room_routes(root: str, relay: Callable[[], Relay]) -> list[BaseRoute]:
    """The routes, below ``root``."""
    acts: list[tuple[str, dict[str, Act]]] = [
        ("", {"POST": _open}),
        ("/{code}", {"GET": _state, "DELETE": _end}),
        ("/{code}/state", {"POST": _move}),
        ("/{code}/lead", {"POST": _hand_on}),
        ("/{code}/events", {"GET": _follow}),
    ]
    return [
        Route(f"{root}/{NAME}{path}", partial(_answer, by_method, relay), methods=list(by_method))
        for path, by_method in acts
    ]


async def _answer(acts: dict[str, Act], relay: Callable[[], Relay], request: Request) -> Response:
    act = acts["GET" if request.method == "HEAD" else request.method]
    try:
        return await act(relay(), request)
    except (UnknownRoomError, RoomOverError, RoomFullError, TooManyRoomsError) as error:
        return _no_room(relay(), request, error)
    except NotTheLeadError:
        return _refused_token(request)
    except TooFastError as error:
        wait = max(1, round(error.wait_s + 0.5))
        return _problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"Too many requests; ask again in {wait} s. Of moves only the newest needs to be sent.",
            "TooFast",
            headers={"Retry-After": str(wait)},
        )
    except RoomsAwayError:
        return _problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "Rooms cannot be reached just now. They are kept; ask again in a moment.",
            "RoomUnavailable",
            headers={"Retry-After": str(AWAY_AGAIN_S)},
        )


# What is asked


async def _open(relay: Relay, request: Request) -> Response:
    code, token = await relay.open(request.client.host if request.client else "")
    return _json({"code": code, "lead_token": token, "link": _link(request, code)}, status=HTTPStatus.CREATED)


async def _state(relay: Relay, request: Request) -> Response:
    """The last state. With a token it also says whether that still leads: 403 where the lead passed on."""
    code = _code(request)
    if "authorization" in request.headers:
        await relay.check_lead(code, _token(request))
    elif (follower := request.headers.get(FOLLOWER)) is not None:
        if not FOLLOWER_ID.fullmatch(follower):
            return _bad([Refused(FOLLOWER, shown(follower), "16 to 64 letters, digits, '-' and '_'")])
        return _json(await relay.poll(code, follower))
    return _json(await relay.state(code))


async def _move(relay: Relay, request: Request) -> Response:
    code, token = _code(request), _token(request)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            allowed = f"at most {LONGEST_BODY} bytes"
            members = {"parameter": "body", "found": "more", "allowed": allowed}
            detail = f"body: found more; allowed: {allowed}."
            return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, "TooLarge", members)
    try:
        document = parse_body(bytes(body))
    except NotJson as error:
        return _bad([Refused("body", str(error), "a JSON document (UTF-8)")])
    move, faults = read_move(document)
    if faults:
        return _bad(faults)
    return _json(await relay.move(code, token, move))


async def _hand_on(relay: Relay, request: Request) -> Response:
    code = _code(request)
    token = await relay.hand_on(code, _token(request))
    # Behind the #, where no server's log sees it.
    return _json({"lead_token": token, "link": f"{_link(request, code)}#lead={quote(token)}"})


async def _end(relay: Relay, request: Request) -> Response:
    await relay.end(_code(request), _token(request))
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=HEADERS)


async def _follow(relay: Relay, request: Request) -> Response:
    code = _code(request)
    if request.method == "HEAD":
        await relay.state(code)
        return Response(headers=HEADERS, media_type="text/event-stream")
    return Following(await relay.join(code))


def _code(request: Request) -> str:
    code, _ = read_room(request.path_params["code"])
    if code is None:
        raise UnknownRoomError(request.path_params["code"])
    return code


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotTheLeadError
    return token.strip()


def _link(request: Request, code: str) -> str:
    root = str(request.base_url).rstrip("/")
    return f"{root}/?room={code}"


# What is answered


def _json(document: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    body = answers.as_json(document)
    return Response(body, status_code=status, media_type=answers.JSON, headers=HEADERS)


def _problem(
    status: HTTPStatus,
    detail: str,
    kind: str,
    members: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    return answers.problem(status, detail, kind, members, HEADERS | (headers or {}))


def _bad(faults: list[Refused]) -> Response:
    answer = answers.bad_parameters(faults)
    answer.headers.update(HEADERS)
    return answer


def _no_room(relay: Relay, request: Request, error: Exception) -> Response:
    found = shown(request.path_params.get("code", ""))
    members = {"parameter": "code", "found": found}
    match error:
        case RoomOverError(reason="ended"):
            return _problem(HTTPStatus.GONE, f"code: the room '{found}' was ended.", "RoomOver", members)
        case RoomOverError():
            hours = relay.limits.idle_hours
            detail = f"code: the room '{found}' is over: nobody moved it for {hours} hours."
            return _problem(HTTPStatus.GONE, detail, "RoomOver", members)
        case RoomFullError():
            most = relay.limits.followers
            detail = f"The room is full: at most {most} follow at a time. Its last state can be asked for."
            kind, wait = "RoomFull", FULL_AGAIN_S
        case TooManyRoomsError():
            detail = f"At most {relay.limits.rooms} rooms are open at a time. They end by themselves."
            kind, wait = "RoomUnavailable", TOO_MANY_AGAIN_S
        case _:
            detail = f"code: found '{found}'; allowed: the code of an open room."
            members |= {"allowed": "the code of an open room"}
            return _problem(HTTPStatus.NOT_FOUND, detail, "UnknownRoom", members)
    return _problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, kind, headers={"Retry-After": str(wait)})


def _refused_token(request: Request) -> Response:
    """401 for a follower, who has no token; 403 for one that does not lead, or not any more."""
    if "authorization" not in request.headers:
        return _problem(
            HTTPStatus.UNAUTHORIZED,
            "Only the lead of the room may do this: Authorization: Bearer LEAD_TOKEN.",
            "NotTheLead",
            headers={"WWW-Authenticate": 'Bearer realm="room"'},
        )
    return _problem(
        HTTPStatus.FORBIDDEN,
        "This token does not lead the room. The lead may have been handed on.",
        "NotTheLead",
    )
