"""A server of our own for a test: started on a free port, polled until it answers, stopped by its id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
STARTS_WITHIN_S = 60
STOPS_WITHIN_S = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(log: Path, data: Path | None = None, rooms: str = "memory") -> Iterator[str]:
    """Run the app in a process of its own; yields its address, without a slash at the end.

    Parameters
    ----------
    log
        Where its output goes; shown when it dies.
    data
        Its data folder; ``None`` for the one of the environment, else the shipped one.
    rooms
        Where it keeps live rooms.
    """
    address = f"http://localhost:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {"CLUSTER_MAP_ROOMS": rooms}
    environment |= {"CLUSTER_MAP_DATA": str(data)} if data else {}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_healthy(process, address, log)
        yield address
        assert process.poll() is None, f"The server died during the tests:\n{log.read_text()}"
    finally:
        process.terminate()
        try:
            process.wait(STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while not _is_healthy(address):
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)  # until it dies, else for a moment
        assert process.returncode is None, f"The server died at its start:\n{log.read_text()}"
        assert time.monotonic() < deadline, f"The server does not answer:\n{log.read_text()}"


def _is_healthy(address: str) -> bool:
    try:
        with urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False
