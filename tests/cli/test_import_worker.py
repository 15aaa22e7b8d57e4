"""The worker of checks and imports: one job at a time, a sign of life, a stop that stores nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.cli import import_worker
from contest_portal.cli.import_worker import ImportWorker, JobStopped, Pulse, Workshop
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage
from contest_portal.registry.imports.job_room import JobRoom, Sign
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.models.register import District
from contest_portal.registry.queries.jobs import job_view
from contest_portal.registry.rules.import_jobs import KEPT, LEASE, JobWork
from contest_portal.registry.rules.import_progress import ImportStage, Progress
from contest_portal.registry.services.apply_import_job import apply_import_job
from contest_portal.registry.services.take_import_job import take_import_job
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import act_of, make_user
from tests.factories.import_jobs import keep_upload, make_job, work_off_in
from tests.factories.registry_files import DISTRICTS, POVERTY

ENDLESS = text(
    "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 2000000000) "
    "SELECT count(*) FROM counted"
)


class FatefulClock(StandingClock):
    """A clock under which something happens as soon as a job has begun."""

    def fate(self, room: JobRoom, job_id: int, happens: Callable[[], None]) -> None:
        self.room, self.job_id, self.happens = room, job_id, happens

    def __call__(self) -> datetime:
        if hasattr(self, "room") and self.room.last_sign(self.job_id) is not None:
            self.happens()
        return super().__call__()


def make_shop(database: Database, folder: Path, clock: StandingClock) -> Workshop:
    storage = Storage(folder / "storage")
    return Workshop(
        database=database,
        storage=storage,
        room=JobRoom.beside(storage),
        clock=clock,
        bell=threading.Event(),
        is_closing=threading.Event(),
    )


@pytest.fixture
def shop(database: Database, tmp_path: Path, clock: StandingClock) -> Workshop:
    return make_shop(database, tmp_path, clock)


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


def ask(session: Session, shop: Workshop, staff: User, content: str = DISTRICTS, **order: object) -> int:
    job_id = make_job(session, shop.room, staff, content, **order).id
    session.commit()
    return job_id


def state(session: Session, job_id: int) -> str:
    session.expire_all()
    return job_view(session, job_id).state


def districts(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(District)) or 0


def test_without_jobs_there_is_nothing_to_do(shop: Workshop) -> None:
    assert ImportWorker(shop).work_one() is False


def test_a_check_stores_nothing_and_leaves_its_report(session: Session, shop: Workshop, staff: User) -> None:
    job_id = ask(session, shop, staff)

    assert work_off_in(shop) == 1

    report = shop.room.report(job_id)
    assert report is not None
    assert (report.read, report.new, report.can_apply) == (2, 2, True)
    assert (state(session, job_id), districts(session)) == ("done", 0)


def test_an_import_stores_the_file_and_lets_the_upload_go(
    session: Session, shop: Workshop, staff: User
) -> None:
    job_id = ask(session, shop, staff, work=JobWork.APPLY)
    sha256 = job_view(session, job_id).sha256

    work_off_in(shop)

    assert (state(session, job_id), districts(session)) == ("done", 2)
    assert (shop.storage.get(sha256), shop.room.has_upload(sha256)) == (DISTRICTS.encode(), False)


def test_an_upload_that_another_job_waits_for_stays(session: Session, shop: Workshop, staff: User) -> None:
    ask(session, shop, staff, work=JobWork.APPLY)
    later = ask(session, shop, staff)

    work_off_in(shop)

    assert state(session, later) == "done"


def test_refused_rows_come_with_the_job(session: Session, shop: Workshop, staff: User) -> None:
    job_id = ask(session, shop, staff, DISTRICTS + "x,,a,b,c\n", work=JobWork.APPLY)

    work_off_in(shop)

    rows = shop.room.rejected(job_id)
    assert rows is not None
    assert rows.decode("utf-8-sig").splitlines()[1].startswith("x,,a,b,c,4,")
    assert (state(session, job_id), districts(session)) == ("refused", 0)
    assert list(shop.storage.root.rglob("*")) == []


@pytest.fixture
def fateful(database: Database, tmp_path: Path) -> Workshop:
    return make_shop(database, tmp_path, FatefulClock())


def ask_with_fate(
    session: Session, shop: Workshop, staff: User, work: JobWork, happens: Callable[[int], None]
) -> int:
    job_id = ask(session, shop, staff, work=work)
    assert isinstance(shop.clock, FatefulClock)
    shop.clock.fate(shop.room, job_id, lambda: happens(job_id))
    return job_id


def test_who_cancels_is_named_and_nothing_is_stored(session: Session, fateful: Workshop, staff: User) -> None:
    shop, other = fateful, make_user(session, Role.STAFF, full_name="Nery Ramos Soto")
    other_id = other.id
    job_id = ask_with_fate(
        session, shop, staff, JobWork.APPLY, lambda job: shop.room.ask_to_cancel(job, other_id)
    )

    work_off_in(shop)

    last = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (state(session, job_id), districts(session)) == ("cancelled", 0)
    assert (last.action, last.actor_id) == ("import_job.ended", other_id)


@pytest.mark.parametrize("work", list(JobWork))
def test_a_server_that_stops_gives_its_job_back(
    session: Session, fateful: Workshop, staff: User, work: JobWork
) -> None:
    job_id = ask_with_fate(session, fateful, staff, work, lambda _job: fateful.is_closing.set())

    work_off_in(fateful)

    assert (state(session, job_id), districts(session)) == ("interrupted", 0)
    assert fateful.room.has_upload(job_view(session, job_id).sha256)
    assert ImportWorker(fateful).work_one() is False


def test_what_an_earlier_job_of_this_number_left_is_not_heard(
    session: Session, shop: Workshop, staff: User
) -> None:
    job_id = ask(session, shop, staff)
    shop.room.ask_to_cancel(job_id, staff.id)

    work_off_in(shop)

    assert state(session, job_id) == "done"


def test_whoever_lost_the_right_meanwhile_imports_nothing(
    session: Session, shop: Workshop, staff: User
) -> None:
    job_id = ask(session, shop, staff, work=JobWork.APPLY)
    session.execute(delete(RoleGrant).where(RoleGrant.user_id == staff.id))
    session.commit()

    work_off_in(shop)

    assert (state(session, job_id), districts(session)) == ("failed", 0)


def test_what_goes_wrong_ends_the_job_and_not_the_worker(
    session: Session, shop: Workshop, staff: User
) -> None:
    lost = ask(session, shop, staff)
    shop.room.drop_upload(job_view(session, lost).sha256)
    next_one = ask(session, shop, staff, POVERTY, kind="poverty")

    work_off_in(shop)

    assert (state(session, lost), state(session, next_one)) == ("failed", "refused")


@pytest.mark.parametrize(
    ("silence", "expected"),
    [(timedelta(seconds=5), "running"), (LEASE + timedelta(seconds=1), "interrupted")],
    ids=["alive", "dead"],
)
def test_job_of_a_silent_worker_is_given_up(
    session: Session, shop: Workshop, staff: User, clock: StandingClock, silence: timedelta, expected: str
) -> None:
    job_id = ask(session, shop, staff, work=JobWork.APPLY)
    take_import_job(session, worker="dead", at=NOON)
    session.commit()
    shop.room.leave_sign(job_id, Sign(NOON + timedelta(minutes=5), Progress()))
    clock.set(NOON + timedelta(minutes=5) + silence)

    ImportWorker(shop).work_one()

    assert state(session, job_id) == expected


def test_sign_from_before_a_job_was_taken_does_not_end_it(
    session: Session, shop: Workshop, staff: User
) -> None:
    job_id = ask(session, shop, staff)
    shop.room.leave_sign(job_id, Sign(NOON - timedelta(days=1), Progress()))
    take_import_job(session, worker="young", at=NOON)
    session.commit()

    ImportWorker(shop).work_one()

    assert state(session, job_id) == "running"


def test_tidying_waits_for_an_hour_and_spares_what_is_waited_for(
    session: Session, shop: Workshop, staff: User, clock: StandingClock
) -> None:
    forgotten = keep_upload(shop.room, "forgotten")
    wanted = job_view(session, ask(session, shop, staff)).sha256
    clock.set(NOON + timedelta(days=36_500))
    worker = ImportWorker(shop)

    worker.tidy()
    first = (shop.room.has_upload(forgotten), shop.room.has_upload(wanted))
    keep_upload(shop.room, "forgotten")
    worker.tidy()
    within_the_hour = shop.room.has_upload(forgotten)
    clock.advance(hours=1)
    worker.tidy()

    assert first == (False, True)
    assert (within_the_hour, shop.room.has_upload(forgotten), KEPT.days) == (True, False, 1)


def test_pulse_stops_whoever_tells_it_of_progress(shop: Workshop) -> None:
    pulse = Pulse(shop, 7)
    pulse.tell(Progress(ImportStage.READING, 2_000, 9_000))
    told = shop.room.last_sign(7)
    shop.is_closing.set()

    with pytest.raises(JobStopped) as stop:
        pulse.tell(Progress(ImportStage.READING, 4_000, 9_000))

    assert told == Sign(NOON, Progress(ImportStage.READING, 2_000, 9_000))
    assert (stop.value.action, stop.value.by) == ("interrupt", None)


@pytest.fixture
def own(own_database_url: str, tmp_path: Path) -> Iterator[Workshop]:
    """A workshop over a database with real commits, emptied of jobs afterwards."""
    database = Database(own_database_url)
    yield make_shop(database, tmp_path, StandingClock())
    with database.transaction() as session:
        session.execute(delete(ImportJob))
    database.engine.dispose()


@contextmanager
def asked_for(shop: Workshop, **orders: object) -> Iterator[tuple[Act, list[int]]]:
    with shop.database.transaction() as session:
        staff = make_user(session, Role.STAFF)
        kinds = ("districts", "poverty", "centres", "households")
        ids = [make_job(session, shop.room, staff, kind=kind, **orders).id for kind in kinds]
        act = act_of(staff, NOON)
    yield act, ids


def test_two_workers_share_the_queue_and_end_each_job_once(own: Workshop) -> None:
    with asked_for(own) as (_act, ids):
        workers = [ImportWorker(own), ImportWorker(own)]
        threads = [
            threading.Thread(target=lambda w=worker: [None for _ in iter(w.work_one, False)])
            for worker in workers
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    with own.database.reading() as session:
        jobs = session.scalars(select(ImportJob).order_by(ImportJob.id)).all()
        ends = session.scalars(
            select(AuditRow.subject).where(AuditRow.action == "import_job.ended").order_by(AuditRow.subject)
        ).all()
        assert verify_chain(session)[1] is None
    assert ([job.id for job in jobs], {job.state for job in jobs}) == (ids, {"done", "refused"})
    assert [subject for subject in ends if ends.count(subject) > 1] == []
    assert {job.taken_by for job in jobs} <= {worker.name for worker in workers}


def test_progress_is_seen_from_outside_while_an_import_writes(own: Workshop) -> None:
    seen: list[tuple[ImportStage, str, int]] = []
    with asked_for(own, work=JobWork.APPLY) as (act, ids):
        with own.database.transaction() as session:
            taken = take_import_job(session, worker="one", at=NOON)
        assert taken is not None
        pulse = Pulse(own, taken.id)

        def look(progress: Progress) -> None:
            pulse.tell(progress)
            sign = own.room.last_sign(taken.id)
            assert sign is not None
            with own.database.reading() as outside:
                seen.append((sign.progress.stage, job_view(outside, taken.id).state, districts(outside)))

        with pulse.beating(), own.database.transaction() as session:
            upload = own.room.source(taken.order.sha256, "distritos.csv")
            apply_import_job(session, act, taken=taken, source=upload, on_progress=look)
            session.rollback()

    assert ids[0] == taken.id
    assert seen == [(stage, "running", 0) for stage in ImportStage if stage is not ImportStage.READING]


def test_statement_that_takes_long_is_broken_off(own: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_worker, "PULSE_SECONDS", 0.05)
    pulse = Pulse(own, 7)
    own.room.ask_to_cancel(7, 31)

    with (
        own.database.reading() as session,
        pulse.beating(),
        pytest.raises(OperationalError),
        pulse.breaking_off(session),
    ):
        session.execute(ENDLESS)

    assert own.room.last_sign(7) is not None


def test_worker_hears_the_bell_and_ends_with_the_server(own: Workshop) -> None:
    thread = threading.Thread(target=ImportWorker(own).run)
    thread.start()
    with asked_for(own) as (_act, ids):
        own.bell.set()
        while own.room.report(ids[-1]) is None:
            thread.join(0.02)

    own.is_closing.set()
    own.bell.set()
    thread.join()
    assert not thread.is_alive()
