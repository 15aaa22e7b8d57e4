"""How long a household waits after an award: from the announcement to the opening of the next contest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.applications.rules.double_benefit import still_waits, waits_until

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("granted_on", "months", "until"),
    [
        (date(2026, 9, 4), 12, date(2027, 9, 4)),
        (date(2026, 9, 4), 1, date(2026, 10, 4)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 120, date(2036, 12, 31)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_the_day_from_which_a_household_may_take_part(granted_on: date, months: int, until: date) -> None:
    assert waits_until(granted_on, months) == until


@pytest.mark.parametrize(
    ("opens_on", "months", "waits"),
    [
        pytest.param(date(2027, 9, 3), 12, True, id="a day short"),
        pytest.param(date(2027, 9, 4), 12, False, id="exactly the months"),
        pytest.param(date(2027, 9, 5), 12, False, id="a day more"),
        pytest.param(date(2026, 9, 4), 12, True, id="opens the day of the announcement"),
        pytest.param(date(2026, 8, 1), 12, True, id="announced after the opening"),
        pytest.param(date(2026, 8, 1), 1, True, id="announced after the opening, one month asked"),
        pytest.param(date(2026, 9, 4), 0, False, id="nothing asked"),
        pytest.param(date(2026, 8, 1), 0, False, id="nothing asked, announced later"),
    ],
)
def test_whether_a_household_still_waits(
    opens_on: date,
    months: int,
    waits: bool,  # noqa: FBT001
) -> None:
    assert still_waits(date(2026, 9, 4), months, opens_on=opens_on) is waits


@given(DAYS, st.integers(1, 120))
def test_the_wait_ends_on_its_day_and_not_before(granted_on: date, months: int) -> None:
    until = waits_until(granted_on, months)

    before = date.fromordinal(until.toordinal() - 1)
    assert (
        still_waits(granted_on, months, opens_on=before),
        still_waits(granted_on, months, opens_on=until),
    ) == (
        True,
        False,
    )


@given(DAYS, st.integers(1, 119))
def test_more_months_never_end_sooner(granted_on: date, months: int) -> None:
    assert waits_until(granted_on, months) < waits_until(granted_on, months + 1)
