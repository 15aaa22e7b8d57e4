"""A role for some hours, on the word of two."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contest_portal.accounts.rules.actor import Actor, Grant, Role
from contest_portal.accounts.rules.emergency import (
    AskedEmergency,
    EmergencyState,
    EmergencyTimes,
    asking_problems,
    emergency_state,
    with_emergency,
)

ASKED = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ENDS = ASKED + timedelta(hours=3)
SECOND = timedelta(seconds=1)
REASON = "La secretaría está hospitalizada hoy."
CONTEST = 5


@pytest.mark.parametrize(
    ("times", "now", "state"),
    [
        (EmergencyTimes(ASKED, None, None), ASKED, "waiting"),
        (EmergencyTimes(ASKED, None, None), ASKED + timedelta(hours=24) - SECOND, "waiting"),
        (EmergencyTimes(ASKED, None, None), ASKED + timedelta(hours=24), "lapsed"),
        (EmergencyTimes(ASKED, ENDS, None), ENDS - SECOND, "running"),
        (EmergencyTimes(ASKED, ENDS, None), ENDS, "over"),
        (EmergencyTimes(ASKED, ENDS, ASKED), ASKED, "ended"),
        (EmergencyTimes(ASKED, None, ASKED), ASKED, "ended"),
    ],
)
def test_it_ends_by_itself_or_by_somebody(times: EmergencyTimes, now: datetime, state: str) -> None:
    assert emergency_state(times, now) is EmergencyState(state)


def actor(*grants: Grant) -> Actor:
    return Actor(7, frozenset(grants))


@pytest.mark.parametrize(
    ("held", "changes", "codes"),
    [
        (Grant(Role.STAFF), {}, []),
        (Grant(Role.SECRETARY, CONTEST + 1), {}, []),
        (Grant(Role.SECRETARY), {}, ["held"]),
        (Grant(Role.SECRETARY, CONTEST), {}, ["held"]),
        (Grant(Role.AUDITOR), {}, ["conflict"]),
        (Grant(Role.JUROR), {}, ["conflict"]),
        (Grant(Role.ADMIN), {}, ["conflict"]),
        (Grant(Role.STAFF), {"role": None}, ["role"]),
        (Grant(Role.STAFF), {"role": Role.JUROR}, ["role"]),
        (Grant(Role.STAFF), {"hours": 3}, ["hours"]),
        (Grant(Role.STAFF), {"reason": "x" * 19}, ["reason"]),
        (Grant(Role.STAFF), {"reason": "x" * 301}, ["reason"]),
        (Grant(Role.STAFF), {"role": None, "hours": 0, "reason": ""}, ["role", "hours", "reason"]),
    ],
)
def test_what_may_be_asked_for(held: Grant, changes: dict[str, object], codes: list[str]) -> None:
    asked = replace(AskedEmergency(Role.SECRETARY, CONTEST, "UT-2026-1", 2, REASON), **changes)  # type: ignore[arg-type]

    found = [problem.code for problem in asking_problems(actor(held), asked)]

    assert found == [f"emergency.{code}" for code in codes]


def test_it_counts_in_its_contest_alone() -> None:
    now = with_emergency(actor(Grant(Role.STAFF)), Role.SECRETARY, CONTEST)

    assert [now.holds(Role.SECRETARY, contest) for contest in (CONTEST, CONTEST + 1, None)] == [
        True,
        False,
        False,
    ]


def test_it_joins_nothing_that_is_kept_apart_also_where_a_role_came_later() -> None:
    auditor = actor(Grant(Role.AUDITOR))

    assert with_emergency(auditor, Role.SECRETARY, CONTEST) == auditor
