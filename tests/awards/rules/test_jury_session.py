"""What a session may look like."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contest_portal.awards.rules.jury_session import JurySession, SessionLimits, session_problems

NINE = datetime(2026, 12, 9, 14, 0, tzinfo=UTC)
TOLD = JurySession(opened_at=NINE, closed_at=NINE + timedelta(hours=7), place="Plaza de Lircay")
EVENING = NINE + timedelta(hours=9)
CLOSED = NINE + timedelta(hours=6, seconds=40)
LIMITS = SessionLimits(public_on=date(2026, 12, 9), scored_at=CLOSED)


def codes(told: JurySession) -> tuple[str, ...]:
    return tuple(problem.code for problem in session_problems(told, now=EVENING, limits=LIMITS))


def test_a_session_of_one_day_with_a_place_is_fine() -> None:
    assert codes(TOLD) == ()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(replace(TOLD, place="  "), ("session.without_place",), id="no place"),
        pytest.param(replace(TOLD, closed_at=NINE), ("session.wrong_hours",), id="no length"),
        pytest.param(
            replace(TOLD, closed_at=NINE - timedelta(minutes=1)), ("session.wrong_hours",), id="backwards"
        ),
        pytest.param(
            replace(TOLD, opened_at=NINE - timedelta(days=1)),
            ("session.wrong_hours", "session.before_public_day"),
            id="over two days",
        ),
        pytest.param(
            JurySession(NINE - timedelta(days=1), NINE - timedelta(hours=20), "Plaza de Lircay"),
            ("session.before_public_day", "session.before_closing"),
            id="before the public day",
        ),
        pytest.param(
            replace(TOLD, closed_at=NINE + timedelta(hours=5, minutes=59)),
            ("session.before_closing",),
            id="over before the scoring was closed",
        ),
        pytest.param(
            replace(TOLD, closed_at=EVENING + timedelta(minutes=1)),
            ("session.in_the_future",),
            id="not over yet",
        ),
    ],
)
def test_an_impossible_session_is_named(told: JurySession, expected: tuple[str, ...]) -> None:
    assert codes(told) == expected


def test_the_day_is_the_one_of_the_office() -> None:
    late = replace(TOLD, closed_at=datetime(2026, 12, 10, 2, 0, tzinfo=UTC))

    problems = session_problems(late, now=datetime(2026, 12, 10, 3, 0, tzinfo=UTC), limits=LIMITS)

    assert problems == ()


def test_a_session_may_end_in_the_minute_in_which_the_scoring_was_closed() -> None:
    assert codes(replace(TOLD, closed_at=CLOSED.replace(second=0))) == ()


@pytest.mark.parametrize(
    ("closed_at", "expected"),
    [
        pytest.param(CLOSED - timedelta(days=2), (), id="the scoring too was ahead of the calendar"),
        pytest.param(None, ("session.before_public_day",), id="nothing closed yet"),
    ],
)
def test_a_session_before_the_public_day_rests_on_a_scoring_closed_before_it(
    closed_at: datetime | None, expected: tuple[str, ...]
) -> None:
    told = JurySession(NINE - timedelta(days=2), NINE - timedelta(hours=41), "Plaza de Lircay")
    limits = SessionLimits(date(2026, 12, 9), closed_at)

    assert tuple(p.code for p in session_problems(told, now=EVENING, limits=limits)) == expected


def test_all_that_is_wrong_is_named_at_once() -> None:
    wrong = JurySession(
        opened_at=EVENING + timedelta(hours=1), closed_at=EVENING + timedelta(hours=1), place=""
    )

    assert codes(wrong) == ("session.without_place", "session.wrong_hours", "session.in_the_future")
