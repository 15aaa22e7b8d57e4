"""What a session may look like."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contest_portal.awards.rules.jury_session import JurySession, session_problems

NINE = datetime(2026, 12, 9, 14, 0, tzinfo=UTC)
TOLD = JurySession(opened_at=NINE, closed_at=NINE + timedelta(hours=7), place="Plaza de Lircay")
EVENING = NINE + timedelta(hours=9)


def codes(told: JurySession) -> tuple[str, ...]:
    return tuple(problem.code for problem in session_problems(told, now=EVENING))


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
            replace(TOLD, opened_at=NINE - timedelta(days=1)), ("session.wrong_hours",), id="over two days"
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

    problems = session_problems(late, now=datetime(2026, 12, 10, 3, 0, tzinfo=UTC))

    assert problems == ()


def test_all_that_is_wrong_is_named_at_once() -> None:
    wrong = JurySession(
        opened_at=EVENING + timedelta(hours=1), closed_at=EVENING + timedelta(hours=1), place=""
    )

    assert codes(wrong) == ("session.without_place", "session.wrong_hours", "session.in_the_future")
