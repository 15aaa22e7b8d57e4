"""By when a request of the person concerned is answered, and where it stands."""

from datetime import UTC, date, datetime

import pytest

from contest_portal.registry.rules.person_requests import (
    Asked,
    RequestKind,
    Standing,
    answer_problems,
    asked_problems,
    due_on,
    standing,
)

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 24, 4, 59, tzinfo=UTC)
"""Monday 23, a minute before midnight in Lima."""


@pytest.mark.parametrize(
    ("received_at", "days", "expected"),
    [
        (NOW, 1, date(2026, 11, 24)),
        (MONDAY_NIGHT, 1, date(2026, 11, 24)),
        (NOW, 10, date(2026, 12, 7)),
        (NOW, 20, date(2026, 12, 23)),  # 8 and 9 December are holidays
    ],
)
def test_the_days_are_working_days_after_the_day_at_the_counter(
    received_at: datetime, days: int, expected: date
) -> None:
    assert due_on(received_at, days) == expected


@pytest.mark.parametrize(
    ("today", "answered_on", "expected"),
    [
        (date(2026, 12, 1), None, Standing.ON_TIME),
        (date(2026, 12, 2), None, Standing.DUE_SOON),
        (date(2026, 12, 7), None, Standing.DUE_SOON),
        (date(2026, 12, 8), None, Standing.OVERDUE),
        (date(2027, 1, 8), date(2026, 12, 7), Standing.ANSWERED),
        (date(2027, 1, 8), date(2026, 12, 8), Standing.ANSWERED_LATE),
    ],
)
def test_where_it_stands(today: date, answered_on: date | None, expected: Standing) -> None:
    assert standing(date(2026, 12, 7), today, answered_on) is expected


@pytest.mark.parametrize(
    ("text", "received_at", "expected"),
    [
        ("Quiero ver mis datos.", NOW, []),
        ("Sí", NOW, ["text"]),
        ("x" * 2001, NOW, ["text"]),
        ("Mi DNI es 71234567, corríjanlo.", NOW, ["text"]),
        ("Quiero ver mis datos.", MONDAY_NIGHT, ["received_at"]),
    ],
)
def test_what_keeps_a_request_from_being_taken(text: str, received_at: datetime, expected: list[str]) -> None:
    asked = Asked(RequestKind.ACCESS, text, received_at=received_at, on_paper=True)

    assert [problem.field for problem in asked_problems(asked, NOW)] == expected


def test_an_answer_says_something_and_no_number() -> None:
    assert [len(answer_problems(text)) for text in ("No.", "Ya está corregido.", "Era 71234567, ya no.")] == [
        1,
        0,
        1,
    ]
