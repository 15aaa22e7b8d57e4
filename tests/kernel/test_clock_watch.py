"""A clock that is behind the log is found out, until somebody says that it is right; and two clocks are compared."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditRow, record
from contest_portal.kernel.clock_watch import (
    APART,
    BEHIND,
    apart,
    database_apart,
    newest_after,
    require_running_clock,
)
from contest_portal.kernel.problems import WrongState
from tests.conftest import NOON

HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


def note(session: Session, at: datetime) -> None:
    record(session, at=at, actor_id=None, action="x.done", subject="x:1")


def test_a_clock_is_behind_when_the_log_holds_something_much_later(session: Session) -> None:
    note(session, NOON + HOUR)
    note(session, NOON)

    found = [newest_after(session, NOON + HOUR - BEHIND + step) for step in (timedelta(), -MOMENT, -HOUR)]

    assert found == [None, NOON + HOUR, NOON + HOUR]


def test_who_is_refused_reads_both_instants_and_that_nothing_is_lost(session: Session) -> None:
    note(session, NOON + HOUR)

    with pytest.raises(WrongState) as refused:
        require_running_clock(session, NOON)

    assert refused.value.problems[0].text == (
        "El reloj del portal está atrasado: marca el 23/11/2026 12:00 y ya hay actos del 23/11/2026 13:00. No se puede "
        "saber qué está en plazo. Lo guardado se conserva: avise a la oficina y envíe cuando lo corrijan."
    )


def test_a_clock_that_was_said_to_be_right_is_believed_again(app: Flask, session: Session) -> None:
    note(session, NOON + HOUR)
    session.commit()
    runner = app.test_cli_runner()

    without_reason = runner.invoke(args=["audit", "accept-clock", "--reason", " "]).exit_code
    before = newest_after(session, NOON)
    done = runner.invoke(args=["audit", "accept-clock", "--reason", "Estaba adelantado"])
    session.expire_all()
    after = newest_after(session, NOON)
    note(session, NOON + 2 * HOUR)

    last = session.scalars(select(AuditRow).where(AuditRow.action == "clock.accepted")).one()
    assert (without_reason, before, done.exit_code, after) == (2, NOON + HOUR, 0, None)
    assert (last.at, last.data) == (NOON, '{"reason":"Estaba adelantado"}')
    assert newest_after(session, NOON) == NOON + 2 * HOUR


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (NOON - 3 * APART, 3 * APART),
        (NOON, timedelta()),
        (NOON + APART, timedelta()),
        (NOON + 3 * APART, 2 * APART),
    ],
    ids=["behind", "at the first", "at the last", "ahead"],
)
def test_how_far_another_clock_is_apart_at_least(there: datetime, expected: timedelta) -> None:
    """It was asked at noon, and had answered two seconds later."""
    assert apart(there, NOON, NOON + APART) == expected


def test_a_database_on_this_machine_has_its_clock(session: Session) -> None:
    assert database_apart(session) <= APART
