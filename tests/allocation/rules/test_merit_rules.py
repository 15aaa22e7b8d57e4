"""The three merit rules side by side on the same small contests."""

import pytest

from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import AllocationResult, EnvelopeTotal
from contest_portal.kernel.money import ZERO, Money
from tests.allocation.builders import below, disqualified, inputs, passed

Row = tuple[str, str, int, int, int | None, str]


def rows(result: AllocationResult) -> list[Row]:
    return [
        (
            line.code,
            line.outcome.value,
            line.amount.cents // 100,
            line.balance.cents // 100,
            line.reserve_order,
            line.reason.value,
        )
        for line in result.lines
    ]


RUNS_OUT = inputs(
    passed("A", 1, 10_000),
    passed("B", 2, 8_000),
    passed("C", 3, 5_000),
    passed("D", 4, 2_000),
    IDEA=20_000,
)

FULL_AWARDS = [
    ("A", "awarded", 10_000, 10_000, None, "full_award"),
    ("B", "awarded", 8_000, 2_000, None, "full_award"),
]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "merit_order",
            [
                *FULL_AWARDS,
                ("C", "reserve", 0, 2_000, 1, "does_not_fit"),
                ("D", "reserve", 0, 2_000, 2, "after_the_cut"),
            ],
        ),
        (
            "merit_order_skipping",
            [
                *FULL_AWARDS,
                ("C", "reserve", 0, 2_000, 1, "passed_over"),
                ("D", "awarded", 2_000, 0, None, "full_award"),
            ],
        ),
        (
            "merit_order_partial",
            [
                *FULL_AWARDS,
                ("C", "awarded", 2_000, 0, None, "rest_of_envelope"),
                ("D", "reserve", 0, 0, 1, "after_the_cut"),
            ],
        ),
    ],
)
def test_what_happens_when_the_envelope_runs_out(rule: str, expected: list[Row]) -> None:
    assert rows(allocate(rule, RUNS_OUT)) == expected


@pytest.mark.parametrize("rule", ["merit_order", "merit_order_skipping", "merit_order_partial"])
def test_a_request_of_exactly_what_is_left_is_awarded(rule: str) -> None:
    exact = inputs(passed("A", 1, 12_000), passed("B", 2, 8_000), IDEA=20_000)

    assert rows(allocate(rule, exact)) == [
        ("A", "awarded", 12_000, 8_000, None, "full_award"),
        ("B", "awarded", 8_000, 0, None, "full_award"),
    ]


def test_one_centimo_too_much_does_not_fit() -> None:
    over = inputs(passed("A", 1, 12_000), passed("B", 2, 8_000, cents=1), IDEA=20_000)

    assert rows(allocate("merit_order", over)) == [
        ("A", "awarded", 12_000, 8_000, None, "full_award"),
        ("B", "reserve", 0, 8_000, 1, "does_not_fit"),
    ]


def test_the_partial_rule_gives_no_rest_below_the_minimum_award() -> None:
    short = inputs(passed("A", 1, 18_001), passed("B", 2, 8_000), IDEA=20_000)

    assert rows(allocate("merit_order_partial", short)) == [
        ("A", "awarded", 18_001, 1_999, None, "full_award"),
        ("B", "reserve", 0, 1_999, 1, "rest_below_minimum"),
    ]


def test_the_partial_rule_gives_a_rest_of_exactly_the_minimum() -> None:
    enough = inputs(passed("A", 1, 18_000), passed("B", 2, 8_000), IDEA=20_000)

    assert rows(allocate("merit_order_partial", enough))[1] == (
        "B",
        "awarded",
        2_000,
        0,
        None,
        "rest_of_envelope",
    )


def test_each_envelope_is_shared_out_on_its_own() -> None:
    two = inputs(
        passed("A", 1, 10_000, category="MARCHA"),
        passed("B", 1, 9_000),
        passed("C", 2, 9_000),
        IDEA=10_000,
        MARCHA=15_000,
    )

    result = allocate("merit_order", two)

    assert rows(result) == [
        ("B", "awarded", 9_000, 1_000, None, "full_award"),
        ("C", "reserve", 0, 1_000, 1, "does_not_fit"),
        ("A", "awarded", 10_000, 5_000, None, "full_award"),
    ]
    assert result.envelopes == (
        EnvelopeTotal("IDEA", Money.soles(10_000), Money.soles(9_000), Money.soles(1_000), 1, 1),
        EnvelopeTotal("MARCHA", Money.soles(15_000), Money.soles(10_000), Money.soles(5_000), 1, 0),
    )


def test_who_did_not_pass_comes_after_with_the_best_total_on_top() -> None:
    mixed = inputs(disqualified("A"), below("B", 4000), below("C", 6950), passed("D", 1, 9_000), IDEA=10_000)

    assert rows(allocate("merit_order", mixed)) == [
        ("D", "awarded", 9_000, 1_000, None, "full_award"),
        ("C", "below_pass", 0, 1_000, None, "below_pass_mark"),
        ("B", "below_pass", 0, 1_000, None, "below_pass_mark"),
        ("A", "disqualified", 0, 1_000, None, "disqualified"),
    ]


def test_the_fund_is_accounted_for_with_money_of_no_envelope() -> None:
    result = allocate("merit_order", inputs(passed("A", 1, 9_000), fund=30_000, IDEA=10_000))

    assert (result.fund, result.awarded, result.balance, result.unassigned) == (
        Money.soles(30_000),
        Money.soles(9_000),
        Money.soles(1_000),
        Money.soles(20_000),
    )


def test_an_envelope_without_candidates_stays_whole() -> None:
    result = allocate("merit_order", inputs(IDEA=10_000))

    assert result.envelopes == (EnvelopeTotal("IDEA", Money.soles(10_000), ZERO, Money.soles(10_000), 0, 0),)


def test_an_empty_envelope_leaves_everyone_in_reserve() -> None:
    nothing = inputs(passed("A", 1, 9_000), passed("B", 2, 3_000), IDEA=0)

    assert rows(allocate("merit_order_partial", nothing)) == [
        ("A", "reserve", 0, 0, 1, "rest_below_minimum"),
        ("B", "reserve", 0, 0, 2, "after_the_cut"),
    ]
