"""A PostgreSQL of our own for a test: in a temporary folder, on a socket there, stopped by its id."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STARTS_WITHIN_S = 30


def program(name: str) -> str:
    """A program of PostgreSQL; ``make test`` sees to it that it is there."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or next(map(str, installed), None)
    assert found, (
        f"PostgreSQL's '{name}' is missing: sh setup/postgres.sh, or leave out with -m 'not postgres'."
    )
    return found


def _ordinary_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as somebody else."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Postgres:
    """A database server that can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs_as = _ordinary_user()
        if self._runs_as:
            os.chown(folder, self._runs_as["user"], self._runs_as["group"])
        options = ["-U", "map", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        self._run(program("initdb"), "-D", str(folder / "data"), *options)
        self._process: subprocess.Popen[bytes] | None = None

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, check=False, **self._runs_as
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    @property
    def address(self) -> str:
        return f"postgresql://map@/postgres?host={self._folder}"

    def start(self) -> None:
        settings = ["listen_addresses=", f"unix_socket_directories={self._folder}", "fsync=off"]
        command = [program("postgres"), "-D", str(self._folder / "data")]
        for setting in settings:
            command += ["-c", setting]
        with (self._folder / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(
                command, cwd=self._folder, stdout=output, stderr=output, **self._runs_as
            )
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            told = (self._folder / "output.txt").read_text()
            assert self._process.poll() is None, f"PostgreSQL died at its start:\n{told}"
            assert time.monotonic() < deadline, f"PostgreSQL does not answer:\n{told}"

    def _answers(self) -> bool:
        command = [program("pg_isready"), "-q", "-t", "1", "-h", str(self._folder)]
        return subprocess.run(command, check=False).returncode == 0

    def stop(self) -> None:
        """At once, as when its machine is gone."""
        if self._process is not None:
            self._process.send_signal(3)  # SIGQUIT: immediate shutdown
            self._process.wait(STARTS_WITHIN_S)
            self._process = None


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    # Not pytest's folder: the path of a socket has to be short, and another user has to reach it.
    with tempfile.TemporaryDirectory(prefix="rooms-", dir="/tmp") as folder:
        server = Postgres(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
