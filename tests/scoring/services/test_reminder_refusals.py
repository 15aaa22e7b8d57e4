"""Reminders: who is told of how much, who reads them, and what two tellings leave."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, RoleGrant
from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.services.unseat_juror import unseat_juror
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, WrongState
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.reminder_models import SheetReminder
from contest_portal.scoring.reminder_queries import last_reminders, unread_reminders
from contest_portal.scoring.services.read_reminder import read_reminder
from contest_portal.scoring.services.remind_jurors import remind_jurors
from tests.factories.accounts import act_of, make_user
from tests.factories.assignments import SHARED, make_assignment
from tests.factories.contests import make_contest
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.scoring import make_attendance, make_juror, make_sheet
from tests.query_count import counted_queries

LATER = JURY_DAY + timedelta(hours=1)


def remind(session: Session, scene: Evaluation, *, hours: int = 0) -> int:
    act = replace(scene.by_secretary, at=JURY_DAY + timedelta(hours=hours))
    return remind_jurors(session, act, contest_id=scene.contest.id)


def kept(session: Session) -> list[object]:
    table = SheetReminder.__table__
    rows = session.execute(select(*table.columns).order_by(table.c.id))
    return [*map(tuple, rows), session.scalar(select(func.count()).select_from(AuditRow))]


def last_deed(session: Session) -> tuple[str, str, object]:
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    return row.action, row.subject, json.loads(row.data)


def test_each_is_told_of_the_own_missing_sheets_and_the_sum_is_on_record(session: Session) -> None:
    scene = make_evaluation(session)
    make_sheet(session, scene.jurors[1], scene.applications[0], "FIELD", MARKS["FIELD"])
    make_attendance(session, scene.applications[1], scene.secretary, present=1)

    told = remind(session, scene)

    ids = [juror.id for juror in scene.jurors]
    missing = [unread_reminders(session, user.id)[0].missing for user in scene.users]
    progress = evaluation_board(session, scene.contest.id).juror_progress()
    assert (told, missing) == (3, [2, 1, 2])
    assert missing == [progress[juror].missing for juror in ids]
    assert last_deed(session) == (
        "jurors.reminded",
        f"contest:{scene.contest.id}",
        {"jurors": sorted(ids), "missing": 5},
    )


def test_where_groups_are_shared_out_only_those_who_have_some_are_told(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Uno",))
    for juror in scene.jurors:
        juror.phases = "FIELD"
    make_assignment(session, scene.jurors[1], scene.applications[0], scene.secretary)

    assert remind(session, scene) == 1
    assert [len(unread_reminders(session, user.id)) for user in scene.users] == [0, 1, 0]


@pytest.mark.parametrize(
    ("state", "contest", "expected"),
    [
        ("published", None, WrongState),
        ("scored", None, WrongState),
        ("evaluating", 999_999, NotFound),
    ],
)
def test_outside_the_evaluation_nobody_is_told(
    session: Session, state: str, contest: int | None, expected: type[PortalError]
) -> None:
    scene = make_evaluation(session, state=state)
    before = kept(session)

    with pytest.raises(expected):
        remind_jurors(session, scene.by_secretary, contest_id=contest or scene.contest.id)

    assert kept(session) == before


def test_nobody_but_the_secretary_of_the_contest_reminds(session: Session) -> None:
    scene = make_evaluation(session)
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating")
    elsewhere = make_user(session)
    elsewhere.grants = [RoleGrant(role=Role.SECRETARY.value, contest_id=other.id)]
    session.flush()
    people = [elsewhere, *(make_user(session, role) for role in Role if role is not Role.SECRETARY)]
    before = kept(session)

    for user in people:
        with pytest.raises(NotPermitted):
            remind_jurors(session, act_of(user, JURY_DAY), contest_id=scene.contest.id)
    assert kept(session) == before


def test_telling_twice_leaves_one_unread_notice_and_reading_leaves_the_old_one(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)
    remind(session, scene)
    remind(session, scene, hours=1)
    (first,) = unread_reminders(session, scene.users[0].id)

    read_reminder(session, replace(scene.by_juror(0), at=LATER), reminder_id=first.reminder_id)
    nothing = unread_reminders(session, scene.users[0].id)
    remind(session, scene, hours=2)

    (second,) = unread_reminders(session, scene.users[0].id)
    rows = session.scalars(select(SheetReminder).order_by(SheetReminder.id)).all()
    assert nothing == ()
    assert [(row.told_at, row.read_at) for row in rows] == [
        (LATER, LATER),
        (JURY_DAY + timedelta(hours=2), None),
    ]
    assert second.reminder_id == rows[1].id != first.reminder_id


def test_who_made_all_final_since_keeps_the_notice_as_it_was(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno",), jurors=2)
    remind(session, scene)
    for phase, marks in MARKS.items():
        make_sheet(session, scene.jurors[0], scene.applications[0], phase, marks)

    assert remind(session, scene, hours=1) == 1
    assert [one.told_at for user in scene.users for one in unread_reminders(session, user.id)] == [
        JURY_DAY,
        LATER,
    ]


def test_a_notice_is_read_once_and_a_second_reading_changes_nothing(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)
    remind(session, scene)
    (own,) = unread_reminders(session, scene.users[0].id)
    read_reminder(session, replace(scene.by_juror(0), at=LATER), reminder_id=own.reminder_id)
    before = kept(session)

    again = replace(scene.by_juror(0), at=LATER + timedelta(hours=5))
    contest_id = read_reminder(session, again, reminder_id=own.reminder_id)

    assert (contest_id, kept(session)) == (scene.contest.id, before)
    assert last_deed(session) == (
        "reminder.read",
        f"contest:{scene.contest.id}",
        {"reminder_id": own.reminder_id},
    )


def test_nobody_reads_anothers_notice(session: Session) -> None:
    scene = make_evaluation(session)
    remind(session, scene)
    (own,) = unread_reminders(session, scene.users[0].id)
    before = kept(session)

    for act in (scene.by_juror(1), scene.by_secretary, act_of(make_user(session, Role.JUROR), JURY_DAY)):
        with pytest.raises(NotFound):
            read_reminder(session, act, reminder_id=own.reminder_id)
    with pytest.raises(NotFound):
        read_reminder(session, scene.by_juror(0), reminder_id=999_999)
    assert kept(session) == before


def test_who_leaves_the_panel_takes_the_notices_along(session: Session) -> None:
    scene = make_evaluation(session)
    remind(session, scene)

    unseat_juror(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=scene.jurors[0].id)

    session.expire_all()
    assert unread_reminders(session, scene.users[0].id) == ()
    assert set(last_reminders(session, scene.contest.id)) == {juror.id for juror in scene.jurors[1:]}


def test_notices_of_several_contests_come_newest_first_and_apart(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating")
    seat = make_juror(session, other, scene.users[0])
    remind(session, scene)
    session.add(SheetReminder(juror_id=seat.id, missing=7, told_by=scene.secretary.id, told_at=LATER))
    session.flush()

    listed = unread_reminders(session, scene.users[0].id)

    assert [(one.missing, one.told_at) for one in listed] == [(7, LATER), (4, JURY_DAY)]
    assert set(last_reminders(session, other.id)) == {seat.id}
    assert unread_reminders(session, None) == ()


def test_more_jurors_ask_no_more_queries_to_see_who_was_reminded(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)
    remind(session, scene)
    with counted_queries(session) as one:
        last_reminders(session, scene.contest.id)
    for number in (2, 3):
        make_juror(session, scene.contest, make_user(session, Role.JUROR, full_name=f"Jurado {number}"))
    remind(session, scene, hours=1)

    with counted_queries(session) as three:
        found = last_reminders(session, scene.contest.id)

    assert (len(found), three.total) == (3, one.total)
