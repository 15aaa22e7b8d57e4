"""Rates are whole numbers of ten-thousandths of a point."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.problems import Refused
from contest_portal.registry.rules.percentages import format_percent_e4, parse_percent_e4


@pytest.mark.parametrize(
    ("text", "rate_e4"),
    [
        ("40.0163", 400_163),
        ("40,0163", 400_163),
        ("40", 400_000),
        (" 36.5 % ", 365_000),
        ("0", 0),
        ("100", 1_000_000),
        ("100.0000", 1_000_000),
        ("9.0346", 90_346),
        ("22.021474", 220_215),
        ("40.00000001", 400_001),
        ("40.0000000", 400_000),
    ],
)
def test_a_rate_is_read_exactly(text: str, rate_e4: int) -> None:
    assert parse_percent_e4(text, field="rate") == rate_e4


@pytest.mark.parametrize(
    "text", ["", "-1", "100.0001", "101", "1e2", "cuarenta", "4O", "40.", ".5", "1 000", "٤٠"]
)
def test_what_is_no_rate_is_refused_with_its_value(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_percent_e4(text, field="rate")

    (problem,) = refusal.value.problems
    assert (problem.code, problem.field, problem.params) == ("rate.invalid", "rate", {"value": text.strip()})


@given(st.integers(0, 1_000_000))
def test_what_is_written_is_read_back(rate_e4: int) -> None:
    assert parse_percent_e4(format_percent_e4(rate_e4), field="rate") == rate_e4


@given(st.integers(0, 99), st.text("0123456789", min_size=1, max_size=10), st.integers(0, 1_000_000))
def test_a_rate_of_many_decimals_is_on_the_same_side_of_any_limit(
    points: int, decimals: str, limit: int
) -> None:
    exact = Fraction(f"{points}.{decimals}")

    kept = parse_percent_e4(f"{points}.{decimals}", field="rate")

    assert (kept > limit) == (exact > Fraction(limit, 10_000))


@pytest.mark.parametrize(
    ("rate_e4", "text"), [(400_163, "40.0163"), (365_000, "36.5"), (400_000, "40"), (1, "0.0001"), (0, "0")]
)
def test_a_rate_is_written_with_the_decimals_it_needs(rate_e4: int, text: str) -> None:
    assert format_percent_e4(rate_e4) == text
