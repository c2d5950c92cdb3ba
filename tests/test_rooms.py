"""Live rooms over HTTP: who may move one, what followers get, and what each fault is answered."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cluster_map.api.routes import api_routes
from cluster_map.errors import RoomFullError, SettingError
from cluster_map.live import relay as relay_module
from cluster_map.live.crowd import COUNTS_FOR_S
from cluster_map.live.limits import Limits, read_limits
from cluster_map.live.moves import LONGEST_BODY, LONGEST_VIEW
from cluster_map.live.one_process import OneProcess
from cluster_map.live.relay import Relay
from cluster_map.live.room import hash_of
from cluster_map.process import shared_atlas

PROBLEM = "application/problem+json"
MOVE = {"lat": 38.26, "lon": 140.34, "zoom": 8.25, "view": "sector=electronics&region=de-saxony", "step": 2}
ELSEWHERE = {"lat": 35.0, "lon": -99.0, "zoom": 4, "view": ""}


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


Serve = Callable[..., TestClient]


@pytest.fixture
def serve(clock):
    """Servers with limits of their own, each with its rooms in memory."""
    open_clients = []

    def one(**limits: int) -> TestClient:
        relay = Relay(OneProcess(None), Limits(**limits), clock)
        # Entered, so that all requests share one event loop, as in a server.
        client = TestClient(Starlette(routes=api_routes(shared_atlas, lambda: relay))).__enter__()
        open_clients.append((client, relay))
        return client

    yield one
    for client, relay in open_clients:
        client.portal.call(relay.close)
        client.__exit__(None, None, None)


@pytest.fixture
def client(serve) -> TestClient:
    return serve()


@pytest.fixture
def room(client) -> dict[str, str]:
    return opened(client)


def opened(client) -> dict[str, str]:
    answer = client.post("/api/v1/rooms")
    assert answer.status_code == 201, answer.text
    return answer.json()


def path_of(room, tail="") -> str:
    return f"/api/v1/rooms/{room['code']}{tail}"


def lead(room) -> dict[str, str]:
    return {"Authorization": f"Bearer {room['lead_token']}"}


def move(client, room, state=MOVE):
    return client.post(path_of(room, "/state"), content=json.dumps(state), headers=lead(room))


def assert_problem(answer, status, *words):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["status"] == status
    for word in words:
        assert word in answer.json()["detail"]


# The way it goes


def test_a_room_has_a_code_a_token_and_a_link_without_the_token(client, room):
    assert room.keys() == {"code", "lead_token", "link"}
    assert room["link"].endswith(f"/?room={room['code']}")
    assert room["lead_token"] not in room["link"]
    assert opened(client)["code"] != room["code"]


def test_before_the_first_move_a_room_has_version_0(client, room):
    assert client.get(path_of(room)).json() == {"version": 0, "followers": 0}


@pytest.mark.parametrize("state", [MOVE, ELSEWHERE, MOVE | {"step": None}])
def test_the_last_move_is_told_as_it_was_posted_with_its_version(client, room, state):
    move(client, room, ELSEWHERE)
    assert move(client, room, state).json() == {"version": 2, "followers": 0}
    assert client.get(path_of(room)).json() == state | {"version": 2, "followers": 0}


@pytest.mark.parametrize(
    "write", [str.lower, lambda code: f"{code[:4]}-{code[4:]}", lambda code: f" {code} "]
)
def test_a_code_may_be_written_as_people_write(client, room, write):
    assert client.get(f"/api/v1/rooms/{write(room['code'])}").status_code == 200


def test_rooms_do_not_mix(client, room):
    other = opened(client)
    move(client, room)
    move(client, other, ELSEWHERE)
    assert client.get(path_of(room)).json()["lat"] == MOVE["lat"]
    assert client.get(path_of(other)).json()["lat"] == ELSEWHERE["lat"]
    assert_problem(client.post(path_of(room, "/state"), json=MOVE, headers=lead(other)), 403)


# Who may


@pytest.mark.parametrize(
    ("method", "tail"),
    [("POST", "/state"), ("POST", "/lead"), ("DELETE", "")],
    ids=["move", "hand-on", "end"],
)
def test_only_the_lead_moves_hands_on_and_ends(client, room, method, tail):
    def attempt(headers):
        body = {"json": MOVE} if tail == "/state" else {}
        return client.request(method, path_of(room, tail), headers=headers, **body)

    assert_problem(attempt({}), 401, "Bearer")
    assert attempt({}).headers["www-authenticate"].startswith("Bearer")
    token = room["lead_token"]
    for forged in (room["code"], token[:-1], token + "A", token.swapcase(), "Ω"):
        assert_problem(attempt({"Authorization": f"Bearer {forged}".encode()}), 403)
    assert_problem(attempt({"Authorization": f"Basic {token}"}), 403)
    assert client.get(path_of(room)).json()["version"] == 0


def test_the_lead_passes_when_the_new_token_first_moves(client, room):
    move(client, room)
    handed = client.post(path_of(room, "/lead"), headers=lead(room)).json()
    heir = room | handed
    assert handed["link"] == f"{room['link']}#lead={handed['lead_token']}"
    assert move(client, room).status_code == 200
    assert client.get(path_of(room), headers=lead(heir)).status_code == 403
    assert move(client, heir, ELSEWHERE).status_code == 200
    assert_problem(move(client, room), 403, "handed on")
    assert_problem(client.get(path_of(room), headers=lead(room)), 403)
    assert client.get(path_of(room), headers=lead(heir)).json()["lat"] == ELSEWHERE["lat"]


def test_a_lead_that_is_handed_on_twice_goes_to_the_last_one(client, room):
    first, last = (client.post(path_of(room, "/lead"), headers=lead(room)).json() for _ in range(2))
    assert_problem(move(client, room | first), 403)
    assert move(client, room | last).status_code == 200


def test_nothing_that_is_kept_gives_the_token_away(clock):
    async def kept() -> tuple[str, Any]:
        keeping = OneProcess(None)
        relay = Relay(keeping, clock=clock)
        code, token = await relay.open("here")
        await relay.close()
        return token, await keeping.find(code)

    token, room = asyncio.run(kept())
    assert room.lead == hash_of(token)
    assert token not in repr(room)


# The end


def test_an_ended_room_is_gone_and_says_so(client, room):
    move(client, room)
    assert client.delete(path_of(room), headers=lead(room)).status_code == 204
    for answer in (
        client.get(path_of(room)),
        client.get(path_of(room, "/events")),
        move(client, room),
        client.delete(path_of(room), headers=lead(room)),
    ):
        assert_problem(answer, 410, "ended")


def test_a_room_is_over_when_nobody_moved_it_for_hours(serve, clock):
    client = serve(idle_hours=2)
    room = opened(client)
    clock.now += 2 * 3600 - 1
    assert move(client, room).status_code == 200
    clock.now += 2 * 3600 - 1
    assert client.get(path_of(room)).status_code == 200
    clock.now += 1
    assert_problem(client.get(path_of(room)), 410, "over", "2 hours")


@pytest.mark.parametrize("code", ["BBBBBBBB", "7KQM", "AEIOUAEI", "x" * 3000, "%0A", "%00", "..%2f"])
def test_a_code_of_no_room_is_unknown(client, code):
    assert client.get(f"/api/v1/rooms/{code}").status_code == 404
    assert client.get(f"/api/v1/rooms/{code}").headers["content-type"] == PROBLEM


# Bad moves

BAD = {
    "nothing": ({}, "lat", "lon", "zoom", "view"),
    "a list": ([1, 2], "body"),
    "text for a number": (MOVE | {"lat": "38"}, "lat"),
    "true for a number": (MOVE | {"zoom": True}, "zoom"),
    "north of the pole": (MOVE | {"lat": 90.5}, "lat: found '90.5'"),
    "past the date line": (MOVE | {"lon": 180.01}, "lon"),
    "too deep": (MOVE | {"zoom": -1}, "zoom"),
    "no view": ({k: v for k, v in MOVE.items() if k != "view"}, "view"),
    "a view of many lines": (MOVE | {"view": "a=1\nb=2"}, "view"),
    "half a character": (MOVE | {"view": "\ud800"}, "view"),
    "a long view": (MOVE | {"view": "x" * (LONGEST_VIEW + 1)}, "view"),
    "half a step": (MOVE | {"step": 1.5}, "step"),
    "a step back": (MOVE | {"step": -1}, "step"),
    "more than a move": (MOVE | {"html": "<script>"}, "html"),
}


@pytest.mark.parametrize(("state", "words"), [(b[0], b[1:]) for b in BAD.values()], ids=list(BAD))
def test_a_bad_move_is_named_and_changes_nothing(client, room, state, words):
    move(client, room, ELSEWHERE)
    assert_problem(move(client, room, state), 400, *words)
    assert client.get(path_of(room)).json() == ELSEWHERE | {"version": 1, "followers": 0}


NOT_JSON = [
    json.dumps(MOVE).replace("38.26", "NaN").encode(),
    json.dumps(MOVE).replace("38.26", "1e999").encode(),
    json.dumps(MOVE).replace("38.26", "-Infinity").encode(),
    b"",
    b"{",
    b"\xff\xfe",
    b"[" * 30_000,
    b'{"lat":1,"lat":2}',
]


@pytest.mark.parametrize("body", NOT_JSON, ids=[body[:12] for body in NOT_JSON])
def test_what_is_no_json_or_no_number_is_refused(client, room, body):
    answer = client.post(path_of(room, "/state"), content=body, headers=lead(room))
    assert_problem(answer, 400)


@pytest.mark.parametrize("size", [LONGEST_BODY + 1, 1_000_000])
def test_a_body_that_is_too_large_is_refused(client, room, size):
    padded = json.dumps(MOVE).encode().ljust(size)
    assert_problem(client.post(path_of(room, "/state"), content=padded, headers=lead(room)), 413, "bytes")
    assert client.get(path_of(room)).json()["version"] == 0


# Limits


def test_moves_that_come_too_fast_wait_and_the_newest_wins(serve, clock):
    client = serve(moves_per_s=10)
    room, other = opened(client), opened(client)
    answers = [move(client, room, MOVE | {"step": step}) for step in range(1000)]
    taken = [answer for answer in answers if answer.status_code == 200]
    assert len(taken) == 20
    assert_problem(answers[-1], 429, "newest")
    assert answers[-1].headers["retry-after"] == "1"
    assert move(client, other).status_code == 200
    clock.now += 1
    assert move(client, room, MOVE | {"step": 99}).status_code == 200
    assert client.get(path_of(room)).json()["step"] == 99


def test_forged_posts_do_not_slow_the_lead_down(serve):
    client = serve(moves_per_s=1)
    room = opened(client)
    for _ in range(20):
        assert move(client, room | {"lead_token": "forged"}).status_code == 403
    assert move(client, room).status_code == 200


def test_only_so_many_rooms_are_open_and_an_ended_one_makes_place(serve):
    client = serve(rooms=2)
    first, _ = opened(client), opened(client)
    refused = client.post("/api/v1/rooms")
    assert_problem(refused, 503, "2 rooms")
    assert int(refused.headers["retry-after"]) > 0
    client.delete(path_of(first), headers=lead(first))
    opened(client)


def test_one_address_opens_only_so_many_rooms_an_hour(serve, clock):
    client = serve(opened_per_hour=3)
    for _ in range(3):
        opened(client)
    assert_problem(client.post("/api/v1/rooms"), 429)
    clock.now += 3600 / 3
    opened(client)


def test_limits_are_settings():
    assert read_limits("") == Limits()
    assert read_limits("rooms=5, followers=1000") == Limits(rooms=5, followers=1000)
    assert Limits().followers >= 300


@pytest.mark.parametrize(
    "text", ["rooms", "rooms=0", "rooms=-1", "rooms=many", "guests=5", "rooms=1;followers=2"]
)
def test_a_limit_that_cannot_be_read_is_named(text):
    with pytest.raises(SettingError, match="CLUSTER_MAP_ROOM_LIMITS: found"):
        read_limits(text)


# Followers


@asynccontextmanager
async def relay_with_room(clock, **limits) -> AsyncIterator[tuple[Relay, str, str]]:
    relay = Relay(OneProcess(None), Limits(**limits), clock)
    try:
        yield relay, *await relay.open("here")
    finally:
        await relay.close()


def test_a_follower_gets_the_last_state_first_then_each_move_then_the_end(clock):
    async def follow():
        async with relay_with_room(clock) as (relay, code, token):
            await relay.move(code, token, MOVE)
            events = (await relay.join(code)).events()
            first = await anext(events)
            await relay.move(code, token, ELSEWHERE)
            second = await anext(events)
            await relay.end(code, token)
            return first, second, [event async for event in events]

    first, second, rest = asyncio.run(follow())
    assert (first.name, first.data) == ("state", MOVE | {"version": 1, "followers": 1})
    assert (second.name, second.data) == ("state", ELSEWHERE | {"version": 2, "followers": 1})
    assert [(event.name, event.data) for event in rest] == [("ended", {"reason": "ended"})]


def test_a_slow_follower_gets_the_newest_state_only(clock):
    async def follow():
        async with relay_with_room(clock) as (relay, code, token):
            events = (await relay.join(code)).events()
            waiting = asyncio.ensure_future(anext(events))
            for step in range(30):
                await relay.move(code, token, MOVE | {"step": step})
            return await waiting

    assert asyncio.run(follow()).data["step"] == 29


def test_all_followers_of_a_room_get_the_same_event_and_others_none(clock):
    async def follow():
        async with relay_with_room(clock) as (relay, code, token):
            other, _ = await relay.open("here")
            crowd = [(await relay.join(code)).events() for _ in range(300)]
            stranger = asyncio.ensure_future(anext((await relay.join(other)).events()))
            waiting = [asyncio.ensure_future(anext(events)) for events in crowd]
            await asyncio.sleep(0)
            await relay.move(code, token, MOVE)
            told = await asyncio.gather(*waiting)
            unheard = not stranger.done()
            stranger.cancel()
            return told, unheard

    told, unheard = asyncio.run(follow())
    assert unheard
    assert {id(event) for event in told} == {id(told[0])}
    assert told[0].data["followers"] == 300


def test_a_full_room_lets_in_again_who_comes_after_one_has_left(clock):
    async def follow():
        async with relay_with_room(clock, followers=2) as (relay, code, _):
            first, _ = await relay.join(code), await relay.join(code)
            with pytest.raises(RoomFullError):
                await relay.join(code)
            first.leave()
            await relay.join(code)
            return relay.followers(code)

    assert asyncio.run(follow()) == 2


def test_those_who_follow_are_told_when_the_room_is_over_by_itself(clock, monkeypatch):
    monkeypatch.setattr(relay_module, "TENDED_EVERY_S", 0.01)

    async def follow():
        async with relay_with_room(clock, idle_hours=1) as (relay, code, token):
            await relay.move(code, token, MOVE)
            events = (await relay.join(code)).events()
            await anext(events)
            clock.now += 3600
            async with asyncio.timeout(10):
                return [(event.name, event.data) async for event in events]

    assert asyncio.run(follow()) == [("ended", {"reason": "expired"})]


# Followers who poll, where events do not come through

POLLS, ALSO_POLLS = {"Follower-Id": "a" * 16}, {"Follower-Id": "b" * 32}


def followers_of(client, room) -> int:
    """As somebody sees it who only looks."""
    return client.get(path_of(room)).json()["followers"]


def test_who_polls_counts_once_and_for_some_seconds_after_the_last_time(client, room, clock):
    move(client, room)
    for _ in range(3):
        assert client.get(path_of(room), headers=POLLS).json() == MOVE | {"version": 1, "followers": 1}
        clock.now += 2
    assert client.get(path_of(room), headers=ALSO_POLLS).json()["followers"] == 2
    clock.now += COUNTS_FOR_S - 2
    assert followers_of(client, room) == 1
    clock.now += 2
    assert followers_of(client, room) == 0


def test_who_only_looks_or_leads_is_no_follower(client, room):
    for headers in ({}, lead(room), lead(room) | POLLS):
        assert client.get(path_of(room), headers=headers).json()["followers"] == 0


def test_who_polls_one_room_does_not_count_in_another(client, room):
    client.get(path_of(room), headers=POLLS)
    assert followers_of(client, opened(client)) == 0


@pytest.mark.parametrize("name", ["", "short", "x" * 65, "a b" * 8, "<script>alert(1)</script>"])
def test_a_follower_that_calls_itself_anything_else_is_told_so(client, room, name):
    assert_problem(client.get(path_of(room), headers={"Follower-Id": name}), 400, "Follower-Id")
    assert followers_of(client, room) == 0


def test_a_full_room_has_no_place_for_one_more_who_polls_until_one_is_gone(serve, clock):
    client = serve(followers=1)
    room = opened(client)
    assert client.get(path_of(room), headers=POLLS).status_code == 200
    refused = client.get(path_of(room), headers=ALSO_POLLS)
    assert_problem(refused, 503, "at most 1 follow")
    assert refused.json()["type"].endswith("/RoomFull")
    assert_problem(client.get(path_of(room, "/events")), 503, "at most 1 follow")
    assert client.get(path_of(room), headers=POLLS).status_code == 200
    clock.now += COUNTS_FOR_S
    assert client.get(path_of(room), headers=ALSO_POLLS).status_code == 200


def test_a_process_has_only_so_many_followers_of_either_kind(serve):
    client = serve(streams=2)
    rooms = [opened(client) for _ in range(3)]
    for room in rooms[:2]:
        assert client.get(path_of(room), headers=POLLS).status_code == 200
    assert_problem(client.get(path_of(rooms[2]), headers=POLLS), 503)


def test_those_who_listen_and_those_who_poll_are_told_to_both(clock):
    async def follow():
        async with relay_with_room(clock) as (relay, code, token):
            await relay.move(code, token, MOVE)
            follower = await relay.join(code)
            polled = await relay.poll(code, "a" * 16)
            heard = await anext(follower.events())
            follower.leave()
            return polled, heard, relay.followers(code)

    polled, heard, left = asyncio.run(follow())
    assert polled == heard.data == MOVE | {"version": 1, "followers": 2}
    assert left == 1


def test_of_followers_that_are_gone_nothing_is_kept(clock, monkeypatch):
    monkeypatch.setattr(relay_module, "TENDED_EVERY_S", 0.01)

    async def follow():
        async with relay_with_room(clock) as (relay, code, _):
            await relay.poll(code, "a" * 16)
            clock.now += COUNTS_FOR_S
            async with asyncio.timeout(10):
                while relay._channels:
                    await asyncio.sleep(0.01)

    asyncio.run(follow())


# The description


@pytest.fixture(scope="module")
def document():
    client = TestClient(Starlette(routes=api_routes(shared_atlas)))
    return client.get("/api/v1/openapi.json").json()


def fits(document, schema: str, answer: Any) -> None:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    jsonschema.Draft202012Validator(reference | {"components": document["components"]}).validate(answer)


def test_every_answer_is_as_the_openapi_document_says(client, room, document):
    fits(document, "RoomOpened", room)
    fits(document, "RoomState", client.get(path_of(room)).json())
    fits(document, "RoomMove", MOVE)
    fits(document, "RoomTaken", move(client, room).json())
    fits(document, "RoomState", client.get(path_of(room)).json())
    fits(document, "RoomHandedOn", client.post(path_of(room, "/lead"), headers=lead(room)).json())
    fits(document, "Problem", client.post(path_of(room, "/state"), json=MOVE).json())
    fits(document, "Problem", client.get("/api/v1/rooms/BBBBBBBB").json())
    fits(document, "RoomState", client.get(path_of(room), headers=POLLS).json())
    fits(document, "Problem", client.get(path_of(room), headers={"Follower-Id": "?"}).json())


def test_the_document_describes_what_there_is(document):
    rooms = {path: set(item) - {"parameters"} for path, item in document["paths"].items() if "/rooms" in path}
    assert rooms == {
        "/api/v1/rooms": {"post"},
        "/api/v1/rooms/{code}": {"get", "delete"},
        "/api/v1/rooms/{code}/state": {"post"},
        "/api/v1/rooms/{code}/lead": {"post"},
        "/api/v1/rooms/{code}/events": {"get"},
    }
