"""Memberships as periods: what holds on a day, what shares days, what may be said of them."""

from datetime import date

import pytest

from contest_portal.kernel.problems import Problem
from contest_portal.registry.rules.memberships import (
    Life,
    Period,
    Said,
    Standing,
    clashes,
    end_problems,
    evidence_problem,
    overlap_problem,
    period_problems,
    programme_problem,
    reopen_problem,
    retired_problem,
    void_reason_problem,
    voided_problem,
)
from contest_portal.registry.rules.row_history import Basis

TODAY = date(2026, 11, 23)
MARCH, JUNE, JULY, YEAR_END = date(2026, 3, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)
OPEN, CLOSED = Period(MARCH), Period(MARCH, JUNE)


def codes(*problems: Problem | None) -> list[str]:
    return [problem.code for problem in problems if problem is not None]


@pytest.mark.parametrize(
    ("period", "day", "holds"),
    [
        (OPEN, date(2026, 2, 28), False),
        (OPEN, MARCH, True),
        (OPEN, date(2090, 1, 1), True),
        (CLOSED, JUNE, True),
        (CLOSED, JULY, False),
        (Period(MARCH, MARCH), MARCH, True),
    ],
)
def test_a_period_holds_from_its_first_day_to_its_last(period: Period, day: date, *, holds: bool) -> None:
    assert period.holds_on(day) is holds


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (CLOSED, Period(JULY), False),
        (CLOSED, Period(JUNE), True),
        (OPEN, Period(JULY, YEAR_END), True),
        (OPEN, OPEN, True),
        (Period(MARCH, MARCH), Period(MARCH, MARCH), True),
        (Period(MARCH, JUNE), Period(date(2026, 5, 1), date(2026, 5, 2)), True),
    ],
)
def test_periods_meet_when_they_share_a_day_whichever_is_asked(
    one: Period, other: Period, *, meet: bool
) -> None:
    assert (one.meets(other), other.meets(one)) == (meet, meet)


LIFE = Life(MARCH, (Said(date(2026, 4, 10), None), Said(date(2026, 8, 5), JUNE)))
VOIDED = Life(MARCH, (Said(date(2026, 4, 10), None),), voided_on=date(2026, 5, 1))


@pytest.mark.parametrize(
    ("life", "day", "basis", "holds"),
    [
        (LIFE, date(2026, 3, 15), Basis.KNOWN_TODAY, True),
        (LIFE, date(2026, 3, 15), Basis.HELD_THEN, False),
        (LIFE, date(2026, 4, 10), Basis.HELD_THEN, True),
        (LIFE, JULY, Basis.KNOWN_TODAY, False),
        (LIFE, JULY, Basis.HELD_THEN, True),
        (LIFE, date(2026, 8, 5), Basis.HELD_THEN, False),
        (VOIDED, date(2026, 4, 20), Basis.KNOWN_TODAY, False),
        (VOIDED, date(2026, 4, 20), Basis.HELD_THEN, True),
        (VOIDED, date(2026, 5, 1), Basis.HELD_THEN, False),
    ],
)
def test_a_day_is_told_as_known_today_or_as_held_then(
    life: Life, day: date, basis: Basis, *, holds: bool
) -> None:
    assert life.holds_on(day, basis) is holds


def test_an_end_that_was_taken_back_still_shows_as_held_then() -> None:
    life = Life(MARCH, (Said(MARCH, None), Said(JULY, JUNE), Said(date(2026, 9, 1), None)))
    august = date(2026, 8, 1)

    assert (life.holds_on(august, Basis.KNOWN_TODAY), life.holds_on(august, Basis.HELD_THEN)) == (True, False)


@pytest.mark.parametrize(
    ("period", "found"),
    [
        (OPEN, []),
        (Period(TODAY), []),
        (Period(MARCH, YEAR_END), []),
        (Period(date(2026, 11, 24)), ["membership.since"]),
        (Period(date(1989, 12, 31)), ["membership.since"]),
        (Period(MARCH, date(2026, 2, 28)), ["membership.until"]),
        (Period(MARCH, date(2101, 1, 1)), ["membership.until"]),
        (Period(date(2027, 1, 2), date(2027, 1, 1)), ["membership.since", "membership.until"]),
    ],
)
def test_a_period_begins_by_today_and_ends_after_it_begins(period: Period, found: list[str]) -> None:
    assert codes(*period_problems(period, TODAY)) == found


@pytest.mark.parametrize(
    ("period", "until", "found"),
    [
        (OPEN, MARCH, []),
        (OPEN, TODAY, []),
        (OPEN, date(2026, 2, 28), ["membership.until"]),
        (OPEN, date(2026, 11, 24), ["membership.until"]),
        (CLOSED, JUNE, ["membership.ended"]),
    ],
)
def test_an_end_lies_between_the_beginning_and_today(period: Period, until: date, found: list[str]) -> None:
    assert codes(*end_problems(period, until, TODAY)) == found


@pytest.mark.parametrize(
    ("period", "others", "found"),
    [
        (CLOSED, [], []),
        (OPEN, [], ["membership.goes_on"]),
        (CLOSED, [Period(JULY)], ["membership.overlaps"]),
        (CLOSED, [Period(date(2025, 1, 1), date(2025, 2, 1))], []),
    ],
)
def test_an_end_is_taken_back_unless_another_began_since(
    period: Period, others: list[Period], found: list[str]
) -> None:
    assert codes(reopen_problem(period, others)) == found


def test_an_overlap_names_when_the_other_began() -> None:
    problem = overlap_problem(Period(JUNE), [Period(date(2020, 1, 1), date(2020, 2, 1)), CLOSED])

    assert problem is not None
    assert (problem.code, problem.params) == ("membership.overlaps", {"since": "01/03/2026"})


@pytest.mark.parametrize(
    ("name", "is_good"),
    [("Juntos", True), ("Pensión 65", True), ("", False), ("¿?", False), ("x" * 81, False)],
)
def test_a_programme_has_a_name_with_letters(name: str, *, is_good: bool) -> None:
    assert (programme_problem(name) is None) is is_good


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("", False),
        ("sí", False),
        ("Carné", True),
        ("x" * 300, True),
        ("x" * 301, False),
        ("Carné 45418672", False),
    ],
)
def test_an_act_says_how_it_is_known_and_why_it_is_taken_back(text: str, *, is_good: bool) -> None:
    found = (evidence_problem(text), void_reason_problem(text))

    assert [problem is None for problem in found] == [is_good, is_good]


def test_what_is_retired_or_void_takes_nothing_more() -> None:
    assert codes(retired_problem("Juntos", is_active=False), voided_problem(is_voided=True)) == [
        "membership.retired_programme",
        "membership.voided",
    ]
    assert codes(retired_problem("Juntos", is_active=True), voided_problem(is_voided=False)) == []


def stands(
    since: date, until: date | None, line: int | None, *, whose: int = 7, programme: int = 1
) -> Standing:
    return Standing(whose, programme, Period(since, until), line)


@pytest.mark.parametrize(
    ("standing", "lines"),
    [
        ([stands(MARCH, JUNE, 2), stands(JULY, None, 3)], []),
        ([stands(MARCH, JUNE, 2), stands(JUNE, None, 3)], [3]),
        ([stands(MARCH, JUNE, 5), stands(JUNE, None, 3)], [5]),
        ([stands(MARCH, None, None), stands(JULY, None, 3)], [3]),
        ([stands(MARCH, None, 3), stands(JULY, None, None)], [3]),
        ([stands(MARCH, None, None), stands(JULY, None, None)], []),
        ([stands(MARCH, None, 2), stands(JULY, None, 3, whose=-7)], []),
        ([stands(MARCH, None, 2), stands(JULY, None, 3, programme=2)], []),
        ([stands(MARCH, None, 2), stands(JUNE, JUNE, 3), stands(JULY, JULY, 4)], [3, 4]),
        ([stands(MARCH, JULY, 2), stands(JUNE, JUNE, 3), stands(JULY, None, 4)], [3, 4]),
    ],
    ids=[
        "one after the other",
        "share a day",
        "the later line is at fault",
        "against one that stands",
        "before one that stands",
        "not of this file",
        "a person and a household",
        "two programmes",
        "within one that goes on",
        "past one that ended earlier",
    ],
)
def test_the_lines_that_share_a_day_with_another_are_found_in_one_pass(
    standing: list[Standing], lines: list[int]
) -> None:
    assert [one.line for one, _ in clashes(standing)] == lines


def test_a_clash_names_the_other_period() -> None:
    first, second = stands(MARCH, None, 2), stands(JULY, YEAR_END, 3)

    assert list(clashes([first, second])) == [(second, first.period)]


def test_nothing_clashes_where_nothing_stands() -> None:
    assert list(clashes([])) == []
    assert list(clashes([stands(MARCH, None, 2)])) == []
