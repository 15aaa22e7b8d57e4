"""The rules of screening and the last day of questions, as the designer checks and the freezing writes them."""

import json
from dataclasses import replace
from datetime import date

import pytest

from contest_portal.contests.rules.rulebook import Rulebook, ScreeningRules, Uncured
from contest_portal.contests.rules.rulebook_checks import rulebook_problems
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import Problem
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import RULEBOOK


def problems_of(rulebook: Rulebook) -> tuple[Problem, ...]:
    return rulebook_problems(rulebook, allocation_rules={"merit_order"})


@pytest.mark.parametrize(
    ("screening", "expected"),
    [
        pytest.param(None, [], id="nothing is screened"),
        pytest.param(ScreeningRules(1), [], id="one day"),
        pytest.param(ScreeningRules(30, Uncured.ADMIT), [], id="the most"),
        pytest.param(ScreeningRules(0), ["screening.cure_days"], id="no day"),
        pytest.param(ScreeningRules(31), ["screening.cure_days"], id="too many"),
    ],
)
def test_the_days_to_cure(screening: ScreeningRules | None, expected: list[str]) -> None:
    assert [problem.code for problem in problems_of(replace(RULEBOOK, screening=screening))] == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param(None, [], id="no questions"),
        pytest.param(date(2026, 11, 2), [], id="the day of opening"),
        pytest.param(date(2026, 11, 28), [], id="the day of closing"),
        pytest.param(date(2026, 11, 1), ["calendar.questions_outside_call"], id="before"),
        pytest.param(date(2026, 11, 29), ["calendar.questions_outside_call"], id="after"),
    ],
)
def test_questions_are_taken_within_the_call(last: date | None, expected: list[str]) -> None:
    book = replace(RULEBOOK, calendar=replace(RULEBOOK.calendar, questions_until=last))

    assert [problem.code for problem in problems_of(book)] == expected


def test_rules_that_say_nothing_of_screening_are_written_as_before() -> None:
    written = canonical_json(to_data(RULEBOOK))

    assert "screening" not in written
    assert "questions_until" not in written
    screened = replace(RULEBOOK, screening=ScreeningRules(3, Uncured.ADMIT))
    assert from_data(Rulebook, json.loads(canonical_json(to_data(screened)))) == screened
