"""What a forked process does: carry out deeds on a real database, after a sabotage if it is a twin."""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection

from sqlalchemy import Engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from contest_portal import tables  # noqa: F401 - every table, before anything is written
from contest_portal.kernel.database import Database, is_busy
from contest_portal.kernel.problems import PortalError
from tests.faults.deeds import DEEDS
from tests.faults.sabotage import SABOTAGES

PR_SET_PTRACER = 0x59616D61
WRITING = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")


@dataclass(frozen=True, slots=True)
class Task:
    """A deed by its name, with what it is given; killed before its n-th statement if `dies_at` says so."""

    deed: str
    given: tuple[object, ...] = ()
    dies_at: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: done, refused, busy or error; what it gave or was told; which of its statements wrote last.

    What was written before the last write, and not that, is half a deed: there a twin without transactions must fail.
    """

    state: str
    said: object = None
    statements: int = 0
    last_write: int = 0


def work(line: Connection, url: str, sabotage: str, zone: str) -> None:
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
        count.begin(task.dies_at)
        line.send(_outcome(partial(DEEDS[task.deed], database, *task.given), count))


def _outcome(deed: Callable[[], object], count: "_Statements") -> Outcome:
    try:
        return Outcome("done", deed(), count.so_far, count.last_write)
    except (PortalError, StaleDataError) as refusal:
        return Outcome("refused", repr(refusal)[:300], count.so_far)
    except (SQLAlchemyError, OSError) as error:
        busy = hasattr(error, "orig") and is_busy(error)  # type: ignore[arg-type]
        return Outcome("busy" if busy else "error", repr(error)[:300], count.so_far)


class _Statements:
    """Counts statements and commits, and ends this process as a power cut would before the one it is told."""

    def __init__(self) -> None:
        self.begin(0)
        event.listen(
            Engine, "before_cursor_execute", self._statement
        )  # of any engine: migrations have their own
        event.listen(Engine, "commit", self._next)

    def begin(self, dies_at: int) -> None:
        self.so_far, self.last_write, self._dies_at = 0, 0, dies_at

    def _statement(self, _connection: object, _cursor: object, statement: str, *_facts: object) -> None:
        self._next()
        if statement.lstrip().upper().startswith(WRITING):
            self.last_write = self.so_far

    def _next(self, *_facts: object) -> None:
        self.so_far += 1
        if self.so_far == self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
