"""What the second score means for the second transfer, and what its acta is told."""

from datetime import date

import pytest

from contest_portal.awards.rules.meeting import MAX_REMARKS, meeting_problems
from contest_portal.awards.rules.progress import Asked, SecondScore, progress_problem
from contest_portal.kernel.marks import Score

MARK = Score(7000, 2)
SINCE, TODAY = date(2026, 12, 10), date(2026, 12, 15)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param(Asked(None), "follow_up.no_second_score", id="not scored yet"),
        pytest.param(Asked(SecondScore(Score(7000, 2), MARK)), None, id="at the mark"),
        pytest.param(Asked(SecondScore(Score(70, 0), MARK)), None, id="at the mark in whole points"),
        pytest.param(Asked(SecondScore(Score(6999, 2), MARK)), "follow_up.second_score", id="below"),
        pytest.param(
            Asked(SecondScore(Score(69996, 3), MARK)), "follow_up.second_score", id="below by a hair"
        ),
        pytest.param(Asked(SecondScore(None, MARK)), "follow_up.second_score", id="left out"),
    ],
)
def test_the_second_transfer_waits_for_a_score_that_passed(second: Asked, expected: str | None) -> None:
    problem = progress_problem(second)

    assert (None if problem is None else problem.code) == expected


@pytest.mark.parametrize(
    ("place", "day", "remarks", "expected"),
    [
        ("Salón comunal", TODAY, "", []),
        ("Salón comunal", SINCE, "x" * MAX_REMARKS, []),
        ("", TODAY, "", ["place"]),
        ("x" * 161, date(2026, 12, 9), "x" * (MAX_REMARKS + 1), ["place", "held_on", "remarks"]),
        ("Salón comunal", date(2026, 12, 16), "", ["held_on"]),
    ],
)
def test_a_meeting_has_a_place_and_a_day_since_the_opening(
    place: str, day: date, remarks: str, expected: list[str]
) -> None:
    found = meeting_problems(place, day, remarks, since=SINCE, today=TODAY)

    assert [problem.field for problem in found] == expected
