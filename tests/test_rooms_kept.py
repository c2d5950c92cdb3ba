"""Rooms that are kept on disk: what a restart finds, and what a file that cannot be used costs."""

import asyncio
import logging
import stat

import pytest

from cluster_map.live.limits import Limits
from cluster_map.live.one_process import OneProcess
from cluster_map.live.process import ROOMS, shared_relay
from cluster_map.live.relay import Relay

MOVE = {"lat": 38.26, "lon": 140.34, "zoom": 8.25, "view": "sector=electronics", "step": 2}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "state/rooms.sqlite3"


def test_a_restart_finds_the_room_its_state_and_its_lead(file):
    async def before():
        relay = Relay(OneProcess(file))
        code, token = await relay.open("here")
        await relay.move(code, token, MOVE)
        ended, its_token = await relay.open("here")
        await relay.end(ended, its_token)
        await relay.close()
        return code, token, ended

    async def after(code, token, ended):
        relay = Relay(OneProcess(file))
        told = await relay.state(code)
        moved = await relay.move(code, token, MOVE)
        kept_over = (await OneProcess.find(relay._keeping, ended)).ended
        await relay.close()
        return told, moved, kept_over

    told, moved, kept_over = asyncio.run(after(*asyncio.run(before())))
    assert told == MOVE | {"version": 1, "followers": 0}
    assert moved["version"] == 2
    assert kept_over
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_process_that_dies_has_written_what_it_tended_last(file):
    async def killed():
        keeping = OneProcess(file)
        relay = Relay(keeping)
        code, token = await relay.open("here")
        await relay.move(code, token, MOVE)
        await keeping.tend({}, 0.0)
        keeping._database.close()  # as the system does for a process that is killed
        keeping._database = None
        await relay.close()
        return code

    async def next_one(code):
        relay = Relay(OneProcess(file))
        told = await relay.state(code)
        await relay.close()
        return told

    assert asyncio.run(next_one(asyncio.run(killed())))["step"] == MOVE["step"]


def test_rooms_that_are_long_over_are_forgotten(file):
    async def rounds():
        clock = iter(range(0, 10**9, 10**5))
        relay = Relay(OneProcess(file), Limits(rooms=1, idle_hours=1), lambda: float(next(clock)))
        codes = [(await relay.open("here"))[0] for _ in range(5)]
        kept = [code for code in codes if await relay._keeping.find(code)]
        await relay.close()
        return codes, kept

    codes, kept = asyncio.run(rounds())
    assert kept == codes[-1:]


def a_folder(file):
    file.mkdir(parents=True)


def no_database(file):
    file.parent.mkdir(parents=True)
    file.write_bytes(b"not a database" * 1000)


@pytest.mark.parametrize("spoil", [a_folder, no_database])
def test_a_file_that_cannot_be_used_costs_only_the_memory_of_a_restart(file, spoil, caplog):
    spoil(file)
    assert_rooms_work(file, caplog)


def test_a_file_that_another_server_has_is_left_to_it(file, caplog):
    async def both():
        first = OneProcess(file)
        await first.start(lambda _: None)
        await work(file)
        await first.close()

    with caplog.at_level(logging.WARNING):
        asyncio.run(both())
    assert "will not survive a restart" in caplog.text


async def work(file):
    relay = Relay(OneProcess(file))
    code, token = await relay.open("here")
    await relay.move(code, token, MOVE)
    told = await relay.state(code)
    await relay.close()
    return told


def assert_rooms_work(file, caplog):
    with caplog.at_level(logging.WARNING):
        assert asyncio.run(work(file))["version"] == 1
    assert "will not survive a restart" in caplog.text
    assert str(file) in caplog.text


def test_where_rooms_are_kept_is_a_setting(tmp_path, monkeypatch):
    def kept_in(place):
        monkeypatch.setenv(ROOMS, place)
        shared_relay.cache_clear()
        return shared_relay()._keeping._file

    assert kept_in("memory") is None
    assert kept_in(str(tmp_path / "mine.sqlite3")) == tmp_path / "mine.sqlite3"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert kept_in("").is_relative_to(tmp_path)
    shared_relay.cache_clear()
