"""The clock and the office's calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from contest_portal.kernel.clock import office_date, office_moment, utc_now

INSTANT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_now_is_an_aware_instant_in_utc() -> None:
    with time_machine.travel(INSTANT, tick=False):
        assert (utc_now(), utc_now().utcoffset()) == (INSTANT, timedelta(0))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 24, 4, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 5, 0, tzinfo=UTC), date(2026, 11, 24)),
    ],
)
def test_day_is_that_of_the_office(instant: datetime, day: date) -> None:
    assert office_date(instant) == day


def test_another_office_may_have_another_day() -> None:
    assert office_date(datetime(2026, 11, 24, 4, 0, tzinfo=UTC), ZoneInfo("UTC")) == date(2026, 11, 24)


def test_moment_is_written_by_the_offices_clock() -> None:
    assert office_moment(datetime(2026, 11, 24, 4, 5, tzinfo=UTC)) == "23/11/2026 23:05"
