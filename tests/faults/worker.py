"""What a forked process does: carry out deeds on a real database, after a sabotage if it is a twin."""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection as Pipe

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from contest_portal import tables  # noqa: F401 - every table, before anything is written
from contest_portal.kernel.database import Database, is_away, is_busy
from contest_portal.kernel.problems import PortalError
from tests.faults.deeds import DEEDS
from tests.faults.sabotage import SABOTAGES

PR_SET_PTRACER = 0x59616D61
WRITING = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")


@dataclass(frozen=True, slots=True)
class Task:
    """A deed by its name, with what it is given; killed before its n-th statement if `dies_at` says so.

    `is_server_killed`: not this process dies there but the one of the database that serves it.
    """

    deed: str
    given: tuple[object, ...] = ()
    dies_at: int = 0
    is_server_killed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: done, refused, busy, away or error; what it gave or was told; which statement wrote last.

    What was written before the last write, and not that, is half a deed: there a twin without transactions must fail.
    """

    state: str
    said: object = None
    statements: int = 0
    last_write: int = 0


def work(line: Pipe, url: str, sabotage: str, zone: str) -> None:
    """Carry out tasks until nobody asks any more."""
    os.environ["TZ"] = zone
    time.tzset()
    if sabotage:
        SABOTAGES[sabotage]()
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(-1))  # whoever started us may look on
    database = Database(url)
    count = _Statements()
    with database.reading() as session:
        session.execute(text("select 1"))
    line.send("ready")
    while True:
        try:
            task: Task = line.recv()
        except EOFError:
            return
        count.begin(task.dies_at, is_server_killed=task.is_server_killed)
        line.send(_outcome(partial(DEEDS[task.deed], database, *task.given), count))


def _outcome(deed: Callable[[], object], count: "_Statements") -> Outcome:
    try:
        return Outcome("done", deed(), count.so_far, count.last_write)
    except (PortalError, StaleDataError) as refusal:
        return Outcome("refused", repr(refusal)[:300], count.so_far)
    except (SQLAlchemyError, OSError) as error:
        return Outcome(_kind(error), repr(error)[:300], count.so_far)


def _kind(error: Exception) -> str:
    if not isinstance(error, OperationalError):
        return "error"
    if is_busy(error):
        return "busy"
    return "away" if is_away(error) else "error"


class _Statements:
    """Counts statements and commits, and ends a process as a power cut would before the one it is told."""

    def __init__(self) -> None:
        self.begin(0)
        event.listen(
            Engine, "before_cursor_execute", self._statement
        )  # of any engine: migrations have their own
        event.listen(Engine, "commit", self._next)

    def begin(self, dies_at: int, *, is_server_killed: bool = False) -> None:
        self.so_far, self.last_write, self._dies_at = 0, 0, dies_at
        self._is_server_killed = is_server_killed

    def _statement(self, connection: Connection, _cursor: object, statement: str, *_facts: object) -> None:
        self._next(connection)
        if statement.lstrip().upper().startswith(WRITING):
            self.last_write = self.so_far

    def _next(self, connection: Connection) -> None:
        self.so_far += 1
        if self.so_far == self._dies_at:
            os.kill(_server_of(connection) if self._is_server_killed else os.getpid(), signal.SIGKILL)


def _server_of(connection: Connection) -> int:
    pid: int = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
    return pid
