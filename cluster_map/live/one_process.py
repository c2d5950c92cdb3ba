"""Rooms of one process: in memory, and copied to a file so that they survive a restart."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, replace
from pathlib import Path

from cluster_map.live.crowd import Crowd
from cluster_map.live.keeping import Changed
from cluster_map.live.room import Room

log = logging.getLogger(__name__)

REMEMBERED_S = 24 * 3600.0
"""So long a room that is over is told apart from one that never was."""
MOST_OVER = 2000

TABLE = """
CREATE TABLE IF NOT EXISTS rooms (
    code TEXT PRIMARY KEY, lead BLOB NOT NULL, expires_at REAL NOT NULL, heir BLOB,
    version INTEGER NOT NULL, state TEXT, ended INTEGER NOT NULL
)
"""


class OneProcess:
    """Rooms in memory. Once a second, and at the end, what changed is written to ``file``.

    A file that cannot be used (no right to write, or another server has it) costs only the memory of a
    restart: the log says so, and rooms go on.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._rooms: dict[str, Room] = {}
        self._unwritten: set[str] = set()
        self._writing = asyncio.Lock()
        self._database: sqlite3.Connection | None = None
        self._changed: Changed = lambda _: None

    async def start(self, changed: Changed) -> None:
        self._changed = changed
        if self._file:
            kept = await asyncio.to_thread(self._open, self._file)
            self._rooms = {room.code: room for room in kept}

    async def add(self, room: Room, most: int, now: float) -> bool:
        if room.code in self._rooms or sum(not kept.is_over(now) for kept in self._rooms.values()) >= most:
            return False
        self._forget_old(now)
        self._keep(room)
        return True

    async def find(self, code: str) -> Room | None:
        return self._rooms.get(code)

    async def move(self, code: str, state: str, expires_at: float) -> Room | None:
        room = self._rooms.get(code)
        if room is None:
            return None
        return self._keep(replace(room, version=room.version + 1, state=state, expires_at=expires_at))

    async def set_lead(self, code: str, lead: bytes, heir: bytes | None) -> Room | None:
        room = self._rooms.get(code)
        return self._keep(replace(room, lead=lead, heir=heir)) if room else None

    async def end(self, code: str) -> Room | None:
        room = self._rooms.get(code)
        return self._keep(replace(room, ended=True, state=None)) if room else None

    def crowd_elsewhere(self, code: str) -> Crowd:  # noqa: ARG002
        return Crowd()

    async def tend(self, crowds: Mapping[str, Crowd], now: float) -> None:  # noqa: ARG002
        async with self._writing:
            if self._database is None or not self._unwritten:
                return
            codes, self._unwritten = self._unwritten, set()
            rooms = [self._rooms[code] for code in codes if code in self._rooms]
            gone = [code for code in codes if code not in self._rooms]
            try:
                await asyncio.to_thread(self._write, self._database, rooms, gone)
            except sqlite3.Error as error:
                self._unwritten |= codes
                log.warning("Live rooms could not be written to %s: %s", self._file, error)

    async def close(self) -> None:
        await self.tend({}, 0.0)
        if self._database:
            self._database.close()
            self._database = None

    def _keep(self, room: Room) -> Room:
        self._rooms[room.code] = room
        self._unwritten.add(room.code)
        self._changed(room)
        return room

    def _forget_old(self, now: float) -> None:
        over = sorted((room.expires_at, code) for code, room in self._rooms.items() if room.is_over(now))
        too_many = len(over) - MOST_OVER
        for position, (expired_at, code) in enumerate(over):
            if position < too_many or expired_at < now - REMEMBERED_S:
                del self._rooms[code]
                self._unwritten.add(code)

    def _open(self, file: Path) -> Iterable[Room]:
        database = None
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            database = sqlite3.connect(file, timeout=2, check_same_thread=False, isolation_level=None)
            with suppress(OSError):  # a file system without rights of its own
                file.chmod(0o600)
            # For as long as this process lives no other one reads or writes the file.
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("BEGIN EXCLUSIVE")
            database.execute(TABLE)
            rows = database.execute("SELECT code, lead, expires_at, heir, version, state, ended FROM rooms")
            rooms = [
                Room(code, lead, expires_at, heir, version, state, bool(ended))
                for code, lead, expires_at, heir, version, state, ended in rows
            ]
            database.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            log.warning("Live rooms will not survive a restart: %s cannot be used: %s", file, error)
            if database:
                database.close()
            return ()
        self._database = database
        return rooms

    @staticmethod
    def _write(database: sqlite3.Connection, rooms: Iterable[Room], gone: Iterable[str]) -> None:
        with database:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("DELETE FROM rooms WHERE code = ?", [(code,) for code in gone])
            database.executemany(
                "INSERT OR REPLACE INTO rooms (code, lead, expires_at, heir, version, state, ended)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [astuple(room) for room in rooms],
            )
