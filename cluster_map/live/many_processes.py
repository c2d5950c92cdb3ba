"""Rooms that several processes share through PostgreSQL.

A room is a row. Whoever changes one says so by NOTIFY; every process listens, and reads again the rooms
that it serves. What was said while the database was away is made up for by reading them all.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import asyncpg

from cluster_map.errors import RoomsAwayError
from cluster_map.live.crowd import Crowd
from cluster_map.live.keeping import Changed
from cluster_map.live.room import Room

log = logging.getLogger(__name__)

CHANNEL = "cluster_map_rooms"
ANSWERS_WITHIN_S = 3.0
LISTENS_AGAIN_S = 0.5
CHECKED_EVERY_S = 5.0
UNUSED_S = 60.0
"""A room that nobody has followed or asked for is not watched any more."""
COUNTED_FOR_S = 10
"""Followers of a process that has not told them for so long are gone with it."""
REMEMBERED_S = 24 * 3600.0

AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)

TABLES = """
SELECT pg_advisory_xact_lock(hashtext('cluster_map_rooms'));
CREATE TABLE IF NOT EXISTS cluster_map_rooms (
    code text PRIMARY KEY, lead bytea NOT NULL, expires_at double precision NOT NULL, heir bytea,
    version bigint NOT NULL, state text, ended boolean NOT NULL
);
CREATE TABLE IF NOT EXISTS cluster_map_room_followers (
    code text NOT NULL, process text NOT NULL, followers integer NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (code, process)
);
CREATE TABLE IF NOT EXISTS cluster_map_room_polls (
    code text NOT NULL, follower text NOT NULL, until timestamptz NOT NULL, PRIMARY KEY (code, follower)
);
"""
ROW = "code, lead, expires_at, heir, version, state, ended"
ADD = f"""
INSERT INTO cluster_map_rooms ({ROW})
SELECT $1, $2, $3, NULL, 0, NULL, false
WHERE (SELECT count(*) FROM cluster_map_rooms WHERE NOT ended AND expires_at > $4) < $5
ON CONFLICT DO NOTHING RETURNING {ROW}
"""  # noqa: S608
FORGET = "DELETE FROM cluster_map_rooms WHERE expires_at < $1"
FIND = f"SELECT {ROW} FROM cluster_map_rooms WHERE code = ANY($1::text[])"  # noqa: S608
CHANGE = """
WITH changed AS (UPDATE cluster_map_rooms SET {} WHERE code = $1 RETURNING *),
told AS (SELECT pg_notify('cluster_map_rooms', code) FROM changed)
SELECT changed.* FROM changed, told
"""
MOVE = CHANGE.format("version = version + 1, state = $2, expires_at = $3")
SET_LEAD = CHANGE.format("lead = $2, heir = $3")
END = CHANGE.format("ended = true, state = NULL")
TELL = """
INSERT INTO cluster_map_room_followers (code, process, followers)
SELECT * FROM unnest($1::text[], $2::text[], $3::integer[])
ON CONFLICT (code, process) DO UPDATE SET followers = excluded.followers, seen_at = now()
"""
COUNT = """
SELECT code, sum(followers)::integer AS followers FROM cluster_map_room_followers
WHERE code = ANY($1::text[]) AND process <> $2 AND seen_at > now() - make_interval(secs => $3) GROUP BY code
"""
TELL_POLLS = """
INSERT INTO cluster_map_room_polls (code, follower, until)
SELECT code, follower, now() + make_interval(secs => left_s)
FROM unnest($1::text[], $2::text[], $3::double precision[]) AS told (code, follower, left_s)
ON CONFLICT (code, follower)
DO UPDATE SET until = greatest(excluded.until, cluster_map_room_polls.until)
"""
POLLS = """
SELECT code, follower, extract(epoch FROM until - now())::double precision AS left_s
FROM cluster_map_room_polls WHERE code = ANY($1::text[]) AND until > now()
"""
FORGET_POLLS = "DELETE FROM cluster_map_room_polls WHERE until < now()"
UNTELL = "DELETE FROM cluster_map_room_followers WHERE process = $1 AND NOT code = ANY($2::text[])"


class ManyProcesses:
    """Rooms in the database of an address such as ``postgresql://user@host/name``.

    While it is away what it is asked for raises ``RoomsAwayError``; a room that this process serves
    can still be followed as it was last seen.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._process = secrets.token_hex(8)
        self._rooms: dict[str, Room] = {}
        self._used: dict[str, float] = {}
        self._elsewhere: dict[str, Crowd] = {}
        self._told: set[str] = set()
        self._is_listening = False
        self._stale: set[str] = set()
        self._stale_ones = asyncio.Event()
        self._reading = asyncio.Lock()
        self._preparing = asyncio.Lock()
        self._pool: Any = None
        self._tasks: list[asyncio.Task[None]] = []
        self._changed: Changed = lambda _: None

    async def start(self, changed: Changed) -> None:
        self._changed = changed
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._read_stale())]

    async def add(self, room: Room, most: int, now: float) -> bool:
        added = await self._fetch(ADD, room.code, room.lead, room.expires_at, now, most)
        await self._fetch(FORGET, now - REMEMBERED_S)
        return bool(added)

    async def find(self, code: str) -> Room | None:
        self._used[code] = time.monotonic()
        if self._is_listening and code in self._rooms and code not in self._stale:
            return self._rooms[code]
        try:
            await self._read([code])
        except RoomsAwayError:
            if code not in self._rooms:
                raise
        return self._rooms.get(code)

    async def move(self, code: str, state: str, expires_at: float) -> Room | None:
        return self._changed_here(await self._fetch(MOVE, code, state, expires_at))

    async def set_lead(self, code: str, lead: bytes, heir: bytes | None) -> Room | None:
        return self._changed_here(await self._fetch(SET_LEAD, code, lead, heir))

    async def end(self, code: str) -> Room | None:
        return self._changed_here(await self._fetch(END, code))

    def crowd_elsewhere(self, code: str) -> Crowd:
        return self._elsewhere.get(code) or Crowd()

    async def tend(self, crowds: Mapping[str, Crowd], now: float) -> None:
        self._forget_unused(crowds)
        if crowds or self._told:
            await self._tell(crowds, now)
        if self._rooms:
            codes = list(self._rooms)
            listening = await self._fetch(COUNT, codes, self._process, COUNTED_FOR_S)
            elsewhere = {row["code"]: Crowd(row["followers"]) for row in listening}
            for row in await self._fetch(POLLS, codes):
                crowd = elsewhere.setdefault(row["code"], Crowd())
                crowd.polling[row["follower"]] = now + row["left_s"]
            self._elsewhere = elsewhere

    async def _tell(self, crowds: Mapping[str, Crowd], now: float) -> None:
        codes = list(crowds)
        listening = [crowds[code].listening for code in codes]
        await self._fetch(TELL, codes, [self._process] * len(codes), listening)
        await self._fetch(UNTELL, self._process, codes)
        # Sorted: two processes that write of the same followers lock them in the same order.
        polling = sorted(
            (code, follower, until - now)
            for code, crowd in crowds.items()
            for follower, until in crowd.polling.items()
        )
        if polling:
            await self._fetch(TELL_POLLS, *map(list, zip(*polling, strict=True)))
        await self._fetch(FORGET_POLLS)
        self._told = set(codes)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._told:
            with suppress(RoomsAwayError):
                await self._fetch(UNTELL, self._process, [])
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None

    # ------------------------------------------------------------ what this process has seen

    def _changed_here(self, rows: list[Any]) -> Room | None:
        """Keep what a change answers, unless something newer has been heard meanwhile."""
        room = next((Room(**row) for row in rows), None)
        if room is None:
            return None
        known = self._rooms.get(room.code)
        if known is None or room.version > known.version:
            self._keep(room)
        else:
            # The same version: only the database knows which came last, this or what was heard.
            self._stale.add(room.code)
            self._stale_ones.set()
        return room

    def _keep(self, room: Room) -> None:
        before = self._rooms.get(room.code)
        self._rooms[room.code] = room
        self._used.setdefault(room.code, time.monotonic())
        if room != before:
            self._changed(room)

    def _forget_unused(self, crowds: Mapping[str, Crowd]) -> None:
        since = time.monotonic() - UNUSED_S
        for code, used in list(self._used.items()):
            if used < since and code not in crowds:
                del self._used[code]
                self._rooms.pop(code, None)

    async def _read(self, codes: Iterable[str]) -> None:
        """Read rooms anew, one reading after the other, so that none brings back an older state."""
        async with self._reading:
            asked = list(codes)
            self._stale.difference_update(asked)
            try:
                rows = await self._fetch(FIND, asked)
            except RoomsAwayError:
                self._stale.update(asked)
                raise
            for row in rows:
                self._keep(Room(**row))

    # ------------------------------------------------------------ the database

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_until_lost()
            except AWAY as error:
                log.warning("Live rooms: the database is away: %s", error)
            except RoomsAwayError as error:
                log.warning("Live rooms: %s", error)
            self._is_listening = False
            await asyncio.sleep(LISTENS_AGAIN_S)

    async def _listen_until_lost(self) -> None:
        connection = await asyncpg.connect(self._address, timeout=ANSWERS_WITHIN_S)
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, self._hear)
            # From here on every change is heard; those of before are read.
            await self._read(list(self._rooms))
            self._is_listening = True
            while not lost.is_set():
                try:
                    await asyncio.wait_for(lost.wait(), CHECKED_EVERY_S)
                except TimeoutError:
                    await connection.execute("SELECT 1", timeout=ANSWERS_WITHIN_S)
        finally:
            self._is_listening = False
            connection.terminate()

    def _hear(self, connection: Any, pid: int, channel: str, code: str) -> None:  # noqa: ARG002
        if code in self._rooms:
            self._stale.add(code)
            self._stale_ones.set()

    async def _read_stale(self) -> None:
        while True:
            await self._stale_ones.wait()
            self._stale_ones.clear()
            try:
                await self._read(list(self._stale))
            except RoomsAwayError:
                continue  # they are read when the database is heard again

    async def _fetch(self, query: str, *values: Any) -> list[Any]:
        try:
            pool = await self._prepared()
            return list(await pool.fetch(query, *values, timeout=ANSWERS_WITHIN_S))
        except AWAY as error:
            raise RoomsAwayError(f"The database is away: {type(error).__name__}.") from error

    async def _prepared(self) -> Any:
        """The connections, once the tables are there."""
        async with self._preparing:
            if self._pool is None:
                pool = await asyncpg.create_pool(
                    self._address, min_size=0, max_size=5, timeout=ANSWERS_WITHIN_S
                )
                try:
                    await pool.execute(TABLES, timeout=ANSWERS_WITHIN_S)
                except AWAY:
                    pool.terminate()
                    raise
                self._pool = pool
        return self._pool
