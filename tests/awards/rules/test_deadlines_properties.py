"""Deadlines hold together: a day later is a day later, and nothing is due once an award is over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.awards.rules.deadlines import (
    DAYS_TO_NOTE_ACCOUNT,
    DAYS_TO_PAY,
    DAYS_TO_SETTLE,
    DAYS_TO_SIGN,
    Due,
    DueKind,
    Standing,
    dues,
)

ISSUED = date(2026, 11, 1)
DAYS = st.integers(0, 800).map(lambda days: ISSUED + timedelta(days=days))
UNSIGNED = st.builds(Standing, st.just(ISSUED), is_over=st.booleans())
SIGNED = st.builds(
    Standing,
    issued_on=st.just(ISSUED),
    signed_on=DAYS,
    has_account=st.booleans(),
    is_paid=st.booleans(),
    is_even=st.booleans(),
    ends_on=DAYS,
    is_over=st.booleans(),
)
STANDINGS = UNSIGNED | SIGNED


@given(STANDINGS, DAYS)
def test_they_come_in_the_order_of_their_days(standing: Standing, today: date) -> None:
    found = dues(standing, today)

    assert [due.on for due in found] == sorted(due.on for due in found)
    assert len({due.kind for due in found}) == len(found)


@given(STANDINGS, DAYS)
def test_what_is_late_counts_the_days_since_its_last(standing: Standing, today: date) -> None:
    assert all(due.late == max(0, (today - due.on).days) for due in dues(standing, today))


@given(STANDINGS, DAYS, st.integers(1, 60))
def test_time_alone_changes_no_deadline(standing: Standing, today: date, more: int) -> None:
    before, after = dues(standing, today), dues(standing, today + timedelta(days=more))

    assert [(due.kind, due.on) for due in before] == [(due.kind, due.on) for due in after]
    assert all(0 <= later.late - due.late <= more for due, later in zip(before, after, strict=True))


@given(STANDINGS, DAYS)
def test_an_award_that_runs_always_waits_for_something_and_one_that_is_over_for_nothing(
    standing: Standing, today: date
) -> None:
    assert bool(dues(standing, today)) is not standing.is_over


@given(SIGNED, DAYS)
def test_each_step_done_takes_its_own_deadline_away(standing: Standing, today: date) -> None:
    kinds = {due.kind for due in dues(replace(standing, is_over=False), today)}

    assert DueKind.SIGN not in kinds
    assert (DueKind.ACCOUNT in kinds) is not standing.has_account
    assert (DueKind.TRANSFER in kinds) is not standing.is_paid
    assert (DueKind.SETTLE in kinds) is standing.is_paid
    assert (DueKind.ACCOUNTS in kinds) is (standing.is_paid and not standing.is_even)


@pytest.mark.parametrize(
    ("standing", "kind", "days"),
    [
        (Standing(ISSUED), DueKind.SIGN, DAYS_TO_SIGN),
        (Standing(ISSUED, signed_on=ISSUED, ends_on=ISSUED), DueKind.ACCOUNT, DAYS_TO_NOTE_ACCOUNT),
        (
            Standing(ISSUED, signed_on=ISSUED, ends_on=ISSUED, has_account=True),
            DueKind.TRANSFER,
            DAYS_TO_PAY,
        ),
        (
            Standing(ISSUED, signed_on=ISSUED, ends_on=ISSUED, has_account=True, is_paid=True, is_even=True),
            DueKind.SETTLE,
            DAYS_TO_SETTLE,
        ),
    ],
)
def test_the_last_day_is_still_in_time(standing: Standing, kind: DueKind, days: int) -> None:
    last = ISSUED + timedelta(days=days)

    on_it, after = (dues(standing, day)[0] for day in (last, last + timedelta(days=1)))

    assert (on_it, after) == (Due(kind, last, 0), Due(kind, last, 1))
