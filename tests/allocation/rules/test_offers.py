"""Whom each envelope calls and with whose money: what is free inside is at hand outside as far as the rules say."""

from dataclasses import replace

import pytest

from contest_portal.allocation.rules.offers import offers_of
from contest_portal.allocation.rules.reserve import Given
from contest_portal.kernel.money import Money
from tests.allocation.builders import passed
from tests.allocation.rules.test_nested_rounds import at, contest, envelope

TREE = contest(
    envelope("T", 0),
    envelope("N", 0, "T", up=True),
    envelope("NA", 0, "N", up=True),
    envelope("NB", 0, "N"),
    envelope("S", 0, "T", up=True),
    at("NA", passed("A", 1, 5_000, units=9_000)),
    at("NB", passed("B", 2, 4_000, units=8_500)),
    at("S", passed("C", 3, 6_000, units=8_000)),
)
"""North with its two districts, of which B keeps what is left; A, B and C are at home there and in the south."""


def told(waiting: str, rule: str = "merit_order", **free: int) -> dict[str, tuple[str, int, dict[str, int]]]:
    """Give of each envelope that calls: whom, with how many soles, and what of them goes up from where."""
    inputs = replace(TREE, rule=rule)
    ids = {one.application_id for one in inputs.candidates if one.code in waiting}
    given = [
        Given(one.application_id, one.requested, one.home)
        for one in inputs.candidates
        if one.code not in waiting
    ]
    offers = offers_of(inputs, {code: Money.soles(n) for code, n in free.items()}, waiting=ids, given=given)
    return {
        code: (
            one.line.code,
            one.line.amount.cents // 100,
            {rise.source: rise.amount.cents // 100 for rise in one.rises},
        )
        for code, one in offers.items()
        if one.line
    }


@pytest.mark.parametrize(
    ("waiting", "free", "expected"),
    [
        pytest.param("AC", {"NA": 6_000}, {"NA": ("A", 5_000, {})}, id="who waits inside is called there first"),
        pytest.param("BC", {"NA": 6_000}, {"N": ("B", 4_000, {"NA": 4_000})}, id="else who waits around it"),
        pytest.param("C", {"NA": 6_000}, {"T": ("C", 6_000, {"NA": 6_000})}, id="over two levels, if nobody there"),
        pytest.param("C", {"NB": 6_000}, {}, id="what is not declared to go up stays"),
        pytest.param("C", {"T": 2_000, "NA": 9_000}, {"T": ("C", 6_000, {"NA": 4_000})}, id="own money first"),
        pytest.param(
            "C",
            {"N": 1_000, "NA": 3_000, "T": 2_500},
            {"T": ("C", 6_000, {"N": 1_000, "NA": 2_500})},
            id="then by code, and of the last only what is needed",
        ),
        pytest.param("C", {"NA": 2_999, "T": 3_000}, {}, id="a sol too little for the only one who waits"),
        pytest.param("AC", {"NA": 4_999, "T": 1}, {"T": ("A", 5_000, {"NA": 4_999}), }, id="the best of all around"),
    ],
)  # fmt: skip
def test_free_money_calls_who_waits_in_its_envelope_and_then_outwards(
    waiting: str, free: dict[str, int], expected: dict[str, tuple[str, int, dict[str, int]]]
) -> None:
    assert told(waiting, **free) == expected


def test_the_rule_decides_how_much_of_what_is_at_hand_is_given() -> None:
    assert told("C", "merit_order_partial", NA=2_500, T=500) == {"T": ("C", 3_000, {"NA": 2_500})}


def test_what_is_at_hand_is_told_where_nobody_is_called() -> None:
    free = {"NA": Money.soles(2), "N": Money.soles(3), "NB": Money.soles(9)}

    offers = offers_of(TREE, free, waiting=(), given=())

    assert {code: one.at_hand.cents // 100 for code, one in offers.items()} == {
        "NA": 0, "NB": 0, "N": 2, "S": 0, "T": 5,
    }  # fmt: skip
    assert offers["T"].rises == ()
