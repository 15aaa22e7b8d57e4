"""Amounts: integer céntimos, exact sums, one rounding, a strict reading of what people type."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.money import MAX_CENTS, ZERO, Money, parse_money
from contest_portal.kernel.problems import Problem, Refused
from contest_portal.kernel.rounding import Rounding

cents = st.integers(min_value=-(10**15), max_value=10**15)
amounts = st.builds(Money, cents)
typed_amounts = st.builds(Money, st.integers(min_value=0, max_value=MAX_CENTS))
factors = st.fractions(min_value=0, max_value=3, max_denominator=997)

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", Money(0)),
        ("7", Money.soles(7)),
        ("007", Money.soles(7)),
        ("7536.93", Money(753_693)),
        ("7536.9", Money(753_690)),
        ("  12.30 \n", Money(1_230)),
        ("1,234", Money.soles(1_234)),
        ("1,234.5", Money(123_450)),
        ("1 234.50", Money(123_450)),
        (f"1{NBSP}234{NBSP}567.05", Money(123_456_705)),
        ("S/ 1 234.50", Money(123_450)),
        ("S/1234.50", Money(123_450)),
        ("S/. 80", Money.soles(80)),
        ("s/ 80", Money.soles(80)),
        ("99999999999.99", Money(MAX_CENTS)),
        ("99,999,999,999.99", Money(MAX_CENTS)),
    ],
)
def test_amount_is_read_as_people_write_it(text: str, amount: Money) -> None:
    assert parse_money(text, field="requested") == amount


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("-500", id="BS-07 negative"),
        pytest.param("abc", id="BS-08 no number"),
        pytest.param("7536.939", id="BS-09 three decimals"),
        pytest.param("-Infinity", id="BS-10 infinity"),
        pytest.param("NaN", id="not a number"),
        pytest.param("1e3", id="exponent"),
        pytest.param("1_000", id="underscore"),
        pytest.param("+5", id="plus"),
        pytest.param("0x10", id="hexadecimal"),
        pytest.param("\u0661\u0662", id="Arabic digits"),
        pytest.param("\uff11\uff12\uff13", id="full-width digits"),
        pytest.param("²", id="superscript"),
        pytest.param("12,34", id="comma for the decimals"),
        pytest.param("1.234,50", id="point for the thousands"),
        pytest.param("1,23,456", id="groups of two"),
        pytest.param("1,234 567", id="two kinds of group"),
        pytest.param("1234,567", id="group after four digits"),
        pytest.param("1  234", id="two spaces"),
        pytest.param("1.", id="no decimals after the point"),
        pytest.param(".5", id="nothing before the point"),
        pytest.param("1.2.3", id="two points"),
        pytest.param("12 S/ 34", id="sign inside"),
        pytest.param("S/ S/ 5", id="sign twice"),
        pytest.param("$ 5", id="another currency"),
        pytest.param("5 soles", id="a word"),
        pytest.param("12\n34", id="line break inside"),
        pytest.param("", id="nothing"),
        pytest.param("S/", id="the sign alone"),
        pytest.param("100000000000.00", id="a céntimo above the most"),
        pytest.param("100,000,000,000.00", id="a céntimo above the most in groups"),
        pytest.param("9" * 5000, id="five thousand digits"),
        pytest.param("1" + ",000" * 2000, id="two thousand groups"),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_money(text, field="requested")

    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == ("money.invalid", "requested")


def test_refusal_quotes_what_was_typed_and_says_how_to_write_it() -> None:
    with pytest.raises(Refused) as refusal:
        parse_money(" doce ", field="requested")

    assert refusal.value.problems == (
        Problem(
            "money.invalid",
            field="requested",
            message="«%(value)s» no es un monto. Escríbalo en soles con dos decimales como máximo,"
            " por ejemplo 1234.50.",
            params={"value": "doce"},
        ),
    )
    assert refusal.value.problems[0].text.startswith("«doce» no es un monto.")


def test_refusal_quotes_no_more_than_forty_signs() -> None:
    with pytest.raises(Refused) as refusal:
        parse_money("x" * 1000, field="requested")

    assert refusal.value.problems[0].params == {"value": "x" * 40}


@given(typed_amounts)
def test_what_is_written_is_read_back(amount: Money) -> None:
    assert parse_money(str(amount), field="f") == amount
    assert parse_money(amount.format(), field="f") == amount


@given(st.text(max_size=30))
def test_no_text_is_read_as_anything_but_an_amount_in_range(text: str) -> None:
    try:
        amount = parse_money(text, field="f")
    except Refused:
        return

    assert ZERO <= amount <= Money(MAX_CENTS)


@pytest.mark.parametrize(
    ("amount", "plain", "written"),
    [
        (Money(0), "0.00", "S/ 0.00"),
        (Money(5), "0.05", "S/ 0.05"),
        (Money(123_456_750), "1234567.50", "S/ 1,234,567.50"),
        (Money(-5), "-0.05", "-S/ 0.05"),
        (Money(-123_456), "-1234.56", "-S/ 1,234.56"),
    ],
)
def test_amount_is_written(amount: Money, plain: str, written: str) -> None:
    assert (str(amount), amount.format()) == (plain, written)


@pytest.mark.parametrize("cents", ["5", 5.0, True, None, Fraction(5)])
def test_only_whole_céntimos_make_an_amount(cents: object) -> None:
    with pytest.raises(TypeError):
        Money(cents)  # type: ignore[arg-type]


@given(amounts, amounts, amounts)
def test_sums_do_not_depend_on_order(a: Money, b: Money, c: Money) -> None:
    assert Money.total([a, b, c]) == Money.total([c, a, b]) == a + b + c
    assert (a + b) - b == a


def test_total_of_nothing_is_zero() -> None:
    assert Money.total([]) == ZERO


@given(amounts, amounts)
def test_order_is_that_of_céntimos(a: Money, b: Money) -> None:
    assert (a < b, a <= b, a > b, a == b) == (
        a.cents < b.cents,
        a.cents <= b.cents,
        a.cents > b.cents,
        a.cents == b.cents,
    )


@given(amounts)
def test_only_zero_is_false(amount: Money) -> None:
    assert bool(amount) == (amount.cents != 0)


@given(amounts, factors)
def test_product_is_less_than_a_céntimo_from_the_exact_one(amount: Money, factor: Fraction) -> None:
    exact = Fraction(amount.cents) * factor

    assert abs(amount.times(factor).cents - exact) <= Fraction(1, 2)
    assert abs(amount.times(factor, Rounding.DOWN).cents) <= abs(exact)


@given(amounts, st.integers(min_value=-1000, max_value=1000))
def test_product_with_a_whole_number_is_exact(amount: Money, factor: int) -> None:
    assert amount.times(factor) == Money(amount.cents * factor)


@pytest.mark.parametrize(
    ("rounding", "cents"), [(Rounding.HALF_UP, 3), (Rounding.HALF_EVEN, 2), (Rounding.DOWN, 2)]
)
def test_half_a_céntimo_goes_where_the_policy_says(rounding: Rounding, cents: int) -> None:
    assert Money(5).times(Fraction(1, 2), rounding) == Money(cents)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (Money(40), Money(100), Fraction(2, 5)),
        (Money(1), Money(3), Fraction(1, 3)),
        (Money(5), ZERO, Fraction(0)),
    ],
)
def test_share_is_exact(part: Money, whole: Money, share: Fraction) -> None:
    assert part.share_of(whole) == share
