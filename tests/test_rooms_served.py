"""Rooms as real servers serve them: events over HTTP, a restart, two processes on one database."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from postgres import running_postgres
from server import running_server

MOVE = {"lat": 38.26, "lon": 140.34, "zoom": 8.25, "view": "sector=electronics", "step": 2}
WITHIN_S = 30


class Client:
    """Asks one server."""

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
        connection = http.client.HTTPConnection(self._host, timeout=WITHIN_S)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    @contextmanager
    def follow(self, path: str) -> Iterator[Iterator[tuple[str, Any]]]:
        """The events of a room, as name and data."""
        connection = http.client.HTTPConnection(self._host, timeout=WITHIN_S)
        connection.request("GET", f"{path}/events")
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        try:
            yield _events(answer)
        finally:
            connection.close()


def _events(answer: http.client.HTTPResponse) -> Iterator[tuple[str, Any]]:
    name = ""
    while line := answer.readline().decode().rstrip("\r\n"):
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))
            assert answer.readline().strip() == b""


def opened(client: Client) -> tuple[str, str]:
    status, room = client.ask("POST", "/api/v1/rooms")
    assert status == 201
    return f"/api/v1/rooms/{room['code']}", room["lead_token"]


def test_a_room_survives_a_restart_of_its_server(tmp_path: Path) -> None:
    rooms = str(tmp_path / "rooms.sqlite3")
    with running_server(tmp_path / "first.txt", rooms=rooms) as address:
        client = Client(address)
        path, token = opened(client)
        with client.follow(path) as events:
            client.ask("POST", f"{path}/state", MOVE, token)
            assert next(events) == ("state", MOVE | {"version": 1, "followers": 1})
    with running_server(tmp_path / "second.txt", rooms=rooms) as address:
        client = Client(address)
        with client.follow(path) as events:
            assert next(events) == ("state", MOVE | {"version": 1, "followers": 1})
            assert client.ask("POST", f"{path}/state", MOVE | {"step": 3}, token)[0] == 200
            assert next(events)[1]["step"] == 3
            assert client.ask("POST", f"{path}/state", MOVE)[0] == 401
            assert client.ask("DELETE", path, token=token)[0] == 204
            assert next(events) == ("ended", {"reason": "ended"})
        assert client.ask("GET", path)[0] == 410


@pytest.mark.postgres
def test_two_servers_on_one_database_have_followers_on_both(tmp_path: Path) -> None:
    with (
        running_postgres() as database,
        running_server(tmp_path / "first.txt", rooms=database.address) as first,
        running_server(tmp_path / "second.txt", rooms=database.address) as second,
    ):
        one, other = Client(first), Client(second)
        path, token = opened(one)
        assert one.ask("POST", f"{path}/state", MOVE, token)[0] == 200
        with one.follow(path) as here, other.follow(path) as there:
            for events in (here, there):
                assert next(events)[1]["version"] == 1
            for version, client in enumerate((one, other, one), start=2):
                client.ask("POST", f"{path}/state", MOVE | {"step": version}, token)
                for events in (here, there):
                    name, data = next(events)
                    assert (name, data["step"], data["version"]) == ("state", version, version)
            other.ask("DELETE", path, token=token)
            for events in (here, there):
                assert next(events)[0] == "ended"
