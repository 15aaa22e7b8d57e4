"""Whom the rule of a contest calls from its reserve list, with what is left."""

from dataclasses import replace
from datetime import date

import pytest

from contest_portal.allocation.rules.reserve import CALL, CallFacts, Given, next_of, words_problem
from contest_portal.contests.rules.allocation_terms import AllocationTerms, Limit, LimitOf
from contest_portal.kernel.money import ZERO, Money
from tests.allocation.builders import inputs, passed

A, B, C, D = (passed("A", 1, 6_000), passed("B", 2, 5_000), passed("C", 3, 9_000), passed("D", 4, 3_000))
CONTEST = inputs(A, B, C, D, passed("E", 1, 4_000, category="MARCHA"), IDEA=12_000, MARCHA=9_000)
DAY = date(2026, 12, 1)


def called(rule: str, left: int, waiting: str, given: str = "", terms: AllocationTerms | None = None) -> str:
    contest = replace(CONTEST, rule=rule, terms=terms or CONTEST.terms)
    by_code = {one.code: one for one in contest.candidates}
    line = next_of(
        contest,
        "IDEA",
        left=Money.soles(left),
        waiting={by_code[code].application_id for code in waiting},
        given=[
            Given(one.application_id, one.requested, one.category_code)
            for one in map(by_code.__getitem__, given)
        ],
    )
    return f"{line.code} {line.amount.cents // 100}" if line else ""


@pytest.mark.parametrize(
    ("rule", "left", "waiting", "expected"),
    [
        pytest.param("merit_order", 9_000, "CD", "C 9000", id="the first that waits"),
        pytest.param("merit_order", 8_999, "CD", "", id="who does not fit stops the envelope"),
        pytest.param("merit_order", 9_000, "D", "D 3000", id="after the first answered"),
        pytest.param("merit_order_skipping", 8_999, "CD", "D 3000", id="a rule that passes over"),
        pytest.param("merit_order_partial", 8_999, "CD", "C 8999", id="the rest for the last"),
        pytest.param("merit_order_partial", 1_999, "CD", "", id="a rest below the minimum"),
        pytest.param("merit_order", 0, "CD", "", id="no money"),
        pytest.param("merit_order", 9_000, "", "", id="nobody waits"),
        pytest.param("best_total", 12_000, "BCD", "B 5000", id="the best set of those who wait"),
    ],
)
def test_the_rule_of_the_contest_names_who_is_called(
    rule: str, left: int, waiting: str, expected: str
) -> None:
    assert called(rule, left, waiting) == expected


@pytest.mark.parametrize(
    ("most", "given", "expected"),
    [(3, "AB", "C 9000"), (2, "AB", ""), (2, "AE", "C 9000"), (0, "AB", "C 4500")],
)
def test_most_winners_counts_those_of_the_envelope(most: int, given: str, expected: str) -> None:
    left = 9_000 if most else 7_500

    assert called("equal_share", left, "CD", given, AllocationTerms(most_winners=most)) == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (Limit(LimitOf.CATEGORY, "IDEA", max_awards=3), "C 9000"),
        (Limit(LimitOf.CATEGORY, "IDEA", max_awards=2), ""),
        (Limit(LimitOf.CATEGORY, "IDEA", max_amount=Money.soles(15_000)), "D 3000"),
        (Limit(LimitOf.CATEGORY, "IDEA", min_awards=9), "C 9000"),
        (Limit(LimitOf.CATEGORY, "IDEA", min_amount=Money.soles(99_000)), "C 9000"),
    ],
)
def test_limits_hold_for_what_was_given_and_the_call_together(limit: Limit, expected: str) -> None:
    assert called("best_total", 11_000, "CD", "AB", AllocationTerms(limits=(limit,))) == expected


@pytest.mark.parametrize(
    ("action", "today", "codes"),
    [
        ("accept", DAY, []),
        ("accept", date(2026, 12, 2), ["reserve.too_late"]),
        ("lapse", DAY, ["reserve.not_over"]),
        ("lapse", date(2026, 12, 2), []),
        ("decline", date(2026, 12, 2), []),
    ],
)
def test_the_last_day_is_still_in_time(action: str, today: date, codes: list[str]) -> None:
    found = CALL.problems(action, CallFacts(expires_on=DAY, today=today))

    assert [problem.code for problem in found] == codes


def test_a_call_that_is_not_the_next_any_more_is_refused() -> None:
    assert [one.code for one in CALL.problems("call", CallFacts(is_next=False))] == ["reserve.not_next"]
    assert words_problem("Renunció.") is not None
    assert words_problem("Renunció ayer.") is None
    assert CallFacts(expires_on=DAY).is_late is False
    assert Money(0) == ZERO
