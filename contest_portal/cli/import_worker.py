"""The worker that checks and imports uploaded files: one job at a time, in a thread of the server or by a command.

A job is taken in a transaction of its own. While it runs, a second thread leaves a sign of life beside the upload
every second; a job whose worker has been silent for longer than its lease is ended as interrupted by whoever looks
next. An import and the end of its job are one transaction: a worker that was given up for dead stores nothing.
"""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import active_user
from contest_portal.accounts.rules.actor import Act, Actor
from contest_portal.applications.rules.attachments import UNFINISHED_KEPT
from contest_portal.applications.upload_room import upload_room
from contest_portal.cli.pending_scans import scan_pending
from contest_portal.kernel.database import Database, is_busy, statement_breaker
from contest_portal.kernel.problems import PortalError, Stale, StoreAway
from contest_portal.kernel.scanner import Scanner
from contest_portal.kernel.storage import Storage
from contest_portal.registry.imports.job_room import JobRoom, Sign
from contest_portal.registry.imports.jobs import TakenJob
from contest_portal.registry.imports.rejected_rows import rejected_rows
from contest_portal.registry.queries.jobs import files_in_use, has_waiting, running_since
from contest_portal.registry.rules.import_jobs import KEPT, JobWork, is_silent
from contest_portal.registry.rules.import_progress import Progress
from contest_portal.registry.rules.reports import ImportReport, RejectedFile
from contest_portal.registry.services.apply_import_job import apply_import_job
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.end_import_job import end_import_job
from contest_portal.registry.services.interrupt_import_jobs import interrupt_import_jobs
from contest_portal.registry.services.take_import_job import take_import_job

log = logging.getLogger(__name__)
PULSE_SECONDS = 1
LOOK_SECONDS = 1
TIDY_EVERY = timedelta(hours=1)
SCAN_EVERY = timedelta(minutes=1)
TRIES = 20
"""So often is tried to write into an embedded database that is busy; each try waits for its time-out."""


class JobStopped(PortalError):
    """The job must not go on: `action` is how it ends, `by` who cancelled it."""

    def __init__(self, action: str, by: int | None = None) -> None:
        self.action = action
        self.by = by
        super().__init__(action)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker works with. `is_closing` is set when the server stops; `bell` rings when there is work."""

    database: Database
    storage: Storage
    room: JobRoom
    clock: Callable[[], datetime]
    bell: threading.Event
    is_closing: threading.Event
    scanner: Scanner = Scanner()  # noqa: RUF009 - frozen


class Pulse:
    """The sign of life of one job, and the ear for who wants it stopped."""

    def __init__(self, shop: Workshop, job_id: int) -> None:
        self._shop = shop
        self._job_id = job_id
        self._progress = Progress()
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._break_off: Callable[[], None] | None = None

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat until the `with` ends."""
        self._beat()
        thread = threading.Thread(target=self._go_on, name=f"pulse of import job {self._job_id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            thread.join()

    def tell(self, progress: Progress) -> None:
        """Take in how far the job is. Raises JobStopped when it must not go on."""
        is_next_stage = progress.stage is not self._progress.stage
        self._progress = progress
        if is_next_stage:
            self._beat()
        self.require_leave()

    @contextmanager
    def breaking_off(self, session: Session) -> Iterator[None]:
        """Within the `with`, a statement that takes long is broken off when the job must not go on."""
        self._break_off = statement_breaker(session)
        try:
            yield
        finally:
            with self._lock:  # from here on the connection is not this job's any more
                self._break_off = None

    def stop(self) -> JobStopped | None:
        """Say why the job must not go on, if somebody cancelled it or the server stops."""
        by = self._shop.room.cancelled_by(self._job_id)
        if by is not None:
            return JobStopped("cancel", by)
        return JobStopped("interrupt") if self._shop.is_closing.is_set() else None

    def require_leave(self) -> None:
        """Raise JobStopped when the job must not go on."""
        stop = self.stop()
        if stop is not None:
            raise stop

    def _go_on(self) -> None:
        while not self._is_over.wait(PULSE_SECONDS):
            self._beat()
            with self._lock:
                if self._break_off is not None and self.stop() is not None:
                    self._break_off()

    def _beat(self) -> None:
        try:
            self._shop.room.leave_sign(self._job_id, Sign(self._shop.clock(), self._progress))
        except OSError as error:  # a full disk: the next beat may get through
            log.warning("no sign of life", extra={"job_id": self._job_id, "reason": error.strerror})


class ImportWorker:
    """Takes jobs and carries them out."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._tidied_at: datetime | None = None
        self._scanned_at: datetime | None = None

    def run(self) -> None:
        """Work until the server stops; wait for the bell, or look by oneself every second."""
        while not self._shop.is_closing.is_set():
            try:
                self.tidy()
                self.scan()
                while self.work_one():
                    pass
            except (SQLAlchemyError, OSError):
                log.exception("import worker cannot work now")  # a busy or absent database: look again later
            self._shop.bell.wait(LOOK_SECONDS)
            self._shop.bell.clear()

    def work_one(self) -> bool:
        """Carry out the next job, if there is one; False when there is none. Gives up the jobs of dead workers."""
        if self._shop.is_closing.is_set():
            return False
        self._give_up_silent_jobs()
        taken = self._take()
        if taken is None:
            return False
        pulse = Pulse(self._shop, taken.id)
        with pulse.beating():
            try:
                self._carry_out(taken, pulse)
            except Stale:
                log.warning("import job was taken away", extra={"job_id": taken.id})
        return True

    def tidy(self) -> None:
        """Remove uploads and reports whose time is over, once in a while."""
        now = self._shop.clock()
        if self._tidied_at is not None and now - self._tidied_at < TIDY_EVERY:
            return
        self._tidied_at = now
        tidy_room(self._shop)

    def scan(self) -> None:
        """Ask the virus scanner about what it was silent about, once in a while."""
        now = self._shop.clock()
        if not self._shop.scanner.command or (self._scanned_at and now - self._scanned_at < SCAN_EVERY):
            return
        self._scanned_at = now
        scan_pending(self._shop.database, self._shop.storage, self._shop.scanner, self._shop.clock)

    def _give_up_silent_jobs(self) -> None:
        now = self._shop.clock()
        with self._shop.database.reading() as session:
            running = running_since(session)
        silent = [
            job_id for job_id, taken_at in running.items() if is_silent(self._sign(job_id, taken_at), now)
        ]
        if silent:
            with self._shop.database.transaction() as session:
                interrupt_import_jobs(session, job_ids=silent, at=now)

    def _sign(self, job_id: int, taken_at: datetime) -> datetime:
        sign = self._shop.room.last_sign(job_id)
        return taken_at if sign is None else max(sign.at, taken_at)

    def _take(self) -> TakenJob | None:
        with self._shop.database.reading() as session:
            if not has_waiting(session):
                return None
        try:
            with self._shop.database.transaction() as session:
                taken = take_import_job(session, worker=self.name, at=self._shop.clock())
                if taken is not None:
                    self._shop.room.begin(taken.id)
                return taken
        except IntegrityError:  # another worker began an import at this moment
            return None

    def _carry_out(self, taken: TakenJob, pulse: Pulse) -> None:
        actor = self._actor(taken.asked_by)
        try:
            pulse.require_leave()
            if taken.order.work is JobWork.CHECK:
                self._check(taken, actor, pulse)
            else:
                _patiently(lambda: self._apply(taken, actor, pulse))
        except RejectedFile as refusal:
            self._keep_findings(taken, refusal.report)
            self._end(taken, actor, "refuse", refusal.report)
        except Stale:
            raise
        except Exception as error:  # the job runner: whatever went wrong, the job ends and the worker goes on
            stop = pulse.stop()
            if stop is not None:  # what was raised is the stop itself, or the statement that it broke off
                self._end(taken, actor if stop.by is None else Actor(stop.by), stop.action)
                return
            log.error("import job failed", exc_info=error, extra={"job_id": taken.id})
            self._end(taken, actor, "fail")

    def _check(self, taken: TakenJob, actor: Actor, pulse: Pulse) -> None:
        order = taken.order
        source = self._shop.room.source(order.sha256, order.filename)
        with self._shop.database.reading() as session, pulse.breaking_off(session):
            report = check_file(
                session,
                Act(actor, self._shop.clock()),
                kind=order.kind,
                source=source,
                options=order.options,
                on_progress=pulse.tell,
            )
        self._keep_findings(taken, report)
        pulse.require_leave()
        self._end(taken, actor, "finish" if report.can_apply else "refuse", report)

    def _apply(self, taken: TakenJob, actor: Actor, pulse: Pulse) -> None:
        order = taken.order
        source = self._shop.room.source(order.sha256, order.filename)
        with self._shop.database.transaction() as session, pulse.breaking_off(session):
            act = Act(actor, self._shop.clock())
            report = apply_import_job(session, act, taken=taken, source=source, on_progress=pulse.tell)
            pulse.require_leave()
            self._keep_findings(taken, report)
            self._shop.room.move_to(self._shop.storage, order.sha256)
        with self._shop.database.reading() as session:
            is_wanted = order.sha256 in files_in_use(session)
        if not is_wanted:
            self._shop.room.drop_upload(order.sha256)

    def _keep_findings(self, taken: TakenJob, report: ImportReport) -> None:
        self._shop.room.keep_report(taken.id, report)
        if report.rejected_lines:
            source = self._shop.room.source(taken.order.sha256, taken.order.filename)
            self._shop.room.keep_rejected(taken.id, rejected_rows(source, report))

    def _end(self, taken: TakenJob, actor: Actor, action: str, report: ImportReport | None = None) -> None:
        def end() -> None:
            with self._shop.database.transaction() as session:
                act = Act(actor, self._shop.clock())
                end_import_job(session, act, taken=taken, action=action, report=report)

        _patiently(end)

    def _actor(self, user_id: int) -> Actor:
        """Give who asked, with the rights of this moment: a right that was taken away since then counts."""
        with self._shop.database.reading() as session:
            account = active_user(session, user_id)
        return Actor(user_id) if account is None else account.actor


def _patiently(write: Callable[[], None]) -> None:
    """Write; when the embedded database is busy with another program's import, again."""
    for tries_left in reversed(range(TRIES)):
        try:
            write()
        except OperationalError as error:
            if not (tries_left and is_busy(error)):
                raise
        else:
            return


def tidy_room(shop: Workshop) -> int:
    """Remove uploads and reports whose time is over and no job waits for; give how many went.

    Attachments of which nobody sends the rest go as well; those in a bucket that is away, another time.
    """
    with shop.database.reading() as session:
        in_use = files_in_use(session)
    unfinished = 0
    with suppress(StoreAway):  # it stands in the log
        unfinished = upload_room(shop.storage).tidy(shop.clock() - UNFINISHED_KEPT)
    return shop.room.tidy(shop.clock() - KEPT, in_use) + unfinished
