"""The next step after a job that ended: import what was checked, choose other columns, do it again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.registry.imports.job_room import JobRoom
from contest_portal.registry.imports.jobs import order_of
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.rules.import_jobs import JobWork
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.services.follow_import_job import follow_import_job
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.import_jobs import make_ended_job, make_job

BAD = ImportReport("districts", "distritos.csv", "0" * 64, read=3, rejected=1)


@pytest.fixture
def room(tmp_path: Path) -> JobRoom:
    return JobRoom(tmp_path / "waiting")


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


def test_import_follows_a_check_read_as_it_was_checked(session: Session, room: JobRoom, staff: User) -> None:
    options = ImportOptions(is_complete=False, choices={"name": "nombre oficial"})
    check = make_ended_job(session, room, staff, "finish", options=options)

    job = follow_import_job(
        session, act_of(staff, NOON + timedelta(hours=1)), job_id=check.id, step="apply", is_file_kept=True
    )

    assert (job.work, job.sha256, order_of(job).options) == ("apply", check.sha256, options)
    assert (check.state, job.state) == ("done", "waiting")


def test_columns_are_chosen_by_another_check(session: Session, room: JobRoom, staff: User) -> None:
    partial = ImportOptions(is_complete=False)
    job = make_ended_job(session, room, staff, "refuse", BAD, work=JobWork.APPLY, options=partial)

    followed = follow_import_job(
        session,
        act_of(staff, NOON),
        job_id=job.id,
        step="choose_columns",
        is_file_kept=True,
        choices={"name": "distrito"},
    )

    assert (followed.work, order_of(followed).options) == (
        "check",
        ImportOptions(is_complete=False, choices={"name": "distrito"}),
    )


@pytest.mark.parametrize("choices", [None, {}, {"name": "distrito"}], ids=["remembered", "none", "one"])
def test_good_rows_are_imported_as_a_part_read_as_they_were_checked(
    session: Session, room: JobRoom, staff: User, choices: dict[str, str] | None
) -> None:
    job = make_ended_job(session, room, staff, "refuse", BAD, options=ImportOptions(choices=choices))

    followed = follow_import_job(
        session, act_of(staff, NOON), job_id=job.id, step="apply_good", is_file_kept=True
    )

    assert (followed.work, order_of(followed).options) == (
        "apply",
        ImportOptions(is_complete=False, choices=choices, good_rows=True),
    )
    assert order_of(job).options == ImportOptions(choices=choices)


@pytest.mark.parametrize(
    ("action", "report", "step"),
    [("refuse", BAD, "apply"), ("interrupt", None, "apply"), ("cancel", None, "choose_columns")],
)
def test_step_that_its_end_does_not_allow_is_refused(
    session: Session,
    room: JobRoom,
    staff: User,
    action: str,
    report: ImportReport | None,
    step: str,
) -> None:
    job = make_ended_job(session, room, staff, action, report)

    with pytest.raises(WrongState):
        follow_import_job(session, act_of(staff, NOON), job_id=job.id, step=step, is_file_kept=True)


def test_nothing_follows_a_job_that_still_runs(session: Session, room: JobRoom, staff: User) -> None:
    job = make_job(session, room, staff)

    with pytest.raises(WrongState):
        follow_import_job(session, act_of(staff, NOON), job_id=job.id, step="repeat", is_file_kept=True)


def test_nothing_follows_when_the_file_is_gone(session: Session, room: JobRoom, staff: User) -> None:
    job = make_ended_job(session, room, staff, "interrupt")

    with pytest.raises(Refused, match="ya no se guarda"):
        follow_import_job(session, act_of(staff, NOON), job_id=job.id, step="repeat", is_file_kept=False)
