"""The settings for who comes late: their bounds, what an amendment may make of them, old texts as they were."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contest_portal.contests.rules.amendments import (
    Change,
    Facts,
    Item,
    amended,
    amendment_problems,
    changes,
    proposal_of,
)
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import calendar_problems
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import to_data
from tests.factories.contests import CLOSES, OPENS, RULEBOOK


def with_late(book: Rulebook = RULEBOOK, **settings: object) -> Rulebook:
    return replace(book, calendar=replace(book.calendar, **settings))


@pytest.mark.parametrize(
    ("minutes", "is_right"), [(0, True), (1, True), (240, True), (241, False), (-1, False)]
)
def test_grace_is_minutes_not_another_closing(minutes: int, *, is_right: bool) -> None:
    codes = [problem.code for problem in calendar_problems(with_late(grace_minutes=minutes))]

    assert codes == ([] if is_right else ["calendar.grace"])


@pytest.mark.parametrize(("minutes", "until"), [(0, None), (30, CLOSES + timedelta(minutes=30))])
def test_end_of_the_grace(minutes: int, until: object) -> None:
    assert with_late(grace_minutes=minutes).calendar.grace_until == until


def test_rules_without_it_are_written_as_before() -> None:
    calendar = to_data(RULEBOOK.calendar)

    assert isinstance(calendar, dict)
    assert {"grace_minutes", "late_codes"}.isdisjoint(calendar)


@pytest.mark.parametrize(
    ("old", "new", "now", "codes"),
    [
        ({}, {"grace_minutes": 30}, OPENS, []),
        ({"grace_minutes": 30}, {"grace_minutes": 45}, OPENS, []),
        ({"grace_minutes": 30}, {"grace_minutes": 15}, OPENS, ["amendment.less"]),
        ({}, {"grace_minutes": 30}, CLOSES, ["amendment.closed"]),
        ({}, {"late_codes": True}, CLOSES, []),
        ({"late_codes": True}, {"late_codes": False}, OPENS, ["amendment.less"]),
        ({}, {"grace_minutes": 999}, OPENS, ["calendar.grace"]),
    ],
)
def test_an_amendment_bears_with_more_never_with_less(
    old: dict[str, object], new: dict[str, object], now: object, codes: list[str]
) -> None:
    before, after = with_late(**old), with_late(with_late(**old), **new)
    facts = Facts(state="published", now=now, sent=1, free=Money(0))

    assert [problem.code for problem in amendment_problems(before, after, facts)] == codes


def test_a_proposal_carries_both_and_they_are_told_as_changes() -> None:
    new = with_late(grace_minutes=20, late_codes=True)

    assert amended(RULEBOOK, proposal_of(new)) == new
    assert changes(RULEBOOK, new) == (
        Change(Item.GRACE_MINUTES, 0, 20),
        Change(Item.LATE_CODES, before=False, after=True),
    )
