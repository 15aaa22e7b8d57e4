"""Periods of memberships by the days they hold on: what the rules say agrees with counting days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contest_portal.registry.rules.memberships import (
    Life,
    Period,
    Said,
    end_problems,
    overlap_problem,
    period_problems,
    reopen_problem,
)
from contest_portal.registry.rules.row_history import Basis

START = date(2026, 1, 1)
DAYS = [START + timedelta(days=number) for number in range(12)]
TODAY = DAYS[-1]
days = st.sampled_from(DAYS)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Give a period of the twelve days, open or closed."""
    since = draw(days)
    until = draw(st.none() | days.filter(lambda day: day >= since))
    return Period(since, until)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Give a membership of which something was said on days in a row, void or not."""
    since = draw(days)
    ends = draw(st.lists(st.none() | days.filter(lambda day: day >= since), min_size=1, max_size=4))
    said = sorted(draw(st.lists(days, min_size=len(ends), max_size=len(ends))))
    voided = draw(st.none() | days.filter(lambda day: day >= said[-1]))
    return Life(since, tuple(Said(on, until) for on, until in zip(said, ends, strict=True)), voided)


@given(periods(), periods())
def test_periods_meet_when_some_day_is_in_both(one: Period, other: Period) -> None:
    shared = any(one.holds_on(day) and other.holds_on(day) for day in [*DAYS, TODAY + timedelta(days=400)])

    assert one.meets(other) is other.meets(one) is shared


@given(periods(), st.lists(periods(), max_size=4))
def test_what_is_not_refused_leaves_no_day_twice(new: Period, others: list[Period]) -> None:
    refused = overlap_problem(new, others) is not None

    assert refused is any(new.meets(other) for other in others)


@given(periods())
def test_a_period_of_the_past_is_sound(period: Period) -> None:
    assert period_problems(period, TODAY) == ()


@given(periods(), days)
def test_an_end_that_is_let_through_can_be_taken_back(period: Period, until: date) -> None:
    if end_problems(period, until, TODAY):
        assert period.until is not None or until < period.since
        return

    ended = Period(period.since, until)
    assert (period_problems(ended, TODAY), reopen_problem(ended, [])) == ((), None)


@given(lives())
def test_what_is_known_today_does_not_depend_on_when_it_was_said(life: Life) -> None:
    last = life.said[-1].until

    for day in DAYS:
        expected = life.voided_on is None and Period(life.since, last).holds_on(day)
        assert life.holds_on(day, Basis.KNOWN_TODAY) is expected


@given(lives())
def test_nothing_is_held_before_anything_was_said(life: Life) -> None:
    before = [day for day in DAYS if day < life.said[0].on]

    assert not any(life.holds_on(day, Basis.HELD_THEN) for day in before)


@given(lives())
def test_from_the_last_word_on_both_answers_agree_on_the_period(life: Life) -> None:
    last = max(life.said[-1].on, life.voided_on or life.said[-1].on)

    for day in DAYS:
        if day >= last:
            assert life.period(day, Basis.HELD_THEN) == life.period(day, Basis.KNOWN_TODAY)
