"""The working days for objecting to a result are a rule of the contest."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import calendar_problems
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import RULEBOOK


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, []), (3, []), (15, []), (16, ["calendar.observation_days"]), (-1, ["calendar.observation_days"])],
)
def test_there_are_none_to_fifteen(days: int, expected: list[str]) -> None:
    book = replace(RULEBOOK, calendar=replace(RULEBOOK.calendar, observation_days=days))

    assert [problem.code for problem in calendar_problems(book)] == expected


def test_rules_of_before_mean_three_and_keep_their_hash() -> None:
    read = from_data(Rulebook, to_data(RULEBOOK))

    assert ("observation_days" in canonical_json(to_data(RULEBOOK)), read.calendar.observation_days) == (
        False,
        3,
    )
