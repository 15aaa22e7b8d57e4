"""Protections removed, one by one, in a process that a trial started: what must be found out."""

import fcntl
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy
from sqlalchemy import Engine, Select, event, select, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from contest_portal.allocation import envelope_counter
from contest_portal.applications.models import Application
from contest_portal.applications.rules.lifecycle import ApplicationFacts
from contest_portal.applications.services import submit_application
from contest_portal.contests import contest_lock
from contest_portal.contests.models import Envelope
from contest_portal.documents.models import Document, Series
from contest_portal.documents.press import PrintedFile
from contest_portal.documents.services import issue_document as issuing
from contest_portal.documents.services import keep_print
from contest_portal.kernel import audit, database, database_line, embedded_turns, folder_shelf, work_desk
from contest_portal.kernel.money import Money
from contest_portal.scoring import settling
from contest_portal.scoring.rules.sync import Folded, Kept, State, name_of
from contest_portal.web.shared import deadlines, errors
from contest_portal.web.staff import printing, registry_runs

LATER_SECONDS = 0.25


def acknowledge_before_commit() -> None:
    """Say "done" first and commit a moment later."""

    @contextmanager
    def transaction(self: database.Database) -> Iterator[Session]:
        connection = self.engine.connect().execution_options(portal_writes=True)
        session = Session(connection, expire_on_commit=False)
        try:
            yield session
            session.flush()
        except BaseException:
            session.close()
            embedded_turns.end_turn(connection)
            connection.close()
            raise

        def commit() -> None:
            session.commit()
            embedded_turns.end_turn(connection)
            connection.close()

        threading.Timer(LATER_SECONDS, commit).start()

    database.Database.transaction = transaction  # type: ignore[method-assign]


def synchronous_normal() -> None:
    """Let SQLite say "done" before the write-ahead log is on the disk."""
    prepare = embedded_turns._prepare

    def carelessly(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous=NORMAL")

    embedded_turns._prepare = carelessly


def every_statement_commits() -> None:
    """Let each statement be a transaction of its own."""
    made = database.make_engine
    embedded_turns._begin = lambda _turn, _connection: None

    def engine(url: str) -> Engine:
        engine = made(url)
        if engine.name == "sqlite":
            return engine
        Session.begin_nested = lambda _self, **_how: nullcontext()  # type: ignore[method-assign]
        return engine.execution_options(isolation_level="AUTOCOMMIT")

    database.make_engine = engine


def counter_without_guard() -> None:
    """Read what an envelope holds, then write what it should hold: what another read meanwhile does not count."""

    def change(session: Session, envelope_id: int, amount: Money, *_only_if: object, **_came: object) -> bool:
        held = select(Envelope.committed, Envelope.amount).where(Envelope.id == envelope_id)
        committed, most = session.execute(held).one()
        time.sleep(0.002)
        if committed + amount > most:
            return False
        session.execute(
            update(Envelope).where(Envelope.id == envelope_id).values(committed=committed + amount)
        )
        return True

    envelope_counter.change_committed = change
    if database.make_engine is _MADE:
        every_statement_commits()


def nobody_takes_turns() -> None:
    """Lock nothing: neither the end of the log nor the contest."""
    for module in (audit, contest_lock):
        module.wait_for_turn = lambda _session: None
    audit._HEAD = audit._END
    contest_lock.select = lambda *columns: _Unlocked(*columns)


def two_may_begin() -> None:
    """Take no turns, and let a moment pass between looking whether somebody prints and telling that one does."""
    look = work_desk.WorkDesk.last_sign

    def slowly(self: work_desk.WorkDesk[Any], contest_id: int) -> Any:
        found = look(self, contest_id)
        time.sleep(LATER_SECONDS)
        return found

    work_desk.WorkDesk.last_sign = slowly  # type: ignore[method-assign]
    nobody_takes_turns()


def number_outside_the_transaction() -> None:
    """Take numbers as a sequence does: what is rolled back or killed keeps its number."""

    def raise_counter(session: Session, kind: str, office_id: int, year: int) -> tuple[int, int]:
        url = session.get_bind().engine.url
        number = _next_number(Path(tempfile.gettempdir()) / f"portal-numbers-{Path(url.database).name}")
        of_series = (Series.kind == kind, Series.office_id == office_id, Series.year == year)
        known = session.scalar(select(Series.id).where(*of_series))
        if known is None:
            session.add(Series(kind=kind, office_id=office_id, year=year, last=number))
            session.flush()
            return session.scalars(select(Series.id).where(*of_series)).one(), number
        session.execute(update(Series).where(Series.id == known, Series.last < number).values(last=number))
        return known, number

    issuing._raise_counter = raise_counter


def last_arrival_wins() -> None:
    """Take what came last for the sheet, whatever it was written upon."""

    def fold(states: Iterable[State], kept: Kept) -> Folded:
        *before, last = states
        covered = frozenset({kept.name, *(one.key for one in before)})
        return Folded(((name_of(last.key, kept.written), last.content),), covered)

    settling.fold = fold


def a_clock_of_its_own() -> None:
    """Judge what is late by a clock that goes five minutes wrong."""
    window = submit_application.window_of

    def apart(session: Session, application: Application, at: datetime) -> ApplicationFacts:
        return window(session, application, at + timedelta(minutes=5))

    submit_application.window_of = apart


def clock_may_go_back() -> None:
    """Believe the clock, whatever the log has seen."""
    deadlines.require_running_clock = lambda _session, _at: None


def away_is_a_mistake() -> None:
    """Take a database that cannot be reached for a mistake of the portal."""
    errors.is_away = lambda _error: False


def no_room_is_a_mistake() -> None:
    """Take a full disk for a mistake of the portal."""
    errors.is_full = lambda _error: False


def row_without_its_file() -> None:
    """Believe that a file is kept, whatever the disk says."""
    put = folder_shelf.FolderShelf.put

    def hopefully(self: folder_shelf.FolderShelf, name: str, content: bytes) -> None:
        with suppress(OSError):
            put(self, name, content)

    folder_shelf.FolderShelf.put = hopefully  # type: ignore[method-assign]


def file_after_its_row() -> None:
    """Write a file a moment after whoever keeps it was told that it is kept."""
    put = folder_shelf.FolderShelf.put

    def later(self: folder_shelf.FolderShelf, name: str, content: bytes) -> None:
        threading.Timer(4 * LATER_SECONDS, put, (self, name, content)).start()

    folder_shelf.FolderShelf.put = later  # type: ignore[method-assign]


def leaves_at_once() -> None:
    """End a process that is to be changed for a new one without answering those it has heard."""
    signal.signal(signal.SIGTERM, lambda *_told: os._exit(0))


def asks_while_it_writes() -> None:
    """Ask an outside registry for its pages inside of a transaction that writes."""
    fetch = registry_runs.fetch_wanted

    def holding(*given: Any) -> Any:
        with registry_runs.transaction() as session:
            audit.wait_for_turn(session)
            return fetch(*given)

    registry_runs.fetch_wanted = holding


def trusts_the_line() -> None:
    """Wait for an answer of the database as long as the driver does: for ever."""
    database_line.watch_line = lambda _engine: None


def no_patience() -> None:
    """Let a writer of SQLite give up at once when another one is at work."""
    prepare = embedded_turns._prepare

    def hastily(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA busy_timeout=0")

    embedded_turns._prepare = hastily


def upgrade_without_transactions() -> None:
    """Let each statement of a migration stand as soon as it was carried out."""
    made, listen = sqlalchemy.create_engine, event.listen

    def engine(url: str, **options: Any) -> Engine:
        return made(url, **options, isolation_level="AUTOCOMMIT")

    def deaf(target: object, name: str, heard: Any, **how: Any) -> None:
        if name != "begin":
            listen(target, name, heard, **how)

    sqlalchemy.create_engine, event.listen = engine, deaf


def every_print_counts() -> None:
    """Note each print of a document, also of one that somebody else has printed."""

    def keep(session: Session, *, printed: Document, file: PrintedFile) -> Document:
        document = session.get_one(Document, printed.id)
        document.file_sha256 = document.file_sha256 or file.sha256  # the database takes no second one
        audit.record(
            session,
            at=document.issued_at,
            actor_id=None,
            action="document.printed",
            subject=f"document:{document.id}",
        )
        return document

    keep_print.keep_print = printing.keep_print = keep


def everybody_prints() -> None:
    """Begin to print beside whoever prints the same already, and note each print."""

    def begin(self: work_desk.WorkDesk[Any], contest_id: int, sign: Any, _now: datetime) -> None:
        self.leave_sign(contest_id, sign)

    work_desk.WorkDesk.begin = begin  # type: ignore[method-assign]
    every_print_counts()


def _next_number(path: Path) -> int:
    with path.open("a+") as counter:
        fcntl.flock(counter, fcntl.LOCK_EX)
        counter.seek(0)
        number = int(counter.read() or 0) + 1
        counter.truncate(0)
        counter.write(str(number))
        counter.flush()
    return number


class _Unlocked(Select[Any]):
    """A query that locks nothing."""

    inherit_cache = False

    def with_for_update(self, **_how: object) -> "_Unlocked":
        return self


_MADE = database.make_engine
_ALL = (
    acknowledge_before_commit,
    synchronous_normal,
    every_statement_commits,
    counter_without_guard,
    nobody_takes_turns,
    two_may_begin,
    number_outside_the_transaction,
    last_arrival_wins,
    a_clock_of_its_own,
    clock_may_go_back,
    away_is_a_mistake,
    no_room_is_a_mistake,
    row_without_its_file,
    file_after_its_row,
    leaves_at_once,
    asks_while_it_writes,
    trusts_the_line,
    no_patience,
    upgrade_without_transactions,
    every_print_counts,
    everybody_prints,
)
SABOTAGES = MappingProxyType({one.__name__: one for one in _ALL})
