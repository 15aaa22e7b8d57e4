"""Rounds of envelopes inside envelopes: cascades, ties, a céntimo more or less, the reserve, changed results."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from contest_portal.allocation.rules.guarantees import broken_tree
from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.nested import inside, round_of
from contest_portal.allocation.rules.reasons import explain
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.reserve import Given, next_of
from contest_portal.allocation.rules.results import AllocationResult, Line, Spill
from contest_portal.contests.rules.allocation_terms import AllocationTerms
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Refused
from tests.allocation.builders import EMPTY, below, disqualified, passed


def envelope(code: str, soles: int, parent: str = "", *, up: bool = False, cents: int = 0) -> EnvelopeInput:
    return EnvelopeInput(code, Money.soles(soles, cents), parent, up)


def at(pot: str, candidate: Candidate) -> Candidate:
    return replace(candidate, pot=pot)


def contest(*parts: EnvelopeInput | Candidate, rule: str = "merit_order") -> AllocationInput:
    """Make a contest of envelopes and of groups that have their place in one."""
    return replace(
        EMPTY,
        rule=rule,
        envelopes=tuple(one for one in parts if isinstance(one, EnvelopeInput)),
        candidates=tuple(one for one in parts if isinstance(one, Candidate)),
    )


def shared(inputs: AllocationInput) -> AllocationResult:
    return allocate(inputs.rule, inputs)


def awards(result: AllocationResult) -> dict[str, tuple[str, int]]:
    """Give of each group that is awarded its envelope and its soles."""
    return {line.code: (line.envelope_code, line.amount.cents // 100) for line in result.lines if line.amount}


def rises(result: AllocationResult) -> list[tuple[int, str, str, int]]:
    return [(one.step, one.source, one.target, one.amount.cents) for one in result.spills]


CHAIN = (
    envelope("T", 0),
    envelope("D", 0, "T", up=True),
    envelope("P", 0, "D", up=True),
    envelope("L", 9_000, "P", up=True),
)
"""Four levels; only the innermost holds money."""


def test_what_nobody_takes_climbs_to_the_outermost_one_a_step_a_level() -> None:
    result = shared(contest(*CHAIN, at("T", passed("A", 1, 8_000))))

    assert rises(result) == [(1, "L", "P", 900_000), (2, "P", "D", 900_000), (3, "D", "T", 900_000)]
    assert awards(result) == {"A": ("T", 8_000)}
    assert [line.step for line in result.lines] == [4]
    told = {one.category_code: (one.received.cents, one.spilled.cents) for one in result.envelopes}
    assert told == {"T": (900_000, 0), "D": (900_000, 900_000), "P": (900_000, 900_000), "L": (0, 900_000)}


def test_an_envelope_that_does_not_let_go_stops_the_climb() -> None:
    still = (CHAIN[0], CHAIN[1], replace(CHAIN[2], spills=False), CHAIN[3])

    result = shared(contest(*still, at("T", passed("A", 1, 8_000))))

    assert rises(result) == [(1, "L", "P", 900_000)]
    assert awards(result) == {}
    assert {one.category_code: one.balance for one in result.envelopes}["P"] == Money.soles(9_000)


def test_an_outermost_envelope_that_would_spill_keeps_what_it_has() -> None:
    result = shared(contest(envelope("T", 9_000, up=True), at("T", passed("A", 1, 8_000))))

    assert (rises(result), result.balance) == ([], Money.soles(1_000))


@pytest.mark.parametrize(
    ("cents", "outer", "expected", "spill"),
    [
        pytest.param(0, 0, {"A": ("L", 8_000)}, [], id="exactly enough leaves nothing to go up"),
        pytest.param(1, 0, {"A": ("L", 8_000)}, [1], id="a céntimo more goes up"),
        pytest.param(-1, 0, {}, [799_999], id="a céntimo less, and all goes up"),
        pytest.param(-1, 1, {"A": ("T", 8_000)}, [799_999], id="a céntimo around it completes it"),
    ],
)
def test_a_centimo_decides(
    cents: int, outer: int, expected: dict[str, tuple[str, int]], spill: list[int]
) -> None:
    inner = EnvelopeInput("L", Money(800_000 + cents), "T", spills=True)

    result = shared(contest(EnvelopeInput("T", Money(outer)), inner, at("L", passed("A", 1, 8_000))))

    assert awards(result) == expected
    assert [one.amount.cents for one in result.spills] == spill


def test_who_comes_first_around_is_the_better_total_wherever_both_waited() -> None:
    """B of the north has 85, C of the south 87: 5,000 are enough for one."""
    groups = (
        at("N", passed("A", 1, 6_000, units=9_000)),
        at("N", passed("B", 2, 5_000, units=8_500)),
        at("S", passed("C", 1, 5_000, category="MARCHA", units=8_700)),
    )
    result = shared(
        contest(envelope("T", 5_000), envelope("N", 6_000, "T"), envelope("S", 2_000, "T"), *groups)
    )

    assert awards(result) == {"A": ("N", 6_000), "C": ("T", 5_000)}
    assert [(line.code, line.category_code, line.place) for line in result.lines] == [
        ("A", "IDEA", 1),
        ("C", "MARCHA", 1),
        ("B", "IDEA", 2),
    ]


@pytest.mark.parametrize(
    ("first", "second", "wins"),
    [
        pytest.param(
            passed("A", 2, 5_000), passed("B", 1, 5_000, category="MARCHA"), "B", id="the better place"
        ),
        pytest.param(
            passed("B", 1, 5_000), passed("A", 1, 5_000, category="MARCHA"), "B", id="then the category"
        ),
        pytest.param(
            passed("A", 2, 5_000, units=8_001),
            passed("B", 1, 5_000, category="MARCHA"),
            "A",
            id="but first a hundredth of a point",
        ),
    ],
)
def test_of_equal_totals_one_goes_first_and_always_the_same(
    first: Candidate, second: Candidate, wins: str
) -> None:
    forwards = contest(envelope("T", 5_000), at("T", first), at("T", second))
    backwards = replace(forwards, candidates=forwards.candidates[::-1])

    assert list(awards(shared(forwards))) == list(awards(shared(backwards))) == [wins]


def test_who_did_not_pass_has_one_line_and_that_in_the_outermost_envelope() -> None:
    groups = (at("L", below("A", 6_900)), at("L", disqualified("B")), at("P", passed("C", 1, 3_000)))

    result = shared(contest(*CHAIN, *groups))

    told = [(line.code, line.pot, line.outcome.value, line.reserve_order) for line in result.lines]
    assert told == [
        ("C", "P", "awarded", None),
        ("A", "T", "below_pass", None),
        ("B", "T", "disqualified", None),
    ]


def test_two_trees_beside_each_other_do_not_help_one_another() -> None:
    parts = (envelope("S", 9_000), envelope("R", 1_000), envelope("RR", 3_000, "R", up=True))

    result = shared(contest(*parts, at("RR", passed("A", 1, 5_000)), at("S", passed("B", 2, 4_000))))

    assert awards(result) == {"B": ("S", 4_000)}
    assert {one.category_code: one.balance.cents // 100 for one in result.envelopes} == {
        "R": 4_000,
        "RR": 0,
        "S": 5_000,
    }
    assert {line.code: line.reserve_order for line in result.lines if not line.amount} == {"A": 1}


def test_nobody_and_nothing() -> None:
    """A tree without groups: all goes up; one without money as well: there is nothing to go up."""
    poor = tuple(replace(one, amount=ZERO) for one in CHAIN)

    assert len(shared(contest(*CHAIN)).spills) == 3
    assert (shared(contest(*poor)).spills, shared(contest(*poor)).lines) == ((), ())
    waiting = shared(contest(*poor, at("L", passed("A", 1, 5_000)))).lines[0]
    assert (waiting.pot, waiting.outcome.value, waiting.reserve_order) == ("T", "reserve", 1)


@pytest.mark.parametrize(
    ("rule", "left", "expected"),
    [
        ("merit_order", 4_999, {}),
        ("merit_order_skipping", 4_999, {"B": ("T", 3_000)}),
        ("merit_order_partial", 4_999, {"A": ("T", 4_999)}),
        ("merit_order_partial", 1_999, {}),
        ("within_share", 4_999, {"A": ("T", 4_000)}),
    ],
)
def test_the_rule_of_the_contest_is_that_of_every_round(
    rule: str, left: int, expected: dict[str, tuple[str, int]]
) -> None:
    """Within the share, 80 % of 5,000 and of 3,000; then 999 are left, too little for B."""
    groups = (at("L", passed("A", 1, 5_000)), at("L", passed("B", 2, 3_000)))

    result = shared(contest(envelope("T", left), envelope("L", 0, "T"), *groups, rule=rule))

    assert awards(result) == expected


@pytest.mark.parametrize(
    ("code", "names"),
    [("T", "TDPL"), ("D", "DPL"), ("P", "PL"), ("L", "L"), ("X", "X")],
)
def test_inside_an_envelope_are_itself_and_all_below_it(code: str, names: str) -> None:
    assert inside(CHAIN, code) == frozenset(names)


def test_the_inputs_of_a_round_have_one_envelope_and_places_without_gaps() -> None:
    groups = (
        at("L", passed("A", 4, 5_000, units=7_100)),
        at("L", passed("B", 2, 5_000, category="MARCHA", units=9_100)),
        at("L", below("C", 6_000)),
    )
    one = round_of(contest(*CHAIN, *groups), "P", Money(7), groups)

    assert (one.fund, one.envelopes, one.is_nested) == (Money(7), (EnvelopeInput("P", Money(7)),), False)
    assert [(it.code, it.category_code, it.place) for it in one.candidates] == [
        ("B", "P", 1),
        ("A", "P", 2),
        ("C", "P", None),
    ]


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        pytest.param((envelope("T", 1), envelope("T", 1, "T")), "allocation.bad_envelopes", id="a code twice"),
        pytest.param(
            (envelope("T", 1), EnvelopeInput("L", Money(-1), "T")), "allocation.bad_envelopes", id="below nothing"
        ),
        pytest.param(
            (envelope("T", 60_000), envelope("L", 40_000, "T", cents=1)),
            "allocation.envelopes_over_fund",
            id="a céntimo over the fund",
        ),
        pytest.param((envelope("L", 1, "L"),), "allocation.bad_nesting", id="inside itself"),
        pytest.param(
            (envelope("T", 1), envelope("L", 1, "T"), at("X", passed("A", 1, 5_000))),
            "allocation.no_envelope",
            id="a group of no envelope",
        ),
    ],
)  # fmt: skip
def test_a_tree_that_contradicts_itself_is_refused(
    parts: tuple[EnvelopeInput | Candidate, ...], problem: str
) -> None:
    with pytest.raises(Refused) as refused:
        shared(contest(*parts))

    assert problem in {one.code for one in refused.value.problems}


def test_envelopes_of_just_the_fund_are_no_more_than_it() -> None:
    assert shared(contest(envelope("T", 60_000), envelope("L", 40_000, "T"))).unassigned == ZERO


SAMPLE = contest(
    envelope("T", 5_000),
    envelope("L", 9_000, "T", up=True),
    at("L", passed("A", 1, 8_000)),
    at("L", passed("B", 2, 5_500)),
    at("T", passed("C", 3, 5_000)),
)
"""A takes 8,000 and 1,000 go up; B takes 5,500 of the 6,000 that are then around it; C waits with 500 left."""
Change = Callable[[AllocationResult], AllocationResult]


def line_as(number: int, **changed: object) -> Change:
    return lambda result: replace(
        result,
        lines=tuple(
            replace(one, **changed) if n == number else one  # type: ignore[arg-type]
            for n, one in enumerate(result.lines)
        ),
    )


def spilled(*spills: Spill) -> Change:
    return lambda result: replace(result, spills=spills)


def test_the_sample_is_sound() -> None:
    result = shared(SAMPLE)

    assert awards(result) == {"A": ("L", 8_000), "B": ("T", 5_500)}
    assert rises(result) == [(2, "L", "T", 100_000)]
    assert broken_tree(SAMPLE, result) == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(spilled(), "steps_are_numbered", id="a step upwards left out"),
        pytest.param(spilled(Spill(2, "L", "T", Money(99_999))), "spill:L", id="a céntimo kept back"),
        pytest.param(spilled(Spill(2, "L", "T", ZERO)), "spill:L", id="nothing sent up"),
        pytest.param(spilled(Spill(2, "T", "L", Money(100_000))), "spill:T", id="downwards"),
        pytest.param(spilled(Spill(1, "L", "T", Money(100_000))), "steps_are_numbered", id="a number twice"),
        pytest.param(line_as(1, pot="L"), "balance:B", id="paid from an envelope that is empty"),
        pytest.param(line_as(1, balance=Money(50_001)), "balance:B", id="a céntimo more left"),
        pytest.param(line_as(2, amount=Money(1)), "award_has_amount:C", id="a céntimo for who waits"),
        pytest.param(line_as(0, requested=Money(1)), "award_within_request:A", id="more than was asked"),
        pytest.param(line_as(2, application_id=1), "everyone_has_one_line", id="a group twice"),
        pytest.param(line_as(2, place=None), "only_passed_are_awarded:C", id="waiting without a place"),
        pytest.param(
            lambda result: replace(result, balance=result.balance + Money(1)), "fund_is_accounted_for", id="fund"
        ),
        pytest.param(
            lambda result: replace(
                result, envelopes=tuple(replace(one, received=ZERO) for one in result.envelopes)
            ),
            "envelope:T",
            id="what came up not told",
        ),
        pytest.param(
            lambda result: replace(
                result, envelopes=tuple(replace(one, amount=one.amount + Money(1)) for one in result.envelopes)
            ),
            "envelopes_are_the_given_ones",
            id="more in the envelopes than was given",
        ),
    ],
)  # fmt: skip
def test_a_result_with_a_centimo_out_of_place_is_named(change: Change, fault: str) -> None:
    assert fault in {one.params["fault"] for one in broken_tree(SAMPLE, change(shared(SAMPLE)))}


def test_who_waits_reads_the_last_of_the_envelopes_by_its_name_or_its_code() -> None:
    lines = shared(SAMPLE).lines
    marks = {"pass_mark": SAMPLE.pass_mark, "min_award": SAMPLE.min_award}

    named, coded = (
        explain(lines, **marks, names=names)[3].text.replace("\u00a0", " ")  # type: ignore[arg-type]
        for names in ({"T": "Fondo común"}, {})
    )

    assert named == (
        "Puesto 3: solicitó S/ 5,000.00 y no alcanzó en ningún sobre suyo; en el último, «Fondo común», solo quedan "
        "S/ 500.00; desde aquí, reserva."
    )
    assert "en el último, «T», solo quedan" in coded


def called(code: str, left: int, waiting: str, inputs: AllocationInput = SAMPLE) -> Line | None:
    ids = {one.application_id for one in inputs.candidates if one.code in waiting}
    rest = (one for one in inputs.candidates if one.code not in waiting)
    given = [Given(one.application_id, one.requested, one.home) for one in rest]
    return next_of(inputs, code, left=Money.soles(left), waiting=ids, given=given)


@pytest.mark.parametrize(
    ("code", "left", "waiting", "expected"),
    [
        pytest.param("L", 5_500, "BC", "B", id="the one at home there"),
        pytest.param("L", 9_000, "C", None, id="nobody of the inner one waits"),
        pytest.param("L", 5_499, "BC", None, id="a sol too little"),
        pytest.param("T", 5_500, "BC", "B", id="around it, who is inside goes by the same order"),
        pytest.param("T", 5_499, "BC", None, id="who does not fit stops those behind"),
        pytest.param("T", 5_000, "C", "C", id="those of the outer one alone"),
        pytest.param("T", 0, "BC", None, id="nothing left"),
        pytest.param("T", 9_000, "", None, id="nobody waits"),
        pytest.param("X", 9_000, "BC", None, id="an envelope that is none"),
    ],
)
def test_the_reserve_of_an_envelope_is_everyone_in_its_scope(
    code: str, left: int, waiting: str, expected: str | None
) -> None:
    line = called(code, left, waiting)

    assert (line.code if line else None) == expected


def test_who_is_called_keeps_the_own_category_and_place() -> None:
    other = replace(SAMPLE.candidates[2], category_code="MARCHA", place=1)
    line = called("T", 5_000, "C", replace(SAMPLE, candidates=(*SAMPLE.candidates[:2], other)))

    assert line is not None
    assert (line.category_code, line.place, line.amount) == ("MARCHA", 1, Money.soles(5_000))


def test_a_call_follows_the_share_of_the_rules() -> None:
    terms = AllocationTerms(share_percent=50)
    line = called("T", 2_750, "B", replace(SAMPLE, rule="within_share", terms=terms))

    assert line is not None
    assert (line.code, line.amount) == ("B", Money.soles(2_750))
