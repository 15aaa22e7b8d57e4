"""The split of an award and the arithmetic of a budget."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.applications.rules.budget import check_budget, least_counterpart, split_award
from contest_portal.applications.rules.profile import (
    Assistance,
    Counterpart,
    CounterpartKind,
    Profile,
    Purchase,
    empty_profile,
)
from contest_portal.contests.rules.rulebook import BudgetRules
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.quantities import Quantity

RULES = BudgetRules(min_award=Money.soles(5_000), max_award=Money.soles(20_000))
GOOD = replace(
    empty_profile(),
    goods=(Purchase("Malla", "rollo", Quantity.of(6), Money.soles(1_000)),),
    assistance=(Assistance("Sanidad", "Menos mortandad", "Veterinario", Quantity.of(20), Money.soles(200)),),
    requested_goods=Money.soles(6_000),
    requested_assistance=Money.soles(4_000),
)


def codes(profile: Profile, rules: BudgetRules = RULES) -> list[str]:
    return [problem.code for problem in check_budget(profile, rules)]


@pytest.mark.parametrize(
    ("amount", "percent", "goods", "assistance"),
    [
        (Money.soles(10_000), 60, Money.soles(6_000), Money.soles(4_000)),
        (Money(1), 60, Money(1), ZERO),
        (Money(753_693), 60, Money(452_216), Money(301_477)),
        (Money(101), 50, Money(51), Money(50)),
        (Money(999), 100, Money(999), ZERO),
        (Money(999), 0, ZERO, Money(999)),
        (ZERO, 60, ZERO, ZERO),
    ],
    ids=["round", "one céntimo", "a real award", "odd half", "all goods", "all assistance", "nothing"],
)
def test_the_indivisible_centimo_goes_to_goods(
    amount: Money, percent: int, goods: Money, assistance: Money
) -> None:
    rules = replace(RULES, goods_percent=percent, assistance_percent=100 - percent)

    assert split_award(amount, rules) == (goods, assistance)


@given(cents=st.integers(0, 10**12), percent=st.integers(0, 100))
def test_the_parts_add_up_to_the_whole_and_none_is_negative(cents: int, percent: int) -> None:
    rules = replace(RULES, goods_percent=percent, assistance_percent=100 - percent)

    goods, assistance = split_award(Money(cents), rules)

    assert goods + assistance == Money(cents)
    assert min(goods, assistance) >= ZERO


@given(cents=st.integers(0, 10**12), percent=st.integers(0, 100))
def test_no_part_is_a_whole_centimo_away_from_its_percentage(cents: int, percent: int) -> None:
    rules = replace(RULES, goods_percent=percent, assistance_percent=100 - percent)

    goods, assistance = split_award(Money(cents), rules)

    assert 0 <= goods.cents * 100 - cents * percent < 100
    assert 0 <= cents * (100 - percent) - assistance.cents * 100 < 100


def test_a_budget_that_adds_up_has_no_problem() -> None:
    assert check_budget(GOOD, RULES) == ()


def test_without_an_amount_that_is_the_only_thing_said() -> None:
    assert codes(replace(GOOD, requested_goods=ZERO, requested_assistance=ZERO)) == [
        "budget.nothing_requested"
    ]


@pytest.mark.parametrize(
    ("soles", "cents", "refused"),
    [(4_999, 99, True), (5_000, 0, False), (20_000, 0, False), (20_000, 1, True)],
    ids=["a céntimo below", "the smallest", "the largest", "a céntimo above"],
)
def test_the_amount_lies_between_the_smallest_and_the_largest_award(
    soles: int, cents: int, *, refused: bool
) -> None:
    goods, assistance = split_award(Money.soles(soles, cents), RULES)
    profile = replace(GOOD, requested_goods=goods, requested_assistance=assistance)

    assert ("budget.out_of_range" in codes(profile)) is refused


def test_the_parts_are_exact_to_the_centimo() -> None:
    profile = replace(
        GOOD, requested_goods=Money.soles(5_999, 99), requested_assistance=Money.soles(4_000, 1)
    )

    (parts, goods, assistance) = check_budget(profile, RULES)

    assert parts.text == (
        "De S/ 10,000.00 corresponden S/ 6,000.00 a bienes (60 %) y S/ 4,000.00 a asistencia técnica (40 %). "
        "Corrija las dos partes."
    )
    assert (goods.code, assistance.code) == ("budget.goods_sum", "budget.assistance_sum")


@pytest.mark.parametrize(
    ("unit_cost", "rows", "difference"),
    [(Money.soles(900), "S/ 5,400.00", "S/ 600.00"), (Money.soles(1_000, 1), "S/ 6,000.06", "S/ 0.06")],
    ids=["too little", "a few céntimos too much"],
)
def test_goods_that_do_not_add_up_are_refused_with_both_sums_and_the_difference(
    unit_cost: Money, rows: str, difference: str
) -> None:
    profile = replace(GOOD, goods=(Purchase("Malla", "rollo", Quantity.of(6), unit_cost),))

    (problem,) = check_budget(profile, RULES)

    assert problem.field == "goods"
    assert problem.text == (
        f"Los bienes de la lista suman {rows} y la parte solicitada para bienes es S/ 6,000.00: "
        f"la diferencia es {difference}. Ajuste la lista o el monto solicitado."
    )


def test_assistance_that_does_not_add_up_is_refused_with_both_sums() -> None:
    profile = replace(GOOD, assistance=())

    (problem,) = check_budget(profile, RULES)

    assert (problem.field, dict(problem.params)) == (
        "assistance",
        {"rows": "S/ 0.00", "part": "S/ 4,000.00", "difference": "S/ 4,000.00"},
    )


def test_a_counterpart_below_the_least_is_refused_with_what_is_lacking() -> None:
    rules = replace(RULES, min_counterpart_percent=20)
    given_part = (Counterpart(CounterpartKind.CASH, "Ahorro", Money.soles(1_500)),)

    (problem,) = check_budget(replace(GOOD, counterpart=given_part), rules)

    assert problem.text == (
        "El aporte del grupo suma S/ 1,500.00 y el concurso pide al menos S/ 2,000.00 (20 % de lo solicitado). "
        "Agregue aportes por S/ 500.00."
    )


@given(cents=st.integers(0, 10**12), percent=st.integers(0, 100))
def test_the_least_counterpart_is_within_half_a_centimo_of_its_percentage(cents: int, percent: int) -> None:
    least = least_counterpart(Money(cents), replace(RULES, min_counterpart_percent=percent))

    assert abs(least.cents * 100 - cents * percent) <= 50
