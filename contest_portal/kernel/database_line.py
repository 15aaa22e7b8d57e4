"""The line to PostgreSQL: one that is silent, slow or lost is found out within seconds, and given up.

A driver waits for an answer for ever, and a silent line looks like a long statement. So whoever waited for some seconds
asks over a connection of its own what the server is doing: it works or waits for others, and there is nothing to do but
wait; it has long finished, and the answer is lost; or it cannot be reached. A statement that took long is followed by
an empty one, which tells a slow line from much work. While the server cannot be reached one at a time tries to, and
others wait for what it finds, so that a request never waits for several failures. What was given up is ended at the
server as soon as that can be told: its transaction would hold the turn of all who write.
"""

import secrets
from collections.abc import Mapping
from contextlib import closing, suppress
from threading import Lock
from time import monotonic_ns
from typing import Any, NoReturn, TypeVar

import psycopg
from psycopg import OperationalError, generators, waiting
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout
from psycopg.pq import PipelineStatus, TransactionStatus
from sqlalchemy import Dialect, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")
SILENT_MS = 2_000
"""After so long without an answer the server is asked what it is doing."""
SLOW_MS = 1_000
"""No page can be served over a line whose empty answer takes longer: it asks a dozen things."""
SUSPECT_MS = 5_000
"""So soon after the line was lost, what was connected before is given up when it is silent, without asking again."""
CONNECT_SECONDS, PROBE_SECONDS = 4, 2
"""So long a connection may take; and one that only asks, or tries again, less: others wait for what it finds."""
USUAL: Mapping[str, int] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""What the address of the database may say otherwise. A socket of this machine has none of the last four."""
_INTERVAL_MS = 100
_MS = 1_000_000
_STATE = "select state from pg_stat_activity where pid = %s"
_END = (
    "select pg_terminate_backend(pid) from pg_stat_activity where pid = %s and application_name = %s "
    "and usename = current_user"
)


class Line:
    """What the connections of one engine know together of the way to their server."""

    def __init__(self) -> None:
        self.lost_at = 0
        self._is_lost = False
        self._trial = Lock()
        self._abandoned: list[tuple[int, str]] = []

    def connect(
        self,
        _dialect: Dialect,
        _record: ConnectionPoolEntry,
        args: tuple[str, ...],
        options: dict[str, object],
    ) -> "WatchedConnection":
        """Connect for the pool. While the line is lost one tries and others wait for what it finds.

        OperationalError when none can be had.
        """
        if not self._is_lost:
            return self._connected(args, options)
        lost_at = self.lost_at
        with self._trial:
            if self.lost_at != lost_at and self._is_still_lost():
                raise OperationalError("the database could not be reached a moment ago")
            return self._connected(args, {"connect_timeout": PROBE_SECONDS, **options})

    def _is_still_lost(self) -> bool:
        return self._is_lost  # another thread may have reached the server meanwhile

    def lose(self) -> None:
        """Note that the server cannot be reached."""
        self.lost_at, self._is_lost = monotonic_ns(), True

    def abandon(self, pid: int, name: str) -> None:
        """Remember what the server does not know yet: nobody is there any more."""
        self._abandoned.append((pid, name))

    def _connected(self, args: tuple[str, ...], options: Mapping[str, object]) -> "WatchedConnection":
        name = f"portal {secrets.token_hex(6)}"
        how = {**USUAL, "fallback_application_name": name, **options}
        try:
            made = WatchedConnection.connect(*args, **how)  # type: ignore[arg-type]
        except OperationalError as error:
            if error.sqlstate is None:
                self.lose()
            raise
        self._is_lost = False
        made.watched_on(self, args, how)
        self._end_abandoned(made)
        return made

    def _end_abandoned(self, connection: "WatchedConnection") -> None:
        for one in tuple(self._abandoned):
            connection.execute(_END, one)
            connection.rollback()
            with suppress(ValueError):  # somebody else has told it too
                self._abandoned.remove(one)


class WatchedConnection(psycopg.Connection[tuple[object, ...]]):
    """A connection that does not wait for what cannot come."""

    _line: Line | None = None

    def watched_on(self, line: Line, args: tuple[str, ...], how: Mapping[str, object]) -> None:
        """Watch from now on."""
        self._line, self._args, self._how = line, args, how
        self._heard_at = monotonic_ns()

    def wait(
        self,
        gen: PQGen[T],
        interval: Any = _INTERVAL_MS / 1000,
        timeout: Any = None,
    ) -> T:
        """Wait for an answer; an OperationalError, with the connection closed, when none can come or all come late."""
        if self._line is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        before, began = self.pgconn.transaction_status, monotonic_ns()
        answer = self._watched(self._line, gen, interval)
        self._heard_at = monotonic_ns()
        is_ended = before != TransactionStatus.IDLE == self.pgconn.transaction_status  # what is done is done
        if self._heard_at - began > SLOW_MS * _MS and not is_ended:
            self._require_a_quick_line(self._line)
        return answer

    def _watched(self, line: Line, gen: PQGen[T], interval: Any) -> T:
        is_idle = False
        while True:
            is_suspect = self._heard_at < line.lost_at and monotonic_ns() < line.lost_at + SUSPECT_MS * _MS
            try:
                return super().wait(gen, interval, (SLOW_MS if is_suspect else SILENT_MS) / 1000)
            except _WaitTimeout:
                if is_suspect:
                    self._give_up(line, "the database could not be reached a moment ago")
                was_idle, is_idle = is_idle, self._is_server_idle(line)
            if was_idle and is_idle:
                self._give_up(line, "the database has answered, and the answer did not arrive")

    def _is_server_idle(self, line: Line) -> bool:
        """Ask over another connection whether the server has long done what it was asked for."""
        how = {**self._how, "connect_timeout": PROBE_SECONDS, "autocommit": True}
        try:
            with closing(_Probe.connect(*self._args, **how)) as probe:  # type: ignore[arg-type]
                state = probe.execute(_STATE, (self.pgconn.backend_pid,)).fetchone()
        except (OperationalError, _WaitTimeout) as error:
            if getattr(error, "sqlstate", None) is not None:
                return False  # it says that it has no room: it is there
            line.lose()
            self._give_up(line, "the database does not answer")
        return state is not None and str(state[0]).startswith("idle")

    def _require_a_quick_line(self, line: Line) -> None:
        """Tell a slow line from much work by what asks for nothing."""
        is_between = self.pgconn.transaction_status in (TransactionStatus.IDLE, TransactionStatus.INTRANS)
        if self.pgconn.pipeline_status != PipelineStatus.OFF or not is_between:
            return  # more is under way: what comes after it tells
        self.pgconn.send_query(b"")
        try:
            waiting.wait(
                generators.execute(self.pgconn), self.pgconn.socket, _INTERVAL_MS / 1000, SLOW_MS / 1000
            )
        except _WaitTimeout:
            line.lose()
            self._give_up(line, "the line to the database is too slow")

    def _give_up(self, line: Line, reason: str) -> NoReturn:
        name = self.pgconn.parameter_status(b"application_name") or b""
        line.abandon(self.pgconn.backend_pid, name.decode())
        self.pgconn.finish()
        raise OperationalError(reason)


class _Probe(psycopg.Connection[tuple[object, ...]]):
    """A connection for one question, answered soon or not at all."""

    def wait(self, gen: PQGen[T], interval: Any = _INTERVAL_MS / 1000, timeout: Any = PROBE_SECONDS) -> T:
        return super().wait(gen, interval, timeout)


def watch_line(engine: Engine) -> None:
    """Let an engine of PostgreSQL connect by a line that is watched."""
    event.listen(engine, "do_connect", Line().connect)
