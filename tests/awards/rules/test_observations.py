"""Until when a group may object to its result, and what is taken."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.awards.rules.observations import (
    MOST_OBSERVATIONS,
    About,
    FilingFacts,
    filing_problem,
    text_problem,
    window_of,
)
from contest_portal.kernel.clock import OFFICE_ZONE, office_date
from contest_portal.kernel.working_days import is_working_day

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("announced", "days", "until"),
    [
        pytest.param(MONDAY, 3, datetime(2026, 11, 27, 5, tzinfo=UTC), id="within a week"),
        pytest.param(MONDAY, 5, datetime(2026, 12, 1, 5, tzinfo=UTC), id="over a weekend"),
        pytest.param(
            datetime(2026, 12, 7, 15, tzinfo=UTC), 1, datetime(2026, 12, 11, 5, tzinfo=UTC), id="holidays"
        ),
        pytest.param(
            datetime(2026, 11, 24, 4, tzinfo=UTC),
            1,
            datetime(2026, 11, 25, 5, tzinfo=UTC),
            id="at night",
        ),
    ],
)
def test_the_window_ends_with_the_last_working_day(announced: datetime, days: int, until: datetime) -> None:
    window = window_of(announced, days)

    assert window is not None
    assert (window.opens_at, window.until) == (announced, until)


@pytest.mark.parametrize(("announced", "days"), [(None, 3), (MONDAY, 0)])
def test_there_is_no_window_before_the_announcement_or_where_the_rules_give_none(
    announced: datetime | None, days: int
) -> None:
    assert window_of(announced, days) is None


@given(st.integers(0, 40 * 365 * 24), st.integers(1, 15))
def test_a_group_always_has_its_working_days_whole(hours: int, days: int) -> None:
    announced = MONDAY + timedelta(hours=hours)
    window = window_of(announced, days)

    assert window is not None
    first, last = office_date(announced), office_date(window.until - timedelta(microseconds=1))
    between = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    assert sum(map(is_working_day, between)) == days
    assert is_working_day(last)
    assert window.until.astimezone(OFFICE_ZONE).hour == 0


WINDOW = window_of(MONDAY, 3)
END = datetime(2026, 11, 27, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param(FilingFacts(MONDAY, WINDOW), None, id="with the announcement"),
        pytest.param(FilingFacts(END - timedelta(microseconds=1), WINDOW), None, id="last instant"),
        pytest.param(FilingFacts(END, WINDOW), "observation.too_late", id="midnight"),
        pytest.param(FilingFacts(MONDAY - timedelta(seconds=1), WINDOW), "observation.not_yet", id="before"),
        pytest.param(FilingFacts(MONDAY, None), "observation.not_announced", id="no result"),
        pytest.param(FilingFacts(MONDAY, None, takes_any=False), "observation.none_taken", id="no days"),
        pytest.param(FilingFacts(MONDAY, WINDOW, MOST_OBSERVATIONS), "observation.too_many", id="too many"),
    ],
)
def test_the_instant_decides(facts: FilingFacts, code: str | None) -> None:
    problem = filing_problem(facts)

    assert (problem and problem.code) == code


def test_who_comes_late_reads_the_dates() -> None:
    problem = filing_problem(FilingFacts(END, WINDOW))

    assert problem is not None
    assert problem.params == {"opens": "23/11/2026 10:00", "last": "26/11/2026"}


@pytest.mark.parametrize(("letters", "is_taken"), [(19, False), (20, True), (2000, True), (2001, False)])
def test_a_text_says_something(letters: int, *, is_taken: bool) -> None:
    assert (text_problem("x" * letters, "text") is None) is is_taken


@pytest.mark.parametrize(
    ("about", "code"),
    [(About(), "allocation"), (About("FIELD"), "FIELD"), (About("FIELD", "F1"), "FIELD/F1")],
)
def test_what_is_observed_has_one_word(about: About, code: str) -> None:
    assert about.code == code
