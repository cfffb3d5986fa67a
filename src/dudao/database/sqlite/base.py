"""Django's SQLite backend, with the mended build, the settings that forget nothing, and the gate.

Everything that writes goes through the gate: transactions from BEGIN to the end of COMMIT (which may checkpoint), single
statements outside a transaction, and the closing of a connection (the last one checkpoints).
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from dudao.database.build import use_mended_sqlite
from dudao.database.gate import Gate, GateTimeout

use_mended_sqlite()

from django.db.backends.sqlite3 import base  # noqa: E402  (binds the SQLite module at import)
from django.db.utils import DatabaseError  # noqa: E402

from dudao.database.stopping import refusal_for, refuse_if_stopped  # noqa: E402  (after the mended build is chosen)

SECONDS_TO_WAIT = 20
SETTINGS = {
    "synchronous": "FULL",  # NORMAL never corrupts, but forgets acknowledged commits at a power cut
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "temp_store": "MEMORY",
    "journal_size_limit": str(64 * 1024 * 1024),
    "mmap_size": "0",  # a stray write into mapped memory would go into the file
}
READS = ("SELECT", "EXPLAIN", "VALUES", "PRAGMA")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose writers wait in line."""

    gate: Gate  # of the connection: made with it, and left with it

    def get_connection_params(self) -> dict[str, Any]:
        given = super().get_connection_params()
        self.transaction_mode = "IMMEDIATE"  # one that reads first and writes later would fail at once
        return {**given, "timeout": SECONDS_TO_WAIT}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.gate = Gate(None if self.is_in_memory_db() else f"{self.settings_dict['NAME']}.gate", SECONDS_TO_WAIT)
        connection = super().get_new_connection(conn_params)
        for name, value in SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        if self.gate.file is not None and connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            with self.gate.held():
                connection.execute("PRAGMA journal_mode = WAL")
        return connection

    def create_cursor(self, name: str | None = None) -> "GatedCursor":
        cursor: GatedCursor = self.connection.cursor(factory=partial(GatedCursor, gate=self.gate))
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        refuse_if_stopped()
        with self.wrap_database_errors:
            _take(self.gate)
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.gate.leave()
            raise

    def _commit(self) -> None:
        # A commit that failed is followed by a rollback, or by closing: either opens the gate.
        try:
            super()._commit()
        except DatabaseError as error:
            if refusal := refusal_for(error):
                raise refusal from error
            raise
        self.gate.leave_altogether()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self.gate.leave_altogether()

    def _close(self) -> None:
        if self.connection is None:
            return
        try:
            self.gate.take()
        except OSError:
            pass  # A connection must always close, also when it is too late in line or its folder is gone.
        try:
            super()._close()
        finally:
            self.gate.leave_altogether()


class GatedCursor(base.SQLiteCursorWrapper):
    """A cursor that takes the gate for a statement that writes outside a transaction."""

    def __init__(self, connection: Any, *, gate: Gate) -> None:
        super().__init__(connection)
        self.gate = gate
        self._returned: list[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        return self._run(query, partial(super().execute, query, params))

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        return self._run(query, partial(super().executemany, query, param_list))

    def _run(self, query: str, do: Callable[[], Any]) -> Any:
        self._returned = None
        if self.connection.in_transaction:
            return _or_refusal(do)
        if _only_reads(query):
            return do()
        refuse_if_stopped()
        if self.gate.file is None:
            return do()
        _take(self.gate)
        try:
            _or_refusal(do)
            if self.description is not None:  # RETURNING: the statement commits when its last row is fetched
                self._returned = super().fetchall()
        finally:
            self.gate.leave()
        return self

    def fetchone(self) -> Any:
        if self._returned is None:
            return super().fetchone()
        return self._returned.pop(0) if self._returned else None

    def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        count = self.arraysize if size is None else size
        if self._returned is None:
            rows: Sequence[Any] = super().fetchmany(count)
            return rows
        rows, self._returned = self._returned[:count], self._returned[count:]
        return rows

    def fetchall(self) -> Sequence[Any]:
        if self._returned is None:
            rows: Sequence[Any] = super().fetchall()
            return rows
        rows, self._returned = self._returned, []
        return rows

    def __next__(self) -> Any:
        if self._returned is None:
            return super().__next__()
        if not self._returned:
            raise StopIteration
        return self._returned.pop(0)


def _only_reads(query: str) -> bool:
    start = query.lstrip()[:7].upper()
    return start.startswith(READS) and "CHECKPOINT" not in query.upper()


def _or_refusal(do: Callable[[], Any]) -> Any:
    """A full or failing disk is told in words; any other error is the caller's."""
    try:
        return do()
    except base.Database.Error as error:
        refusal = refusal_for(error)
        if refusal is None:
            raise
        raise refusal from error


def _take(gate: Gate) -> None:
    try:
        gate.take()
    except GateTimeout as late:
        raise base.Database.OperationalError(str(late)) from late
