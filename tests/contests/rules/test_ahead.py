"""Steps taken before their day."""

from datetime import UTC, datetime, timedelta

import pytest

from contest_portal.contests.rules.ahead import Step, ahead_of_calendar, planned_day
from tests.factories.contests import RULEBOOK

CALENDAR = RULEBOOK.calendar


@pytest.mark.parametrize(
    ("step", "day"),
    [
        (Step.OPEN_EVALUATION, "01/12/2026"),
        (Step.CLOSE_SCORING, "09/12/2026"),
        (Step.ALLOCATE, "09/12/2026"),
        (Step.ANNOUNCE, "10/12/2026"),
    ],
)
def test_a_step_the_day_before_is_warned_of_and_on_its_day_is_not(step: Step, day: str) -> None:
    midnight = datetime.combine(planned_day(step, CALENDAR), datetime.min.time(), tzinfo=UTC)
    start = midnight + timedelta(hours=5)  # midnight in Lima

    early = ahead_of_calendar(step, CALENDAR, now=start - timedelta(seconds=1))

    assert early is not None
    assert (early.code, early.params) == (f"calendar.ahead_{step.value}", {"day": day})
    assert ahead_of_calendar(step, CALENDAR, now=start) is None
