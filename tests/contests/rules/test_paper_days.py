"""The days for typing what was received on paper are a rule of the contest."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.rulebook import Calendar, Rulebook
from contest_portal.contests.rules.rulebook_checks import calendar_problems
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import RULEBOOK


def with_days(days: int) -> Rulebook:
    return replace(RULEBOOK, calendar=replace(RULEBOOK.calendar, paper_days=days))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, []), (3, []), (30, []), (31, ["calendar.paper_days"]), (-1, ["calendar.paper_days"])],
)
def test_there_are_none_to_thirty(days: int, expected: list[str]) -> None:
    assert [problem.code for problem in calendar_problems(with_days(days))] == expected


def test_rules_of_before_mean_three_and_keep_their_hash() -> None:
    written = canonical_json(to_data(RULEBOOK))

    assert ("paper_days" in written, from_data(Rulebook, to_data(RULEBOOK)).calendar.paper_days) == (False, 3)
    assert from_data(Calendar, to_data(with_days(5).calendar)).paper_days == 5
