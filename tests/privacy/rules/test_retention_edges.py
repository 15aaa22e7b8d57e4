"""Retention at its edges: leap days, holds, plans with nothing, reasons that say too little or too much."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.privacy.rules.retention import (
    RETENTION_RUN,
    TERM_OF,
    Plan,
    PlanLine,
    RetentionRule,
    changed_problem,
    due_contests,
    plan_problem,
    reason_problem,
    years_after,
)
from contest_portal.registry.rules.privacy_terms import TERMS, TermCode

TERMS_NOW = {code: term.default for code, term in TERMS.items()}
TODAY = date(2026, 11, 23)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))
YEARS = st.integers(min_value=1, max_value=50)
ENDINGS = st.dictionaries(st.integers(min_value=1, max_value=9), DAYS, max_size=6)
RULES = st.sampled_from(RetentionRule)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        pytest.param(date(2024, 2, 28), 1, date(2025, 2, 28), id="the day before a leap day"),
        pytest.param(date(2024, 2, 29), 2, date(2026, 3, 1), id="a leap day, two years"),
        pytest.param(date(2024, 3, 1), 1, date(2025, 3, 1), id="the day after a leap day"),
        pytest.param(date(2096, 2, 29), 4, date(2100, 3, 1), id="2100 is no leap year"),
        pytest.param(date(1996, 2, 29), 4, date(2000, 2, 29), id="2000 was one"),
        pytest.param(date(2025, 12, 31), 1, date(2026, 12, 31), id="the last day of a year"),
        pytest.param(date(2026, 1, 1), 50, date(2076, 1, 1), id="the longest term there is"),
    ],
)
def test_the_same_day_years_later(day: date, years: int, expected: date) -> None:
    assert years_after(day, years) == expected


@given(first=DAYS, apart=st.integers(min_value=0, max_value=800), years=YEARS)
def test_who_ended_first_is_due_first(first: date, apart: int, years: int) -> None:
    assert years_after(first, years) <= years_after(first + timedelta(days=apart), years)


@given(day=DAYS, years=YEARS)
def test_a_term_never_ends_before_its_years_are_full(day: date, years: int) -> None:
    over = years_after(day, years)

    assert (over.year - day.year, (over.month, over.day) >= (day.month, day.day)) == (years, True)


@pytest.mark.parametrize(
    ("rule", "years"),
    [
        (RetentionRule.REGISTER_FACTS, 1),
        (RetentionRule.MEMBER_DNI, 5),
        (RetentionRule.PAPER_DNI, 5),
        (RetentionRule.JUROR_DNI, 5),
        (RetentionRule.ACCOUNTS, 5),
        (RetentionRule.MEMBER_NAMES, 10),
    ],
)
@pytest.mark.parametrize(("early", "expected"), [(1, ()), (0, (4,)), (-1, (4,))], ids=["eve", "day", "after"])
def test_each_rule_waits_for_its_own_years(
    rule: RetentionRule, years: int, early: int, expected: tuple[int, ...]
) -> None:
    as_of = date(TODAY.year + years, TODAY.month, TODAY.day) - timedelta(days=early)

    assert due_contests(rule, ended_on={4: TODAY}, held=(), terms=TERMS_NOW, as_of=as_of) == expected


def test_a_contest_that_ended_on_a_leap_day_is_due_on_the_first_of_march() -> None:
    ended = {2: date(2024, 2, 29)}
    due = [
        due_contests(RetentionRule.REGISTER_FACTS, ended_on=ended, held=(), terms=TERMS_NOW, as_of=as_of)
        for as_of in (date(2025, 2, 28), date(2025, 3, 1))
    ]

    assert due == [(), (2,)]


def test_where_nothing_ended_nothing_is_due_and_a_hold_of_no_contest_changes_nothing() -> None:
    late = date(2090, 1, 1)
    rule = RetentionRule.MEMBER_NAMES

    assert due_contests(rule, ended_on={}, held={1}, terms=TERMS_NOW, as_of=late) == ()
    assert due_contests(rule, ended_on={5: TODAY}, held={1}, terms=TERMS_NOW, as_of=late) == (5,)


def test_a_term_that_was_lengthened_gives_more_time_to_its_rules_alone() -> None:
    longer = {**TERMS_NOW, TermCode.IDENTITY_YEARS: 7}
    six_years_on = date(TODAY.year + 6, TODAY.month, TODAY.day)

    due = {
        rule
        for rule in RetentionRule
        if due_contests(rule, ended_on={1: TODAY}, held=(), terms=longer, as_of=six_years_on)
    }

    assert due == {RetentionRule.REGISTER_FACTS}


@given(rule=RULES, ended=ENDINGS, held=st.sets(st.integers(min_value=1, max_value=9)), as_of=DAYS)
def test_what_is_due_ended_is_not_held_and_stands_in_order(
    rule: RetentionRule, ended: dict[int, date], held: set[int], as_of: date
) -> None:
    due = due_contests(rule, ended_on=ended, held=held, terms=TERMS_NOW, as_of=as_of)

    assert list(due) == sorted(set(due))
    assert set(due) <= set(ended) - held
    assert all(ended[one] < as_of for one in due)


@given(rule=RULES, ended=ENDINGS, as_of=DAYS, later=st.integers(min_value=0, max_value=9000))
def test_what_is_due_stays_due(rule: RetentionRule, ended: dict[int, date], as_of: date, later: int) -> None:
    now, then = (
        set(due_contests(rule, ended_on=ended, held=(), terms=TERMS_NOW, as_of=day))
        for day in (as_of, as_of + timedelta(days=later))
    )

    assert now <= then


@given(ended=ENDINGS, as_of=DAYS)
def test_a_name_is_never_due_before_the_number_beside_it(ended: dict[int, date], as_of: date) -> None:
    names, numbers = (
        set(due_contests(rule, ended_on=ended, held=(), terms=TERMS_NOW, as_of=as_of))
        for rule in (RetentionRule.MEMBER_NAMES, RetentionRule.MEMBER_DNI)
    )

    assert names <= numbers
    assert list(RetentionRule)[-1] is RetentionRule.MEMBER_NAMES


def test_every_rule_has_a_term_counted_in_years() -> None:
    assert set(TERM_OF) == set(RetentionRule)
    assert {code.value.rpartition("_")[2] for code in TERM_OF.values()} == {"years"}


@pytest.mark.parametrize(
    ("rows", "total", "said"),
    [
        pytest.param((), 0, "Ningún dato cumplió su plazo todavía: no hay nada que retirar.", id="no line"),
        pytest.param((0,), 0, "Ningún dato cumplió su plazo todavía: no hay nada que retirar.", id="empty"),
        pytest.param((1,), 1, None, id="one row"),
        pytest.param((0, 3, 4), 7, None, id="several lines"),
    ],
)
def test_a_plan_withdraws_something(rows: tuple[int, ...], total: int, said: str | None) -> None:
    lines = tuple(PlanLine(rule, (1,), count) for rule, count in zip(RetentionRule, rows, strict=False))
    plan = Plan(TODAY, lines)
    problem = plan_problem(plan)

    assert (plan.rows, problem and problem.text) == (total, said)


def test_a_proposal_holds_for_what_was_read_and_nothing_else() -> None:
    same, other = changed_problem("ab" * 32, "ab" * 32), changed_problem("ab" * 32, "ac" * 32)

    assert same is None
    assert other is not None
    assert other.text.endswith("Descarte la propuesta y haga otra.")


@pytest.mark.parametrize(
    ("reason", "is_taken"),
    [
        pytest.param("", False, id="nothing"),
        pytest.param(" " * 40, False, id="spaces alone"),
        pytest.param("x" * 9, False, id="nine letters"),
        pytest.param(f" {'x' * 9} ", False, id="nine letters among spaces"),
        pytest.param("x" * 10, True, id="ten letters"),
        pytest.param("x" * 300, True, id="three hundred letters"),
        pytest.param(f" {'x' * 300} ", True, id="three hundred letters among spaces"),
        pytest.param("x" * 301, False, id="one letter too many"),
    ],
)
def test_a_reason_is_long_enough_to_say_something(reason: str, *, is_taken: bool) -> None:
    problem = reason_problem(reason)

    assert (problem is None) is is_taken
    assert problem is None or problem.text == "Explique el motivo con 10 a 300 letras."


@pytest.mark.parametrize(
    ("state", "actions"), [("proposed", ("apply", "discard")), ("applied", ()), ("discarded", ())]
)
def test_a_run_is_decided_once(state: str, actions: tuple[str, ...]) -> None:
    assert RETENTION_RUN.available(state) == actions
