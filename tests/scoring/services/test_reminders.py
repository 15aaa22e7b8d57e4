"""Reminders to jurors with missing sheets."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.reminder_queries import LastReminder, last_reminders, unread_reminders
from contest_portal.scoring.services.read_reminder import read_reminder
from contest_portal.scoring.services.remind_jurors import remind_jurors
from tests.factories.accounts import act_of, make_user
from tests.factories.evaluation import JURY_DAY, MARKS, make_evaluation, score_fully
from tests.factories.scoring import make_interest, make_sheet

LATER = JURY_DAY + timedelta(hours=1)


def test_who_owes_sheets_is_reminded_and_an_unread_reminder_is_brought_up_to_date(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno",))
    group = scene.applications[0]
    for phase, marks in MARKS.items():
        make_sheet(session, scene.jurors[0], group, phase, marks)
    make_sheet(session, scene.jurors[1], group, "FIELD", MARKS["FIELD"], final=False)
    by_secretary, contest_id = scene.by_secretary, scene.contest.id

    reminded = remind_jurors(session, by_secretary, contest_id=contest_id)
    make_sheet(session, scene.jurors[1], group, "PUBLIC", MARKS["PUBLIC"])
    again = remind_jurors(session, replace(by_secretary, at=LATER), contest_id=contest_id)

    assert (reminded, again) == (2, 2)
    told = [
        [(one.missing, one.told_at, one.contest_title) for one in unread_reminders(session, user.id)]
        for user in scene.users
    ]
    assert told == [[], [(1, LATER, scene.contest.title)], [(2, LATER, scene.contest.title)]]
    assert last_reminders(session, contest_id) == {
        juror.id: LastReminder(LATER, None) for juror in scene.jurors[1:]
    }
    assert evaluation_board(session, contest_id).juror_progress()[scene.jurors[1].id].missing == 1


def test_a_juror_reads_the_own_reminder_once(session: Session) -> None:
    scene = make_evaluation(session)
    remind_jurors(session, scene.by_secretary, contest_id=scene.contest.id)
    own = unread_reminders(session, scene.users[0].id)[0].reminder_id

    with pytest.raises(NotFound):
        read_reminder(session, scene.by_juror(1), reminder_id=own)
    contests = [
        read_reminder(session, replace(scene.by_juror(0), at=at), reminder_id=own) for at in (JURY_DAY, LATER)
    ]
    remind_jurors(session, replace(scene.by_secretary, at=LATER), contest_id=scene.contest.id)

    assert contests == [scene.contest.id] * 2
    assert [one.told_at for one in unread_reminders(session, scene.users[0].id)] == [LATER]
    assert last_reminders(session, scene.contest.id)[scene.jurors[0].id] == LastReminder(LATER, None)


def test_nobody_is_reminded_of_nothing(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)

    with pytest.raises(Refused) as refusal:
        remind_jurors(session, scene.by_secretary, contest_id=scene.contest.id)

    assert [problem.code for problem in refusal.value.problems] == ["reminder.nobody"]


def test_a_recused_juror_owes_nothing(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno",), jurors=1, declared=False)
    make_interest(session, scene.jurors[0], scene.applications[0], recused=True)

    with pytest.raises(Refused):
        remind_jurors(session, scene.by_secretary, contest_id=scene.contest.id)


def test_reminders_are_the_secretarys_and_of_the_evaluation(session: Session) -> None:
    scene = make_evaluation(session, state="scored")

    with pytest.raises(WrongState):
        remind_jurors(session, scene.by_secretary, contest_id=scene.contest.id)
    with pytest.raises(NotPermitted):
        remind_jurors(session, act_of(make_user(session, Role.STAFF), JURY_DAY), contest_id=scene.contest.id)
