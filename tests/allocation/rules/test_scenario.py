"""A scenario's own terms, and what its rule is told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules.claims import Claim, OwnPart
from contest_portal.allocation.rules.inputs import AllocationInput, EnvelopeInput
from contest_portal.allocation.rules.registry import RULES, allocate
from contest_portal.allocation.rules.results import Outcome
from contest_portal.allocation.rules.scenario import (
    EQUAL_SHARES,
    Scenario,
    capped,
    scenario_inputs,
    scenario_problems,
    written,
)
from contest_portal.contests.rules.allocation_terms import (
    STANDARD_TERMS,
    AllocationTerms,
    CountedPart,
    Limit,
    LimitOf,
)
from contest_portal.kernel.money import Money
from tests.allocation.builders import inputs, passed
from tests.allocation.rules.test_every_rule import contests

BASE = inputs(passed("A", 1, 18_000), passed("B", 2, 5_000), IDEA=20_000, MARCHA=60_000)
CLAIMS = {
    1: Claim("cuyes", "090101", (OwnPart(CountedPart.CASH, Money.soles(2_000)),)),
    2: Claim("miel", "090102"),
}
KNOWN = ((LimitOf.LINE, "miel"), (LimitOf.LINE, "cuyes"))
LIMITED = AllocationTerms(limits=(Limit(LimitOf.LINE, "miel", min_awards=1),))

PAYING = sorted(RULES.keys() - {"pass_funded"})
"""Rules that give a result whatever the money."""


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        pytest.param(Scenario("merit_order"), [], id="a rule alone"),
        pytest.param(Scenario(EQUAL_SHARES), [], id="the method of equal shares"),
        pytest.param(Scenario(""), [("rule", "scenario.no_rule")], id="no rule"),
        pytest.param(Scenario("nothing"), [("rule", "scenario.rule")], id="an unknown rule"),
        pytest.param(
            Scenario("merit_order", max_award=Money.soles(20_001)),
            [("max_award", "scenario.max_award")],
            id="a maximum above that of the rules",
        ),
        pytest.param(
            Scenario("merit_order", max_award=Money(0)),
            [("max_award", "scenario.max_award")],
            id="a maximum of zero",
        ),
        pytest.param(
            Scenario("merit_order", max_award=Money.soles(1_000)),
            [("max_award", "scenario.min_over_max")],
            id="a maximum below the minimum of the rules",
        ),
        pytest.param(
            Scenario("merit_order", min_award=Money.soles(4_000), max_award=Money.soles(3_000)),
            [("min_award", "scenario.min_over_max")],
            id="a minimum above the maximum",
        ),
        pytest.param(
            Scenario("merit_order", min_award=Money.soles(5_001)),
            [("min_award", "scenario.min_award")],
            id="a minimum above what somebody asks",
        ),
        pytest.param(
            Scenario("merit_order", share_percent=50, most_winners=3, without_limits=True),
            [
                ("share_percent", "scenario.not_read"),
                ("most_winners", "scenario.not_read"),
                ("without_limits", "scenario.not_read"),
            ],
            id="terms that the rule does not read",
        ),
        pytest.param(
            Scenario("merit_order", limit=Limit(LimitOf.LINE, "miel", 1)),
            [("limit", "scenario.not_read")],
            id="a limit that the rule does not read",
        ),
        pytest.param(
            Scenario("best_total", limit=Limit(LimitOf.LINE, "miel")),
            [("limit", "scenario.empty_limit")],
            id="a limit of nothing",
        ),
        pytest.param(
            Scenario("best_total", limit=Limit(LimitOf.DISTRICT, "miel", 3, 2)),
            [("limit", "allocation.limit_unknown"), ("limit", "allocation.limit_awards")],
            id="a limit that cannot be",
        ),
        pytest.param(
            Scenario("within_share", share_percent=101), [("share_percent", "allocation.share")], id="101 %"
        ),
        pytest.param(
            Scenario("equal_share", most_winners=100_001),
            [("most_winners", "allocation.winners")],
            id="too many",
        ),
    ],
)
def test_what_cannot_be_is_named(scenario: Scenario, expected: list[tuple[str, str]]) -> None:
    assert [(one.field, one.code) for one in scenario_problems(BASE, scenario, known=KNOWN)] == expected


def test_with_nothing_otherwise_the_rule_is_told_what_it_was() -> None:
    assert scenario_inputs(BASE, Scenario("merit_order"), STANDARD_TERMS, CLAIMS) == BASE


def test_more_money_than_the_fund_makes_the_fund_as_large() -> None:
    more = Scenario("merit_order", amounts=(EnvelopeInput("IDEA", Money.soles(50_000)),))

    told = scenario_inputs(BASE, more, STANDARD_TERMS, CLAIMS)

    assert (told.fund, told.envelopes) == (
        Money.soles(110_000),
        (EnvelopeInput("IDEA", Money.soles(50_000)), EnvelopeInput("MARCHA", Money.soles(60_000))),
    )


def test_who_asks_for_more_than_the_maximum_is_counted_with_the_maximum() -> None:
    scenario = Scenario("within_share", max_award=Money.soles(15_000), share_percent=70)

    told = scenario_inputs(BASE, scenario, STANDARD_TERMS, CLAIMS)

    first = told.candidates[0]
    assert (first.requested, first.counted) == (Money.soles(15_000), Money.soles(5_000))
    assert [line.amount for line in allocate("within_share", told).lines] == [
        Money.soles(14_000),
        Money.soles(3_500),
    ]
    assert capped(BASE, scenario) == 1


def test_the_limits_of_the_rules_hold_for_the_rule_that_reads_them_alone() -> None:
    limited = replace(BASE, terms=LIMITED)

    told = [
        scenario_inputs(limited, scenario, LIMITED, CLAIMS).terms.limits
        for scenario in (
            Scenario("best_total"),
            Scenario("best_total", without_limits=True),
            Scenario("merit_order"),
        )
    ]

    assert told == [LIMITED.limits, (), ()]


def test_a_limit_of_the_scenario_stands_instead_of_that_of_the_rules() -> None:
    most, other = Limit(LimitOf.LINE, "miel", max_awards=0), Limit(LimitOf.LINE, "cuyes", min_awards=1)

    told = [
        scenario_inputs(BASE, Scenario("best_total", limit=limit), LIMITED, CLAIMS) for limit in (most, other)
    ]

    assert [one.terms.limits for one in told] == [(most,), (*LIMITED.limits, other)]
    assert [line.amount for line in allocate("best_total", told[0]).lines] == [Money.soles(18_000), Money(0)]


def test_a_scenario_is_written_in_one_line() -> None:
    whole = Scenario(
        "equal_share",
        amounts=(EnvelopeInput("IDEA", Money.soles(50_000)),),
        min_award=Money.soles(1_000),
        max_award=Money.soles(9_000),
        most_winners=4,
    )

    assert written(whole) == "equal_share IDEA=50000.00 min=1000.00 max=9000.00 winners=4"
    limited = Scenario("best_total", limit=Limit(LimitOf.LINE, "miel", 1, 3, max_amount=Money.soles(9_000)))
    assert written(limited) == "best_total limit=line:miel awards>=1 awards<=3 amount<=9000.00"
    assert written(Scenario("within_share", share_percent=60)) == "within_share share=60%"


@settings(max_examples=40, deadline=None)
@given(contests(), st.sampled_from(PAYING), st.integers(1, 2_500_000), st.integers(0, 6_000_000))
def test_no_group_gets_more_than_the_maximum_nor_an_envelope_gives_more_than_it_holds(
    contest: AllocationInput, rule: str, most: int, amount: int
) -> None:
    first = contest.envelopes[0].category_code
    scenario = Scenario(
        rule, amounts=(EnvelopeInput(first, Money(amount)),), min_award=Money(1), max_award=Money(most)
    )
    if [*scenario_problems(contest, scenario, known=())]:
        return
    claims = {one.application_id: Claim("", "") for one in contest.candidates}

    result = allocate(rule, scenario_inputs(contest, scenario, contest.terms, claims))

    assert all(line.amount.cents <= most for line in result.lines if line.outcome is Outcome.AWARDED)
    assert all(total.awarded <= total.amount for total in result.envelopes)
