"""Quantities in hundredths: read strictly, written without loss, priced with one rounding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from contest_portal.kernel.quantities import LARGEST, SMALLEST, Quantity, cost_of, parse_quantity

quantities = st.integers(SMALLEST.hundredths, LARGEST.hundredths).map(Quantity)
NONE = [
    "",
    "0",
    "0.00",
    "-1",
    "+1",
    "1,5",
    "1.005",
    "1.",
    ".5",
    "1e3",
    "x",
    "٣",
    "1000000.01",
    "9" * 20,
    "1 2",
]


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("3", 300),
        ("2.5", 250),
        ("0.25", 25),
        ("0.01", 1),
        (" 12 ", 1_200),
        ("1,200", 120_000),
        ("1 200.05", 120_005),
        ("1000000", 100_000_000),
        ("007", 700),
    ],
)
def test_typed_quantity_is_read(typed: str, hundredths: int) -> None:
    assert parse_quantity(typed, field="quantity") == Quantity(hundredths)


@pytest.mark.parametrize("typed", NONE)
def test_what_is_no_quantity_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_quantity(typed, field="quantity")

    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [
        ("quantity.invalid", "quantity")
    ]


@given(quantities)
def test_what_is_written_is_read_back(quantity: Quantity) -> None:
    assert parse_quantity(str(quantity), field="quantity") == quantity
    assert Quantity.from_plain(quantity.plain) == quantity


@pytest.mark.parametrize(
    ("quantity", "plain"),
    [(Quantity.of(30), 30), (Quantity(250), "2.5"), (Quantity(5), "0.05"), (Quantity(-250), "-2.5")],
    ids=str,
)
def test_whole_units_are_kept_as_whole_numbers(quantity: Quantity, plain: object) -> None:
    assert (quantity.plain, Quantity.from_plain(plain)) == (plain, quantity)


@pytest.mark.parametrize("data", ["30", "2.50", "30.0", "02.5", "x", "", True, None, 1.5, "2,5"], ids=repr)
def test_data_written_in_another_way_is_an_error(data: object) -> None:
    with pytest.raises(ValueError, match=r"no quantity|is written"):
        Quantity.from_plain(data)


@pytest.mark.parametrize(
    ("hundredths", "cents", "expected"),
    [(25, 10, 3), (24, 10, 2), (300, 11_205, 33_615), (1, 50, 1), (1, 49, 0), (250, 333, 833)],
)
def test_cost_is_rounded_once_half_up(hundredths: int, cents: int, expected: int) -> None:
    assert cost_of(Quantity(hundredths), Money(cents)) == Money(expected)


@given(quantities, st.integers(0, 10**9))
def test_cost_is_the_one_that_the_script_shows(quantity: Quantity, cents: int) -> None:
    assert cost_of(quantity, Money(cents)).cents == (quantity.hundredths * cents + 50) // 100


def test_hundredths_are_whole() -> None:
    with pytest.raises(TypeError):
        Quantity("2.5")  # type: ignore[arg-type]
