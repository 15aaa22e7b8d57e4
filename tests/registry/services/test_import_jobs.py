"""The queue of checks and imports: asked for, taken by one worker, ended once."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Stale
from contest_portal.registry.imports.job_room import JobRoom
from contest_portal.registry.imports.jobs import TakenJob, order_of
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.models.register import District
from contest_portal.registry.queries.jobs import (
    count_jobs,
    files_in_use,
    has_ended,
    has_waiting,
    job_view,
    jobs_before,
    recent_jobs,
    running_since,
)
from contest_portal.registry.rules.import_jobs import JobWork
from contest_portal.registry.rules.reports import ImportReport, RejectedFile
from contest_portal.registry.services.apply_import_job import apply_import_job
from contest_portal.registry.services.cancel_import_job import cancel_import_job
from contest_portal.registry.services.end_import_job import end_import_job
from contest_portal.registry.services.follow_import_job import follow_import_job
from contest_portal.registry.services.interrupt_import_jobs import interrupt_import_jobs
from contest_portal.registry.services.note_rejected_rows import note_rejected_rows
from contest_portal.registry.services.take_import_job import take_import_job
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.files import SCREEN
from tests.factories.import_jobs import make_job
from tests.factories.registry_files import CENTRES, DISTRICTS, source

FINE = ImportReport("districts", "distritos.csv", "0" * 64, read=2, new=2)
BAD = ImportReport("districts", "distritos.csv", "0" * 64, read=3, rejected=1)


@pytest.fixture
def room(tmp_path: Path) -> JobRoom:
    return JobRoom(tmp_path / "waiting")


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


def taken(session: Session, worker: str = "one") -> TakenJob:
    found = take_import_job(session, worker=worker, at=NOON)
    assert found is not None
    return found


def ended(session: Session, staff: User, action: str, report: ImportReport | None = None) -> ImportJob:
    job = taken(session)
    end_import_job(session, act_of(staff, NOON), taken=job, action=action, report=report)
    return session.get_one(ImportJob, job.id)


def deeds(session: Session) -> list[tuple[str, str, int | None]]:
    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq))
    return [(row.action, row.data, row.actor_id) for row in rows]


def apply_it(session: Session, staff: User, job: TakenJob, content: str = DISTRICTS) -> ImportReport:
    return apply_import_job(
        session, act_of(staff, NOON), taken=job, source=source(content), on_progress=lambda _progress: None
    )


def test_order_comes_back_as_it_was_asked(session: Session, room: JobRoom, staff: User) -> None:
    options = ImportOptions(is_complete=False, choices={"name": "nombre oficial"})
    job = make_job(session, room, staff, options=options)

    order = order_of(job)

    assert (order.work, order.kind, order.filename, order.options) == (
        JobWork.CHECK,
        "districts",
        "distritos.csv",
        options,
    )
    assert (job.state, job.asked_at, job.asked_by) == ("waiting", NOON, staff.id)


def test_deed_names_no_file_and_no_person(session: Session, room: JobRoom, staff: User) -> None:
    job = make_job(session, room, staff, filename="hogares de Rosa 45418672.csv")
    cancel_import_job(session, act_of(staff, NOON), job_id=job.id)

    assert deeds(session) == [
        (
            "import_job.asked",
            f'{{"follows":null,"kind":"districts","sha256":"{job.sha256}","work":"check"}}',
            staff.id,
        ),
        ("import_job.ended", '{"rows_read":null,"rows_rejected":null,"state":"cancelled"}', staff.id),
    ]


def test_same_order_asked_twice_is_one_job_until_it_ends(
    session: Session, room: JobRoom, staff: User
) -> None:
    first, second = make_job(session, room, staff), make_job(session, room, staff)
    ended(session, staff, "finish", FINE)
    third = make_job(session, room, staff)

    assert (first.id == second.id, first.id == third.id, count_jobs(session)) == (True, False, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "poverty"},
        {"work": JobWork.APPLY},
        {"content": CENTRES},
        {"options": ImportOptions(is_complete=False)},
        {"options": ImportOptions(choices={})},
        {"options": ImportOptions(good_rows=True)},
    ],
    ids=["kind", "work", "content", "part", "columns", "good rows"],
)
def test_another_order_is_another_job(
    session: Session, room: JobRoom, staff: User, other: dict[str, object]
) -> None:
    assert make_job(session, room, staff).id != make_job(session, room, staff, **other).id  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN])
def test_only_who_may_import_asks_follows_cancels_or_takes_rows(
    session: Session, room: JobRoom, staff: User, role: Role
) -> None:
    job, other = make_job(session, room, staff), make_user(session, role)
    act = act_of(other, NOON)

    with pytest.raises(NotPermitted):
        make_job(session, room, other)
    with pytest.raises(NotPermitted):
        cancel_import_job(session, act, job_id=job.id)
    with pytest.raises(NotPermitted):
        note_rejected_rows(session, act, job_id=job.id, screen=SCREEN)
    with pytest.raises(NotPermitted):
        follow_import_job(session, act, job_id=job.id, step="repeat", is_file_kept=True)


def test_kind_of_nobody_is_not_found(session: Session, room: JobRoom, staff: User) -> None:
    with pytest.raises(NotFound):
        make_job(session, room, staff, kind="provinces")


def test_jobs_are_taken_in_their_order_each_once(session: Session, room: JobRoom, staff: User) -> None:
    asked = [make_job(session, room, staff, kind=kind).id for kind in ("districts", "poverty")]
    before = (has_waiting(session), jobs_before(session, asked[1]))

    order = [taken(session, worker).id for worker in ("one", "two")]

    assert (order, before) == (asked, (True, 1))
    assert (take_import_job(session, worker="three", at=NOON), has_waiting(session)) == (None, False)
    assert running_since(session) == dict.fromkeys(asked, NOON)


def test_an_import_waits_while_another_runs_and_a_check_does_not(
    session: Session, room: JobRoom, staff: User
) -> None:
    first = make_job(session, room, staff, work=JobWork.APPLY)
    second = make_job(session, room, staff, work=JobWork.APPLY, kind="poverty")
    check = make_job(session, room, staff)
    running = taken(session)

    meanwhile = taken(session, "two").id
    nothing = take_import_job(session, worker="three", at=NOON)
    end_import_job(session, act_of(staff, NOON), taken=running, action="interrupt")

    assert (running.id, meanwhile, nothing) == (first.id, check.id, None)
    assert taken(session, "three").id == second.id


def test_database_lets_one_import_run_whoever_asks(session: Session, room: JobRoom, staff: User) -> None:
    make_job(session, room, staff, work=JobWork.APPLY)
    row = session.get_one(ImportJob, taken(session).id)
    columns = {column.name: getattr(row, column.name) for column in ImportJob.__table__.columns}
    twin = {**columns, "id": row.id + 1}

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(ImportJob).values(twin))


@pytest.mark.parametrize(
    "wrong",
    [
        {"ended_at": NOON},
        {"taken_at": None},
        {"rows_read": 2, "rows_rejected": 0},
        {"batch_id": 1},
        {"state": "done", "ended_at": NOON},
        {"state": "paused"},
        {"work": "guess"},
    ],
    ids=["ended", "by nobody", "counts", "batch", "done of nothing", "state", "work"],
)
def test_row_that_contradicts_itself_is_refused(
    session: Session, room: JobRoom, staff: User, wrong: dict[str, object]
) -> None:
    make_job(session, room, staff)
    row = session.get_one(ImportJob, taken(session).id)
    columns = {column.name: getattr(row, column.name) for column in ImportJob.__table__.columns}

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(ImportJob).values({**columns, "id": row.id + 1, **wrong}))


@pytest.mark.parametrize(
    ("action", "report", "state", "counts"),
    [
        ("finish", FINE, "done", (2, 0)),
        ("refuse", BAD, "refused", (3, 1)),
        ("cancel", None, "cancelled", (None, None)),
        ("interrupt", None, "interrupted", (None, None)),
        ("fail", None, "failed", (None, None)),
    ],
)
def test_each_end_leaves_its_state_and_counts(
    session: Session,
    room: JobRoom,
    staff: User,
    action: str,
    report: ImportReport | None,
    state: str,
    counts: tuple[int | None, int | None],
) -> None:
    make_job(session, room, staff)

    job = ended(session, staff, action, report)

    assert (job.state, job.ended_at, (job.rows_read, job.rows_rejected)) == (state, NOON, counts)
    assert (has_ended(session, job.id), files_in_use(session)) == (True, frozenset())


def test_import_ends_its_job_and_names_its_place_in_the_history(
    session: Session, room: JobRoom, staff: User
) -> None:
    make_job(session, room, staff, work=JobWork.APPLY)
    job = taken(session)

    report = apply_it(session, staff, job)

    view = job_view(session, job.id)
    assert (view.state, view.rows_new, view.rows_changed, view.rows_gone) == ("done", 2, 0, 0)
    assert session.get_one(ImportJob, job.id).batch_id == report.batch_id


def test_rejected_import_stores_nothing_and_its_job_still_runs(
    session: Session, room: JobRoom, staff: User
) -> None:
    make_job(session, room, staff, work=JobWork.APPLY)
    job = taken(session)

    with pytest.raises(RejectedFile), session.begin_nested():
        apply_it(session, staff, job, DISTRICTS + "x,,a,b,c\n")

    assert (session.scalars(select(District)).all(), job_view(session, job.id).state) == ([], "running")


def test_worker_given_up_for_dead_stores_nothing(session: Session, room: JobRoom, staff: User) -> None:
    make_job(session, room, staff, work=JobWork.APPLY)
    job = taken(session)
    interrupt_import_jobs(session, job_ids=[job.id], at=NOON)

    with pytest.raises(Stale):
        apply_it(session, staff, job)
    with pytest.raises(Stale):
        end_import_job(session, act_of(staff, NOON), taken=job, action="fail")

    assert (session.scalars(select(District)).all(), job_view(session, job.id).state) == ([], "interrupted")


def test_worker_that_never_had_the_job_cannot_end_it(session: Session, room: JobRoom, staff: User) -> None:
    make_job(session, room, staff)
    job = taken(session)

    with pytest.raises(Stale):
        end_import_job(session, act_of(staff, NOON), taken=replace(job, worker="another"), action="fail")


def test_only_running_jobs_are_given_up_by_nobody_in_particular(
    session: Session, room: JobRoom, staff: User
) -> None:
    ids = [make_job(session, room, staff, kind=kind).id for kind in ("districts", "poverty", "centres")]
    taken(session)
    ended(session, staff, "fail")

    given_up = interrupt_import_jobs(session, job_ids=ids, at=NOON)

    assert (given_up, [job_view(session, job_id).state for job_id in ids]) == (
        1,
        ["interrupted", "failed", "waiting"],
    )
    assert deeds(session)[-1][2] is None


def test_waiting_job_is_cancelled_and_a_running_one_is_not(
    session: Session, room: JobRoom, staff: User
) -> None:
    running, waiting = make_job(session, room, staff), make_job(session, room, staff, kind="poverty")
    taken(session)
    act = act_of(staff, NOON)

    answers = [cancel_import_job(session, act, job_id=job.id) for job in (running, waiting, waiting)]

    assert answers == [False, True, False]
    assert (running.state, waiting.state) == ("running", "cancelled")


def test_unknown_job_is_not_found(session: Session, staff: User) -> None:
    act = act_of(staff, NOON)

    with pytest.raises(NotFound):
        job_view(session, 7)
    with pytest.raises(NotFound):
        note_rejected_rows(session, act, job_id=7, screen=SCREEN)
    with pytest.raises(NotFound):
        follow_import_job(session, act, job_id=7, step="repeat", is_file_kept=True)


def test_list_gives_the_newest_first_page_by_page(session: Session, room: JobRoom, staff: User) -> None:
    ids = [make_job(session, room, staff, kind=kind).id for kind in ("districts", "poverty", "centres")]

    first, second = recent_jobs(session, limit=2), recent_jobs(session, limit=2, offset=2)

    assert [job.id for job in (*first, *second)] == ids[::-1]
    assert (first[0].asked_by, first[0].is_live, first[0].is_check) == ("Rosa Inga Paredes", True, True)
