"""Equal parts and whoever passes is funded, where envelopes lie inside others: what a case gives step by step."""

from dataclasses import replace
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.reserve import Given, next_of
from contest_portal.allocation.rules.results import AllocationResult, Reason
from contest_portal.contests.rules.allocation_terms import AllocationTerms
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from tests.allocation.builders import passed
from tests.allocation.rules.test_nested_rounds import at, awards, contest, envelope

THREE = (
    at("N", passed("A", 1, 9_000, units=9_000)),
    at("N", passed("B", 2, 3_000, units=8_000)),
    at("S", passed("C", 1, 9_000, category="MARCHA", units=8_500)),
)


def shared(inputs: AllocationInput, *, winners: int = 0) -> AllocationResult:
    return allocate(inputs.rule, replace(inputs, terms=AllocationTerms(most_winners=winners)))


def test_who_waited_gets_no_larger_part_of_the_common_money_than_who_won_inside() -> None:
    """The north divides 7,001 between two: B asked 3,000 and A gets the rest. C and D would get 4,500 each of 9,000."""
    parts = (envelope("T", 9_000), envelope("N", 7_001, "T"), envelope("S", 0, "T"))
    fourth = at("S", passed("D", 2, 2_500, category="MARCHA", units=7_000))

    result = shared(contest(*parts, *THREE, fourth, rule="equal_share"))

    assert awards(result) == {"A": ("N", 4_001), "B": ("N", 3_000), "C": ("T", 4_001), "D": ("T", 2_500)}
    assert [line.reason for line in result.lines] == [
        Reason.EQUAL_LEVEL,
        Reason.ASKED_WITHIN_LEVEL,
        Reason.EQUAL_LEVEL,
        Reason.ASKED_WITHIN_LEVEL,
    ]
    assert {line.code: line.requested for line in result.lines}["C"] == Money.soles(9_000)
    assert result.balance == Money.soles(2_499)


def test_what_equal_parts_leave_goes_up_and_is_divided_among_those_who_wait() -> None:
    """One winner an envelope: A is content with 9,000 of 12,001, and of 3,001 around it C, better than B, gets all."""
    parts = (envelope("T", 0), envelope("N", 12_001, "T", up=True), envelope("S", 0, "T"))

    result = shared(contest(*parts, *THREE, rule="equal_share"), winners=1)

    assert awards(result) == {"A": ("N", 9_000), "C": ("T", 3_001)}
    assert [(line.code, line.reason) for line in result.lines if not line.amount] == [
        ("B", Reason.ENOUGH_WINNERS)
    ]


@pytest.mark.parametrize(
    ("common", "spills", "expected"),
    [
        pytest.param(
            9_000, False, {"A": "T", "B": "N", "C": "S"}, id="who does not fit inside is paid around"
        ),
        pytest.param(4_000, True, {"A": "T", "B": "N", "C": "S"}, id="with what went up"),
        pytest.param(4_000, False, None, id="what stays inside does not help"),
        pytest.param(3_999, True, None, id="a sol too little"),
    ],
)
def test_whoever_passes_is_funded_by_the_first_envelope_that_is_enough_or_nobody_is(
    common: int, *, spills: bool, expected: dict[str, str] | None
) -> None:
    """The north holds 8,000: A asks 9,000 and is passed over, B takes 3,000 and 5,000 are left."""
    parts = (envelope("T", common), envelope("N", 8_000, "T", up=spills), envelope("S", 9_000, "T"))
    inputs = contest(*parts, *THREE, rule="pass_funded")

    if expected is None:
        with pytest.raises(Refused) as refused:
            shared(inputs)
        (problem,) = refused.value.problems
        assert (problem.code, problem.params["category"], problem.params["groups"]) == (
            "allocation.fund_short",
            "T",
            "1",
        )
        assert problem.params["missing"] == Money.soles(1 if spills else 5_000).format()
        return
    assert {code: pot for code, (pot, _) in awards(shared(inputs)).items()} == expected


@pytest.mark.parametrize(
    ("left", "winners", "expected"),
    [
        pytest.param(9_000, 0, 4_000, id="no more than the equal part of those who won in its scope"),
        pytest.param(3_500, 0, 3_500, id="what there is"),
        pytest.param(9_000, 1, 4_000, id="one of each envelope: that of the north is none of this one"),
    ],
)
def test_a_call_from_the_common_money_gives_no_more_than_the_equal_part(
    left: int, winners: int, expected: int
) -> None:
    parts = (envelope("T", 9_000), envelope("N", 7_000, "T"), envelope("S", 0, "T"))
    inputs = replace(contest(*parts, *THREE, rule="equal_share"), terms=AllocationTerms(most_winners=winners))
    given = (Given(1, Money.soles(4_000), "N"), Given(2, Money.soles(3_000), "N"))

    line = next_of(inputs, "T", left=Money.soles(left), waiting={3}, given=given)

    assert line is not None
    assert (line.code, line.amount, line.requested) == ("C", Money.soles(expected), Money.soles(9_000))


def test_an_envelope_that_has_its_winners_calls_nobody_more() -> None:
    parts = (envelope("T", 9_000), envelope("N", 7_000, "T"))
    inputs = replace(contest(*parts, *THREE[:2], rule="equal_share"), terms=AllocationTerms(most_winners=1))
    given = (Given(1, Money.soles(7_000), "N"),)

    called = {
        code: next_of(inputs, code, left=Money.soles(5_000), waiting={2}, given=given) for code in ("N", "T")
    }

    assert called["N"] is None
    assert called["T"] is not None
    assert called["T"].code == "B"


def packed(
    common: int, north: int, *asked: int, inner: int | None = None, up: bool = False
) -> dict[str, str]:
    """Fund groups of the north, by merit in this order, of its envelope (and one inside it) and the common money."""
    parts = [envelope("T", common), envelope("N", north, "T")]
    if inner is not None:
        parts.append(envelope("NA", inner, "N", up=up))
    home = "N" if inner is None else "NA"
    groups = [
        at(home, passed(chr(ord("A") + n), n + 1, soles, units=9_000 - n)) for n, soles in enumerate(asked)
    ]
    result = shared(contest(*parts, *groups, rule="pass_funded"))
    assert all(line.reason is Reason.FULL_AWARD and line.amount == line.requested for line in result.lines)
    return {code: pot for code, (pot, _) in sorted(awards(result).items())}


@pytest.mark.parametrize(
    ("money", "asked", "expected"),
    [
        pytest.param(
            (6_000, 8_000), (5_000, 4_000, 4_000), "TNN", id="who is first goes around, two fit inside"
        ),
        pytest.param((8_000, 9_000), (5_000, 4_000, 4_000, 4_000), "NNTT", id="the usual way, where it does"),
        pytest.param((5_000, 8_000), (5_000, 4_000, 4_000), "TNN", id="to the last sol"),
        pytest.param((3_000, 7_000), (3_000, 3_000, 4_000), "NTN", id="of several, the first inside"),
    ],
)
def test_whoever_passes_is_funded_by_any_way_in_which_all_fit(
    money: tuple[int, int], asked: tuple[int, ...], expected: str
) -> None:
    assert "".join(packed(*money, *asked).values()) == expected


def test_two_envelopes_inside_each_other_are_packed_together() -> None:
    """5,000 inside 4,000 inside 3,000: the first group would take the innermost; it must leave it to 2 + 3 thousand."""
    assert packed(3_000, 4_000, 4_000, 3_000, 3_000, 2_000, inner=5_000) == {
        "A": "N",
        "B": "NA",
        "C": "T",
        "D": "NA",
    }
    assert packed(3_000, 4_000, 4_000, 3_000, 3_000, 2_000, inner=5_000, up=True) == {
        "A": "NA",
        "B": "N",
        "C": "T",
        "D": "N",
    }


@given(st.lists(st.integers(2, 9), min_size=1, max_size=6), *[st.integers(0, 14)] * 3)
def test_they_are_funded_exactly_when_trying_every_way_finds_one(
    asked: list[int], common: int, north: int, inner: int
) -> None:
    held = {"T": common, "N": north, "NA": inner}
    ways = product(held, repeat=len(asked))
    fits = any(
        all(sum(a for a, pot in zip(asked, way, strict=True) if pot == code) <= held[code] for code in held)
        for way in ways
    )

    make = partial(
        packed, common * 1_000, north * 1_000, *(one * 1_000 for one in asked), inner=inner * 1_000
    )
    if not fits:
        with pytest.raises(Refused, match=r"allocation\.fund_short"):
            make()
        return

    paid = make().values()
    for code, most in held.items():
        assert sum(a for a, pot in zip(asked, paid, strict=True) if pot == code) <= most
