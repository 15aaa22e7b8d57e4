"""Shares of a place, and what most households of a group have: exact, and never more than is true."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.registry.rules.component_records import ComponentState, Step
from contest_portal.registry.rules.component_shares import (
    HeldKind,
    Holding,
    common_holdings,
    format_share,
    share_per_mille,
)

CUYES, HUERTO = 1, 2
DAY = date(2026, 8, 14)
SIX = range(1, 7)


def had(household_id: int, kind_id: int, *steps: tuple[str, int]) -> HeldKind:
    return HeldKind(
        household_id,
        kind_id,
        tuple(Step(ComponentState(state), date(year, 3, 1)) for state, year in steps),
    )


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (5, 6, "83.3"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 2000, "0.1"),
        (0, 6, "0"),
        (6, 6, "100"),
        (81, 100, "81"),
    ],
)
def test_a_share_is_written_with_one_decimal(part: int, whole: int, text: str) -> None:
    share = share_per_mille(part, whole)

    assert share is not None
    assert format_share(share) == text


def test_there_is_no_share_of_nothing() -> None:
    assert share_per_mille(0, 0) is None


@given(st.integers(1, 10**6), st.data())
def test_a_share_is_within_half_a_thousandth(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))

    share = share_per_mille(part, whole)

    assert share is not None
    assert abs(Fraction(share, 1000) - Fraction(part, whole)) <= Fraction(1, 2000)
    assert Fraction(format_share(share)) == Fraction(share, 10)


def test_five_of_six_keep_guinea_pigs_since_the_year_the_last_of_them_began() -> None:
    records = [had(number, CUYES, ("delivered", 2022)) for number in range(1, 5)]
    records.append(had(5, CUYES, ("planned", 2023), ("delivered", 2024)))

    assert common_holdings(SIX, records, DAY) == (Holding(CUYES, 5, 6, 2024),)


@pytest.mark.parametrize(
    ("holders", "households", "is_said"),
    [(3, 6, False), (4, 6, True), (2, 3, True), (1, 1, False), (2, 2, True)],
)
def test_more_than_half_and_more_than_one_must_have_it(
    holders: int, households: int, *, is_said: bool
) -> None:
    records = [had(number, CUYES, ("in_use", 2024)) for number in range(holders)]

    assert bool(common_holdings(range(households), records, DAY)) == is_said


@pytest.mark.parametrize(
    "steps",
    [
        (("planned", 2024),),
        (("delivered", 2022), ("abandoned", 2025)),
        (("delivered", 2027),),
    ],
    ids=["planned", "abandoned", "after the day"],
)
def test_what_is_not_there_on_the_day_does_not_count(steps: tuple[tuple[str, int], ...]) -> None:
    records = [had(number, CUYES, *steps) for number in SIX]

    assert common_holdings(SIX, records, DAY) == ()


def test_what_is_abandoned_later_was_there_on_the_day() -> None:
    records = [had(number, CUYES, ("in_use", 2024), ("abandoned", 2027)) for number in SIX]

    assert common_holdings(SIX, records, DAY) == (Holding(CUYES, 6, 6, 2024),)


def test_two_records_of_a_household_are_one_household_and_its_longest_counts() -> None:
    records = [
        had(1, CUYES, ("in_use", 2024)),
        had(1, CUYES, ("in_use", 2021)),
        had(2, CUYES, ("in_use", 2022)),
    ]

    assert common_holdings((1, 2), records, DAY) == (Holding(CUYES, 2, 2, 2022),)


def test_records_of_other_households_do_not_count() -> None:
    records = [had(number, CUYES, ("in_use", 2024)) for number in (1, 8, 9)]

    assert common_holdings((1, 2, 3), records, DAY) == ()


def test_the_commonest_come_first_then_the_oldest() -> None:
    records = [had(number, HUERTO, ("in_use", 2025)) for number in SIX]
    records += [had(number, CUYES, ("in_use", 2024)) for number in range(1, 5)]
    records += [had(number, 3, ("in_use", 2021)) for number in range(1, 5)]

    assert [holding.kind_id for holding in common_holdings(SIX, records, DAY)] == [HUERTO, 3, CUYES]


@given(
    st.integers(1, 8),
    st.lists(
        st.tuples(st.integers(1, 10), st.integers(1, 3), st.integers(0, 2000), st.booleans()), max_size=30
    ),
)
def test_nothing_is_said_that_the_records_do_not_hold(
    households: int, rows: list[tuple[int, int, int, bool]]
) -> None:
    start = date(2022, 1, 1)
    records = [
        HeldKind(
            household,
            kind,
            (Step(ComponentState.DELIVERED, start + timedelta(days=offset)),)
            + ((Step(ComponentState.ABANDONED, DAY),) if is_over else ()),
        )
        for household, kind, offset, is_over in rows
    ]

    for holding in common_holdings(range(1, households + 1), records, DAY):
        holders = {
            record.household_id
            for record in records
            if record.kind_id == holding.kind_id
            and record.household_id <= households
            and len(record.steps) == 1
            and record.steps[0].on_date <= min(DAY, date(holding.since_year, 12, 31))
        }
        assert len(holders) == holding.holders
        assert holding.holders > households / 2
