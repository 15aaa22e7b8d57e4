"""Working days pass over weekends and the national holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.working_days import add_working_days, easter, is_working_day


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1999, date(1999, 4, 4)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter(year: int, expected: date) -> None:
    assert easter(year) == expected


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2026, 11, 25), True, id="a Wednesday"),
        pytest.param(date(2026, 11, 28), False, id="Saturday"),
        pytest.param(date(2026, 11, 29), False, id="Sunday"),
        pytest.param(date(2026, 12, 8), False, id="a holiday on a Tuesday"),
        pytest.param(date(2026, 4, 1), True, id="Holy Wednesday"),
        pytest.param(date(2026, 4, 2), False, id="Holy Thursday"),
        pytest.param(date(2026, 4, 3), False, id="Holy Friday"),
        pytest.param(date(2026, 4, 6), True, id="Easter Monday"),
    ],
)
def test_offices_work_from_monday_to_friday_but_on_holidays(day: date, *, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        pytest.param(date(2026, 11, 23), 0, date(2026, 11, 23), id="none"),
        pytest.param(date(2026, 11, 23), 3, date(2026, 11, 26), id="within a week"),
        pytest.param(date(2026, 11, 27), 1, date(2026, 11, 30), id="over a weekend"),
        pytest.param(date(2026, 11, 28), 1, date(2026, 11, 30), id="from a Saturday"),
        pytest.param(date(2026, 12, 7), 2, date(2026, 12, 11), id="over two holidays"),
        pytest.param(date(2026, 12, 31), 1, date(2027, 1, 4), id="over the new year"),
        pytest.param(date(2026, 4, 1), 1, date(2026, 4, 6), id="over Easter"),
    ],
)
def test_the_day_itself_does_not_count(start: date, days: int, end: date) -> None:
    assert add_working_days(start, days) == end


DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))
COUNTS = st.integers(min_value=1, max_value=30)


@given(start=DAYS, days=COUNTS)
def test_the_last_day_is_a_working_day_and_so_many_lie_between(start: date, days: int) -> None:
    end = add_working_days(start, days)

    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert is_working_day(end)
    assert sum(is_working_day(day) for day in between) == days


@given(start=DAYS, first=COUNTS, second=COUNTS)
def test_days_add_up(start: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(start, first), second) == add_working_days(start, first + second)


@given(year=st.integers(min_value=1900, max_value=2199))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    sunday = easter(year)

    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)
