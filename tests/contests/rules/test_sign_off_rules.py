"""How many may be asked to confirm a profile."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.contests.rules.rulebook_checks import rulebook_problems
from tests.factories.contests import RULEBOOK


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(0, [], id="who presides alone"),
        pytest.param(2, [], id="the whole of the smallest group"),
        pytest.param(3, [("budget.members_confirming", "members_confirming")], id="more than it has"),
        pytest.param(-1, [("budget.members_confirming", "members_confirming")], id="less than nobody"),
    ],
)
def test_the_smallest_group_can_confirm(asked: int, expected: list[tuple[str, str]]) -> None:
    book = replace(RULEBOOK, group=GroupRules(min_households=3, sign_off=True, members_confirming=asked))

    problems = rulebook_problems(book, allocation_rules={"merit_order"})

    assert [(problem.code, problem.field) for problem in problems] == expected
