"""The one entry point: unknown rules, contradicting inputs and faulty rules are refused before anything is awarded."""

from dataclasses import replace

import pytest

from contest_portal.allocation.rules.guarantees import broken_guarantees
from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.registry import RULES, allocate
from contest_portal.allocation.rules.results import AllocationResult, Line, Outcome
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Refused
from tests.allocation.builders import below, inputs, passed

SOUND = inputs(passed("A", 1, 9_000), passed("B", 2, 9_000), below("C", 6000), IDEA=10_000)
RESULT = allocate("merit_order", SOUND)


def codes(rule: str, contest: AllocationInput) -> list[str]:
    with pytest.raises(Refused) as refusal:
        allocate(rule, contest)
    return [problem.code for problem in refusal.value.problems]


def changed(line: Line, **values: object) -> AllocationResult:
    """Give the sound result with one line altered."""
    lines = tuple(
        replace(one, **values) if one == line else one  # type: ignore[arg-type]
        for one in RESULT.lines
    )
    return replace(RESULT, lines=lines)


def faults(result: AllocationResult, contest: AllocationInput = SOUND) -> set[str]:
    return {problem.params["fault"] for problem in broken_guarantees(contest, result)}


def test_the_default_rule_of_a_rulebook_is_registered() -> None:
    assert Rulebook.__dataclass_fields__["allocation_rule"].default in RULES


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_known_by_its_own_code_and_explained(code: str) -> None:
    rule = RULES[code]

    assert rule.code == code
    assert rule.explanation.endswith(".")


def test_an_unknown_rule_is_refused() -> None:
    assert codes("by_lot", SOUND) == ["allocation.unknown_rule"]


@pytest.mark.parametrize(
    ("contest", "expected"),
    [
        (replace(SOUND, fund=Money.soles(9_999)), ["allocation.envelopes_over_fund"]),
        (replace(SOUND, envelopes=SOUND.envelopes * 2), ["allocation.bad_envelopes"]),
        (
            replace(SOUND, envelopes=(EnvelopeInput("IDEA", Money(-1)),)),
            ["allocation.bad_envelopes"],
        ),
        (inputs(passed("A", 1, 9_000, category="OTRA"), IDEA=10_000), ["allocation.no_envelope"]),
        (
            inputs(replace(passed("A", 1, 9_000), place=None), IDEA=10_000),
            ["allocation.place_contradicts"],
        ),
        (inputs(replace(below("A", 6000), place=1), IDEA=10_000), ["allocation.place_contradicts"]),
        (inputs(passed("A", 1, 1_999), IDEA=10_000), ["allocation.request_out_of_range"]),
        (inputs(passed("A", 1, 20_000, cents=1), IDEA=10_000), ["allocation.request_out_of_range"]),
        (
            replace(inputs(passed("A", 1, 0), IDEA=10_000), min_award=ZERO),
            ["allocation.request_out_of_range"],
        ),
        (inputs(passed("A", 1, 9_000), passed("B", 1, 9_000), IDEA=10_000), ["allocation.shared_place"]),
        (
            inputs(passed("A", 1, 9_000), passed("A", 2, 9_000), IDEA=10_000),
            ["allocation.repeated_candidate"],
        ),
    ],
    ids=[
        "envelopes above the fund",
        "an envelope twice",
        "a negative envelope",
        "a category without envelope",
        "passed without place",
        "a place without passing",
        "below the minimum award",
        "above the maximum award",
        "nothing asked",
        "two in one place",
        "a group twice",
    ],
)
def test_contradicting_inputs_are_refused(contest: AllocationInput, expected: list[str]) -> None:
    assert codes("merit_order", contest) == expected


def test_what_a_group_below_the_pass_mark_asks_does_not_matter() -> None:
    cheap = replace(below("C", 6000), requested=Money(1))

    result = allocate("merit_order", inputs(cheap, IDEA=10_000))

    assert [line.outcome for line in result.lines] == [Outcome.BELOW_PASS]


def test_equal_places_in_two_envelopes_are_no_tie() -> None:
    two = inputs(passed("A", 1, 9_000), passed("B", 1, 9_000, category="OTRA"), IDEA=10_000, OTRA=10_000)

    assert [line.outcome for line in allocate("merit_order", two).lines] == [Outcome.AWARDED, Outcome.AWARDED]


AWARDED, WAITING, BELOW = RESULT.lines


@pytest.mark.parametrize(
    ("result", "fault"),
    [
        (replace(RESULT, lines=RESULT.lines[:2]), "everyone_has_one_line"),
        (replace(RESULT, unassigned=ZERO), "fund_is_accounted_for"),
        (replace(RESULT, awarded=Money.soles(9_001)), "awarded_is_the_sum_of_lines"),
        (replace(RESULT, envelopes=()), "envelopes_are_the_given_ones"),
        (changed(AWARDED, balance=Money.soles(2_000)), "balance:A"),
        (changed(WAITING, reserve_order=2), "reserve_order:B"),
        (changed(AWARDED, amount=Money.soles(9_001)), "award_within_request:A"),
        (changed(AWARDED, amount=Money.soles(10_001)), "envelope:IDEA"),
        (changed(AWARDED, amount=ZERO), "award_has_amount:A"),
        (changed(BELOW, outcome=Outcome.AWARDED), "only_passed_are_awarded:C"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_guarantee_is_named(result: AllocationResult, fault: str) -> None:
    assert fault in faults(result)


def test_a_reserve_list_against_the_places_is_named() -> None:
    three = inputs(passed("A", 1, 9_000), passed("B", 2, 9_000), passed("C", 3, 9_000), IDEA=5_000)
    result = allocate("merit_order", three)
    first, second, third = result.lines

    swapped = replace(result, lines=(replace(first, place=2), replace(second, place=1), third))

    assert faults(swapped, three) == {"reserve_follows_place:IDEA"}


def test_candidates_are_values_and_stay_as_given() -> None:
    before: tuple[Candidate, ...] = SOUND.candidates

    allocate("merit_order", SOUND)

    assert SOUND.candidates == before
