"""Rooms that processes share through a real PostgreSQL: followers on both, and a database that goes away."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from postgres import Postgres, running_postgres

from cluster_map.errors import (
    NotTheLeadError,
    RoomFullError,
    RoomOverError,
    RoomsAwayError,
    TooManyRoomsError,
    UnknownRoomError,
)
from cluster_map.live.limits import Limits
from cluster_map.live.many_processes import ManyProcesses
from cluster_map.live.process import ROOMS, shared_relay
from cluster_map.live.relay import Event, Relay

pytestmark = pytest.mark.postgres

MOVE = {"lat": 38.26, "lon": 140.34, "zoom": 8.25, "view": "sector=electronics&q=光", "step": 2}
WITHIN_S = 20


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@asynccontextmanager
async def two_processes(database: Postgres, **limits: int) -> AsyncIterator[tuple[Relay, Relay]]:
    """Two relays that know of each other only through the database."""
    relays = [Relay(ManyProcesses(database.address), Limits(**limits)) for _ in range(2)]
    try:
        yield relays[0], relays[1]
    finally:
        for relay in relays:
            await relay.close()


def run(work) -> None:
    asyncio.run(asyncio.wait_for(work, 3 * WITHIN_S))


async def heard(events: AsyncIterator[Event], step: int) -> Event:
    """The first event with a step; older ones may come before it."""
    async with asyncio.timeout(WITHIN_S):
        async for event in events:
            if event.data.get("step") == step:
                return event
    raise AssertionError("The room has ended.")


async def insisting(act):
    """Try again while the database is away, as a browser does."""
    async with asyncio.timeout(WITHIN_S):
        while True:
            try:
                return await act()
            except RoomsAwayError:
                await asyncio.sleep(0.05)


def test_followers_at_both_processes_see_each_move_and_the_end(database):
    async def work():
        async with two_processes(database) as (one, other):
            code, token = await one.open("here")
            crowd = [(await relay.join(code)).events() for relay in (one, other, other)]
            for step in range(3):
                await one.move(code, token, MOVE | {"step": step})
                told = [await heard(events, step) for events in crowd]
                assert [event.data["version"] for event in told] == [step + 1] * 3
                assert told[2].data | {"followers": 0} == MOVE | {
                    "step": step,
                    "version": step + 1,
                    "followers": 0,
                }
            await other.move(code, token, MOVE | {"step": 9})
            for events in crowd:
                await heard(events, 9)
            await other.end(code, token)
            for events in crowd:
                async with asyncio.timeout(WITHIN_S):
                    assert [event.name async for event in events] == ["ended"]
            with pytest.raises(RoomOverError):
                await one.state(code)

    run(work())


def test_late_comers_anywhere_land_on_the_present_view_and_are_counted(database):
    async def work():
        async with two_processes(database) as (one, other):
            code, token = await one.open("here")
            await one.move(code, token, MOVE)
            event = await anext((await other.join(code)).events())
            assert event.data == MOVE | {"version": 1, "followers": 1}
            await one.join(code)
            async with asyncio.timeout(WITHIN_S):
                while (await one.state(code))["followers"] != 2:
                    await asyncio.sleep(0.05)

    run(work())


def test_who_polls_now_one_process_now_the_other_is_one_follower(database):
    async def work():
        async with two_processes(database, followers=3) as (one, other):
            code, token = await one.open("here")
            await one.move(code, token, MOVE)
            await one.join(code)
            async with asyncio.timeout(WITHIN_S):
                while not all(
                    len(relay._keeping.crowd_elsewhere(code).polling) == 2 for relay in (one, other)
                ):
                    await other.poll(code, "b" * 16)
                    for relay in (one, other):
                        await relay.poll(code, "a" * 16)
                    await asyncio.sleep(0.05)
            for relay in (one, other):
                assert (await relay.state(code))["followers"] == 3
            with pytest.raises(RoomFullError):
                await one.poll(code, "c" * 16)
            async with asyncio.timeout(WITHIN_S):  # both have left; who listens stays
                while any([(await relay.state(code))["followers"] != 1 for relay in (one, other)]):
                    await asyncio.sleep(0.05)

    run(work())


def test_the_lead_passes_at_another_process(database):
    async def work():
        async with two_processes(database) as (one, other):
            code, token = await one.open("here")
            await one.move(code, token, MOVE)
            heir = await one.hand_on(code, token)
            assert (await other.move(code, heir, MOVE))["version"] == 2
            async with asyncio.timeout(WITHIN_S):
                while True:  # the first process hears of it in a moment
                    try:
                        await one.move(code, token, MOVE)
                    except NotTheLeadError:
                        break
            await one.check_lead(code, heir)
            with pytest.raises(UnknownRoomError):
                await other.state("BBBBBBBB")

    run(work())


def test_a_limit_on_rooms_holds_for_all_processes_together(database):
    async def work():
        async with two_processes(database) as (one, _), two_processes(database, rooms=1) as (other, _):
            await one.open("here")
            with pytest.raises(TooManyRoomsError):
                await other.open("here")

    run(work())


def test_a_room_heals_when_the_database_was_away(database):
    async def work():
        async with two_processes(database) as (one, other):
            code, token = await one.open("here")
            await one.move(code, token, MOVE)
            crowd = [(await relay.join(code)).events() for relay in (one, other)]
            for events in crowd:
                await heard(events, MOVE["step"])
            database.stop()
            with pytest.raises(RoomsAwayError):
                await one.move(code, token, MOVE | {"step": 3})
            assert (await one.state(code))["step"] == MOVE["step"]
            database.start()
            await insisting(lambda: one.move(code, token, MOVE | {"step": 4}))
            for events in crowd:
                assert (await heard(events, 4)).data["version"] == 2
            late = (await other.join(code)).events()
            await heard(late, 4)

    run(work())


def test_the_database_is_a_setting(database, monkeypatch):
    monkeypatch.setenv(ROOMS, database.address)
    shared_relay.cache_clear()
    assert isinstance(shared_relay()._keeping, ManyProcesses)
    shared_relay.cache_clear()
