"""The servers that are measured, each a process of its own on a free port."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE_S = 60.0
STOPS_WITHIN_S = 20.0


class ServerDied(Exception):
    """A server ended or never answered; the message holds what it printed."""


@dataclass(frozen=True, slots=True)
class App:
    """A Streamlit script and what can be seen of it from outside."""

    name: str
    script: str
    first_answer: str
    """The path whose answer shows that the app has started."""
    sectors_key: str = ""
    """Widget key of the chips that choose sectors."""
    counter: str = ""
    """JavaScript: how many clusters the map in a window shows, or null where it has none."""


OURS = App(
    name="ours",
    script="app.py",
    first_answer="/api/v1/clusters?limit=1",
    sectors_key="choose-sectors",
    counter="""(view) => view.document.querySelector(".leaflet-container.ready")
        ? [...view.document.querySelectorAll(".leaflet-marker-icon.symbol, .leaflet-marker-icon.bubble b")]
            .reduce((sum, shown) => sum + (shown.matches(".symbol") ? 1 : Number(shown.textContent)), 0)
        : null""",
)
PLAIN = App(
    name="plain",
    script="benchmark/plain_server.py",
    first_answer="/_stcore/health",
    sectors_key="sectors",
    counter="""(view) => view.map
        ? Object.values(view.map._layers).filter((layer) => layer instanceof view.L.CircleMarker).length
        : null""",
)
EMPTY = App(
    name="empty",
    script="benchmark/empty_page.py",
    first_answer="/_stcore/health",
    counter="""(view) => view.document.querySelector("[data-testid=stHeading]") ? 0 : null""",
)


POLLING = App(name="polling", script="benchmark/polling_server.py", first_answer="/_stcore/health")


@dataclass(frozen=True, slots=True)
class Site:
    """An app that is being served."""

    app: App
    port: int
    pid: int
    start_ms: float
    """From the start of the process to its first answer."""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    def memory_mb(self) -> float:
        """Resident memory of the server process, in units of 10^6 bytes."""
        return self._memory_mb("VmRSS:")

    def peak_memory_mb(self) -> float:
        """The most that it ever was."""
        return self._memory_mb("VmHWM:")

    def _memory_mb(self, field: str) -> float:
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) * 1024 / 1e6
        raise ServerDied(f"Process {self.pid} has no resident memory.")

    def cpu_s(self) -> float:
        """Seconds of one core that the server process has used."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        user, system = after_name[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except ConnectionError:
        return False
    finally:
        connection.close()


@contextmanager
def serving(app: App) -> Iterator[Site]:
    """Start an app as its user would, from the folder of the project, and stop it at the end."""
    port = free_port()
    options = [f"--server.port={port}", "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", "run", app.script, *options]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as output:
        environment = os.environ | {"CLUSTER_MAP_ROOMS": f"{folder}/rooms.sqlite3"}
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            while not _answers(port, app.first_answer):
                if process.poll() is not None or time.perf_counter() - started > PATIENCE_S:
                    output.seek(0)
                    raise ServerDied(f"{app.script} does not serve:\n{output.read()}")
                time.sleep(0.005)
            yield Site(app, port, process.pid, (time.perf_counter() - started) * 1000)
        finally:
            process.terminate()
            try:
                process.wait(STOPS_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
