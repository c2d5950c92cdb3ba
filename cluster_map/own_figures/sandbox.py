"""DuckDB that can only count: no files, no network, no extensions, bounded in memory, threads and time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from cluster_map.own_figures.limits import Limits
from cluster_map.own_figures.problems import FileRefusedError, Refusal

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Answer = TypeVar("Answer")


class Sandbox:
    """A database in memory, gone with the last reference to it. No text of a reader is ever SQL."""

    def __init__(self, limits: Limits) -> None:
        import duckdb

        self._seconds = limits.seconds
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "enable_external_access": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": "",
                "memory_limit": f"{limits.memory_mb}MB",
                "threads": limits.threads,
                "lock_configuration": "true",
            },
        )
        self._lock = threading.Lock()

    def take_in(self, name: str, table: pa.Table) -> None:
        """Let a table be read by SQL under a name, without copying it."""
        self._connection.register(name, table)

    def give_up(self, name: str) -> None:
        self._connection.unregister(name)

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a statement answers.

        Raises
        ------
        FileRefusedError
            If it takes more time or memory than the limits allow.
        """
        return self._bounded(lambda connection: connection.execute(sql).fetchall())

    def table(self, sql: str) -> pa.Table:
        """The same as columns."""
        return self._bounded(lambda connection: connection.sql(sql).to_arrow_table())

    def _bounded(self, ask: Callable[[duckdb.DuckDBPyConnection], Answer]) -> Answer:
        import duckdb

        with self._lock:
            alarm = threading.Timer(self._seconds, self._connection.interrupt)
            alarm.start()
            try:
                return ask(self._connection)
            except duckdb.InterruptException as error:
                raise FileRefusedError(Refusal.TOO_LONG, seconds=f"{self._seconds:g}") from error
            except duckdb.OutOfMemoryException as error:
                raise FileRefusedError(Refusal.MEMORY) from error
            finally:
                alarm.cancel()
