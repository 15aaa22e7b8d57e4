"""Rounding: by a named policy, never further than it must go."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.rounding import Rounding, round_to_units

values = st.fractions(min_value=-10_000, max_value=10_000, max_denominator=10_000)
units = st.sampled_from([1, 2, 10, 100, 1000])
policies = st.sampled_from(list(Rounding))
DECIMAL = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
}


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "down"),
    [
        (Fraction(1, 2), 1, 0, 0),
        (Fraction(3, 2), 2, 2, 1),
        (Fraction(5, 2), 3, 2, 2),
        (Fraction(-1, 2), -1, 0, 0),
        (Fraction(-3, 2), -2, -2, -1),
        (Fraction(-5, 2), -3, -2, -2),
        (Fraction(4999, 10000), 0, 0, 0),
        (Fraction(5001, 10000), 1, 1, 0),
        (Fraction(7), 7, 7, 7),
        (Fraction(0), 0, 0, 0),
    ],
)
def test_table(value: Fraction, half_up: int, half_even: int, down: int) -> None:
    rounded = [
        round_to_units(value, 1, policy) for policy in (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.DOWN)
    ]

    assert rounded == [half_up, half_even, down]


@given(values, units, policies)
def test_result_is_less_than_one_unit_away(value: Fraction, per_one: int, policy: Rounding) -> None:
    distance = abs(round_to_units(value, per_one, policy) - value * per_one)

    assert distance < 1 if policy is Rounding.DOWN else distance <= Fraction(1, 2)


@given(st.integers(min_value=-(10**12), max_value=10**12), units, policies)
def test_exact_number_of_units_is_left_alone(whole: int, per_one: int, policy: Rounding) -> None:
    assert round_to_units(Fraction(whole, per_one), per_one, policy) == whole


@given(values, units, policies)
def test_sign_makes_no_difference(value: Fraction, per_one: int, policy: Rounding) -> None:
    assert round_to_units(-value, per_one, policy) == -round_to_units(value, per_one, policy)


@given(values, values, units, policies)
def test_order_is_kept(a: Fraction, b: Fraction, per_one: int, policy: Rounding) -> None:
    low, high = sorted((a, b))

    assert round_to_units(low, per_one, policy) <= round_to_units(high, per_one, policy)


@given(st.integers(min_value=-(10**9), max_value=10**9), policies)
def test_agrees_with_decimal_arithmetic_on_thousandths(thousandths: int, policy: Rounding) -> None:
    decimal = (Decimal(thousandths) / 1000).quantize(Decimal("0.01"), rounding=DECIMAL[policy])

    assert round_to_units(Fraction(thousandths, 1000), 100, policy) == int(decimal * 100)
