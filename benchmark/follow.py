"""Many who follow one presenter, without browsers: by the events of a room, or by a page that polls."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import ConnectionClosed, Subprotocol
from websockets.asyncio.client import ClientConnection, connect

from benchmark.sites import Site

MOVES_PER_S = 2
DRAINS_WITHIN_S = 5
"""After the last move; what has not come by then is counted as having taken so long."""
OPENS_WITHIN_S = 30
"""For a whole hall to get the first state."""
PATIENCE_S = 60


class RefusedMove(Exception):
    """The server did not take a move."""


@dataclass(frozen=True, slots=True)
class Hall:
    """``rooms`` presenters, each with ``followers``, who move for ``seconds``."""

    rooms: int
    followers: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """Delays from each move to each follower, shares of one core, and how much the server grew."""

    delays_ms: list[float]
    server_pct: float
    client_pct: float
    grown_mb: float


@dataclass(slots=True)
class Moves:
    """When each move of one presenter was sent, and who has seen which."""

    sent: list[float] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    delays_ms: list[float] = field(default_factory=list)

    def follower(self) -> Callable[[int], None]:
        """For a new follower: to be called with the number of each move that comes, from 0."""
        position = len(self.seen)
        self.seen.append(-1)

        def see(number: int) -> None:
            # Who sees a newer state first has no use for the older ones: they have come with it.
            now = time.perf_counter()
            for move in range(self.seen[position] + 1, min(number + 1, len(self.sent))):
                self.delays_ms.append((now - self.sent[move]) * 1000)
            self.seen[position] = max(self.seen[position], number)

        return see

    def give_up(self) -> None:
        """Count what never came as what it has taken until now."""
        for position in range(len(self.seen)):
            now = time.perf_counter()
            late = self.sent[self.seen[position] + 1 :]
            self.delays_ms += [(now - sent) * 1000 for sent in late]
            self.seen[position] = len(self.sent) - 1


Move = Callable[[int], None]
"""Sends the move of a number to the server; blocks until it is taken."""
Join = Callable[[Callable[[int], None]], Coroutine[None, None, None]]
"""Follows for ever, calling with the number of each move."""


async def measure(site: Site, hall: Hall, open_room: Callable[[Site], tuple[Move, Join]]) -> Outcome:
    """Let a hall follow, and count. Who got nothing counts as waiting until the end."""
    await _rests(site)
    rooms = [open_room(site) for _ in range(hall.rooms)]
    moves = [Moves() for _ in rooms]
    memory = site.memory_mb()
    async with _running() as run:
        for (move, join), told in zip(rooms, moves, strict=True):
            told.sent.append(time.perf_counter())
            await asyncio.to_thread(move, 0)
            for _ in range(hall.followers):
                run(join(told.follower()))
        await _all_see(moves, 0, OPENS_WITHIN_S)
        for told in moves:
            told.delays_ms.clear()  # these tell how long it took to open a hall
        server, client, started = site.cpu_s(), time.process_time(), time.perf_counter()
        await asyncio.gather(
            *(_present(move, told, hall.seconds) for (move, _), told in zip(rooms, moves, strict=True))
        )
        elapsed = time.perf_counter() - started
        server, client = site.cpu_s() - server, time.process_time() - client
        await _all_see(moves, len(moves[0].sent) - 1, DRAINS_WITHIN_S)
        grown = site.memory_mb() - memory
    for told in moves:
        told.give_up()
    delays = [delay for told in moves for delay in told.delays_ms]
    return Outcome(delays, 100 * server / elapsed, 100 * client / elapsed, grown)


async def _rests(site: Site) -> None:
    """Wait until the server does nothing: what it makes ready at its start is not what a hall costs."""
    end = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < end:
        before = site.cpu_s()
        await asyncio.sleep(1)
        if site.cpu_s() - before < 0.05:
            return


async def _present(move: Move, told: Moves, seconds: float) -> None:
    end = time.perf_counter() + seconds
    for number in count(1):
        due = time.perf_counter() + 1 / MOVES_PER_S
        if due > end:
            return
        told.sent.append(time.perf_counter())
        await asyncio.to_thread(move, number)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))


async def _all_see(moves: list[Moves], number: int, within_s: float) -> None:
    end = time.perf_counter() + within_s
    while time.perf_counter() < end and any(min(told.seen) < number for told in moves):
        await asyncio.sleep(0.02)


Work = Coroutine[None, None, None]


@asynccontextmanager
async def _running() -> AsyncIterator[Callable[[Work], None]]:
    """What is handed over runs until the end, where all of it stops at once."""
    tasks: list[asyncio.Task[None]] = []
    try:
        yield lambda work: tasks.append(asyncio.create_task(work))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _state(number: int) -> dict[str, float]:
    return {"lat": 35 + number % 50 / 10, "lon": 135 + number % 70 / 10, "zoom": 6, "step": number}


def _post(
    site: Site, path: str, document: object, headers: dict[str, str], within_s: float = PATIENCE_S
) -> bytes:
    connection = http.client.HTTPConnection("localhost", site.port, timeout=within_s)
    try:
        connection.request(
            "POST", path, json.dumps(document), {"Content-Type": "application/json", **headers}
        )
        answer = connection.getresponse()
        body = answer.read()
        if answer.status >= 400:
            raise RefusedMove(f"{path} answers {answer.status}: {body!r}")
        return body
    finally:
        connection.close()


def open_room(site: Site) -> tuple[Move, Join]:
    """A live room of ours, followed by its events."""
    room = json.loads(_post(site, "/api/v1/rooms", None, {}))
    path = f"/api/v1/rooms/{room['code']}"
    lead = {"Authorization": f"Bearer {room['lead_token']}"}

    def move(number: int) -> None:
        _post(site, f"{path}/state", {**_state(number), "view": "sector=electronics"}, lead)

    async def join(see: Callable[[int], None]) -> None:
        reader, writer = await asyncio.open_connection("localhost", site.port)
        try:
            writer.write(f"GET {path}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            async for line in reader:
                if line.startswith(b"data: "):
                    see(json.loads(line[6:])["step"])
        finally:
            writer.close()

    return move, join


STEP = re.compile(rb"step=(\d+)\.")


def open_polled_page(site: Site) -> tuple[Move, Join]:
    """A page that polls, followed as Streamlit's own frontend does."""

    def move(number: int) -> None:
        # A server that cannot keep up takes a move late or never: the delays of its followers tell.
        with suppress(TimeoutError):
            _post(site, "/move", _state(number), {}, DRAINS_WITHIN_S)

    async def join(see: Callable[[int], None]) -> None:
        address = f"ws://localhost:{site.port}/_stcore/stream"
        streamlit = [Subprotocol("streamlit")]
        waits = {"ping_interval": None, "open_timeout": PATIENCE_S, "close_timeout": 1}
        async with connect(address, subprotocols=streamlit, compression=None, **waits) as socket:
            client = ClientState(context_info=ContextInfo(locale="en-US", url=site.url))
            await socket.send(BackMsg(rerun_script=client).SerializeToString())
            async with _running() as run:
                async for payload in socket:
                    if found := STEP.search(payload):
                        see(int(found[1]))
                    elif (message := ForwardMsg.FromString(payload)).HasField("auto_rerun"):
                        again = message.auto_rerun
                        run(_ask_again(socket, client, again.fragment_id, again.interval))

    return move, join


async def _ask_again(socket: ClientConnection, client: ClientState, fragment: str, interval_s: float) -> None:
    client.fragment_id, client.is_auto_rerun = fragment, True
    question = BackMsg(rerun_script=client).SerializeToString()
    while True:
        await asyncio.sleep(interval_s)
        try:
            await socket.send(question)
        except ConnectionClosed:
            return
