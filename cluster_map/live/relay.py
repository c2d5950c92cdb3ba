"""The relay: who may move a room, and how its moves reach all who follow it at this process."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sse_starlette import ServerSentEvent

from cluster_map.errors import (
    NotTheLeadError,
    RoomFullError,
    RoomOverError,
    RoomsAwayError,
    TooFastError,
    TooManyRoomsError,
    UnknownRoomError,
)
from cluster_map.live.crowd import COUNTS_FOR_S, Crowd, count
from cluster_map.live.keeping import Keeping
from cluster_map.live.limits import Limits
from cluster_map.live.moves import Move
from cluster_map.live.pace import Pace, Paces
from cluster_map.live.room import Room, hash_of, is_token_of, new_code, new_token

log = logging.getLogger(__name__)

TENDED_EVERY_S = 1.0
ENDED, EXPIRED = "ended", "expired"
AT_ONCE = 2
"""Seconds' worth of moves that may come at once after a rest."""


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@dataclass(frozen=True)
class Event:
    """One event for followers; the same object for all of a room, so that it is written out once."""

    name: str
    data: dict[str, Any]

    @cached_property
    def written(self) -> bytes:
        """As it goes to a browser."""
        return ServerSentEvent(data=compact(self.data), event=self.name).encode()


@dataclass(slots=True)
class Channel:
    """The followers of one room at this process. ``changed`` is replaced with every change."""

    room: Room
    crowd: Crowd = field(default_factory=Crowd)
    over: str | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    state: Event | None = None

    def wake(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


class Follower:
    """A place in a room, taken until ``leave``."""

    def __init__(self, relay: "Relay", channel: Channel) -> None:
        self._relay = relay
        self._channel = channel

    async def events(self) -> AsyncIterator[Event]:
        """The last state first, then the newest one at each time; the last event is ``ended``."""
        channel, seen = self._channel, 0
        while True:
            changed = channel.changed
            if channel.over:
                yield Event("ended", {"reason": channel.over})
                return
            if channel.room.version > seen:
                event = self._relay.state_event(channel)
                seen = channel.room.version
                yield event
            else:
                await changed.wait()

    def leave(self) -> None:
        self._relay.release(self._channel)


class Relay:
    """All rooms as this process serves them. Belongs to one event loop.

    Every method that takes a code raises ``UnknownRoomError`` or ``RoomOverError`` where there is no such
    room, and ``RoomsAwayError`` while the place where rooms are kept does not answer.
    """

    def __init__(
        self, keeping: Keeping, limits: Limits | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self.limits = limits or Limits()
        self._keeping = keeping
        self._clock = clock
        self._channels: dict[str, Channel] = {}
        limit = self.limits
        self._moves = Paces(lambda: Pace(limit.moves_per_s, AT_ONCE * limit.moves_per_s))
        self._openings = Paces(lambda: Pace(limit.opened_per_hour / 3600, limit.opened_per_hour))
        self._started: asyncio.Task[None] | None = None
        self._tending: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    # ------------------------------------------------------------ what a presenter does

    async def open(self, address: str) -> tuple[str, str]:
        """Open a room; its code and its lead token, which is told this once."""
        await self._ready()
        now = self._clock()
        if wait := self._openings.wait_s(address, now):
            raise TooFastError(wait)
        code, token = new_code(), new_token()
        room = Room(code, hash_of(token), now + self.limits.idle_s)
        if not await self._keeping.add(room, self.limits.rooms, now):
            raise TooManyRoomsError(f"{self.limits.rooms} rooms are open.")
        return code, token

    async def move(self, code: str, token: str, move: Move) -> dict[str, Any]:
        """Take a move of the lead; answers the version that it is and how many follow."""
        await self._lead(code, token)
        now = self._clock()
        if wait := self._moves.wait_s(code, now):
            raise TooFastError(wait)
        room = await self._keeping.move(code, compact(move), now + self.limits.idle_s)
        if room is None:
            raise UnknownRoomError(code)
        return {"version": room.version, "followers": self.followers(code)}

    async def hand_on(self, code: str, token: str) -> str:
        """A token for somebody else: the lead passes when it is first used to move the room."""
        room = await self._lead(code, token)
        heir = new_token()
        await self._keeping.set_lead(code, room.lead, hash_of(heir))
        return heir

    async def end(self, code: str, token: str) -> None:
        await self._lead(code, token)
        await self._keeping.end(code)

    async def check_lead(self, code: str, token: str) -> None:
        """Raise ``NotTheLeadError`` for a token that does not lead; the heir's does not lead yet."""
        if not is_token_of(token, (await self._room(code)).lead):
            raise NotTheLeadError(code)

    async def _lead(self, code: str, token: str) -> Room:
        room = await self._room(code)
        if is_token_of(token, room.lead):
            return room
        if is_token_of(token, room.heir):
            return await self._keeping.set_lead(code, hash_of(token), None) or room
        raise NotTheLeadError(code)

    # ------------------------------------------------------------ what anybody does

    async def state(self, code: str) -> dict[str, Any]:
        """The last move with its version and the number of followers; without a move version 0 alone."""
        return self._told(await self._room(code))

    async def poll(self, code: str, follower: str) -> dict[str, Any]:
        """The state for a follower who asks again and again, and takes a place for some seconds each time.

        Raises
        ------
        RoomFullError
            If it has no place yet and there is none left.
        """
        room = await self._room(code)
        now = self._clock()
        has_place = any(crowd.polling.get(follower, 0) > now for crowd in self._crowds(code))
        channel = self._channels.setdefault(code, Channel(room)) if has_place else self._let_in(room)
        channel.crowd.polling[follower] = now + COUNTS_FOR_S
        return self._told(room)

    async def join(self, code: str) -> Follower:
        """Take a place among the followers.

        Raises
        ------
        RoomFullError
            If the room, or this process, has as many as the operator allows.
        """
        channel = self._let_in(await self._room(code))
        channel.crowd.listening += 1
        return Follower(self, channel)

    def _let_in(self, room: Room) -> Channel:
        """Where one more follower of a room takes a place."""
        now = self._clock()
        here = sum(count([channel.crowd], now) for channel in self._channels.values())
        if self.followers(room.code) >= self.limits.followers or here >= self.limits.streams:
            raise RoomFullError(room.code)
        channel = self._channels.setdefault(room.code, Channel(room))
        channel.state = None
        return channel

    def followers(self, code: str) -> int:
        return count(self._crowds(code), self._clock())

    def _crowds(self, code: str) -> list[Crowd]:
        """Who follows a room here, and elsewhere."""
        here = [self._channels[code].crowd] if code in self._channels else []
        return [*here, self._keeping.crowd_elsewhere(code)]

    async def _room(self, code: str) -> Room:
        await self._ready()
        room = await self._keeping.find(code)
        if room is None:
            raise UnknownRoomError(code)
        if room.is_over(self._clock()):
            raise RoomOverError(ENDED if room.ended else EXPIRED)
        return room

    def _told(self, room: Room) -> dict[str, Any]:
        state = json.loads(room.state) if room.state else {}
        return state | {"version": room.version, "followers": self.followers(room.code)}

    # ------------------------------------------------------------ channels

    def state_event(self, channel: Channel) -> Event:
        if channel.state is None:
            channel.state = Event("state", self._told(channel.room))
        return channel.state

    def release(self, channel: Channel) -> None:
        channel.crowd.listening -= 1
        channel.state = None
        self._drop_if_empty(channel)

    def _drop_if_empty(self, channel: Channel) -> None:
        crowd = channel.crowd
        if not (crowd.listening or crowd.polling) and self._channels.get(channel.room.code) is channel:
            del self._channels[channel.room.code]

    def _changed(self, room: Room) -> None:
        channel = self._channels.get(room.code)
        if channel is None:
            return
        if room.ended:
            self._close_channel(channel, ENDED)
        elif room.version >= channel.room.version:
            # Of two moves the newer one wins, in whichever order they are told.
            channel.room, channel.state = room, None
            channel.wake()

    def _close_channel(self, channel: Channel, reason: str) -> None:
        channel.over = reason
        self._channels.pop(channel.room.code, None)
        channel.wake()

    # ------------------------------------------------------------ from start to end

    async def _ready(self) -> None:
        """Start at the first need: a server that nobody presents on reads and writes nothing."""
        if self._started is None:
            self._started = asyncio.create_task(self._keeping.start(self._changed))
            self._tending = asyncio.create_task(self._tend())
        await asyncio.shield(self._started)

    async def _tend(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), TENDED_EVERY_S)
            if self._closing.is_set():
                return
            now = self._clock()
            for channel in list(self._channels.values()):
                if channel.room.is_over(now):
                    self._close_channel(channel, EXPIRED)
                else:
                    channel.crowd.forget_gone(now)
                    self._drop_if_empty(channel)
            self._moves.forget_rested(now)
            self._openings.forget_rested(now)
            try:
                await self._keeping.tend({c.room.code: c.crowd for c in self._channels.values()}, now)
            except RoomsAwayError as error:
                log.warning("Live rooms: %s", error)

    async def close(self) -> None:
        """Write what is still to be written. Followers are let go by the server itself."""
        if self._tending is not None:
            # Not cancelled: what is being written is written to its end.
            self._closing.set()
            await self._tending
            await self._keeping.close()
            self._started = self._tending = None
            self._closing.clear()
