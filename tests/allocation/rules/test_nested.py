"""Envelopes inside envelopes: what a case gives step by step, and what holds for any tree."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.nested import inside
from contest_portal.allocation.rules.promises import Promise
from contest_portal.allocation.rules.registry import RULES, allocate
from contest_portal.allocation.rules.results import AllocationResult, Line, Outcome, Spill
from contest_portal.contests.rules.allocation_terms import AllocationTerms
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Refused
from contest_portal.kernel.records import from_data, to_data
from contest_portal.scoring.rules.ranking import Standing
from tests.allocation.builders import EMPTY, below, inputs, passed
from tests.allocation.rules.test_every_rule import contests, enough

unhurried = settings(max_examples=25, deadline=None)  # the machine may be busy
every_rule = pytest.mark.parametrize("rule", sorted(RULES))
in_order = pytest.mark.parametrize(
    "rule", sorted(code for code, rule in RULES.items() if Promise.IN_ORDER in rule.promises)
)


by_merit = pytest.mark.parametrize("rule", sorted(set(RULES) - {"best_total"}))


@st.composite
def trees(draw: st.DrawFn) -> AllocationInput:
    """A contest with up to seven envelopes, some inside others, and groups of two categories at home anywhere."""
    codes = [f"P{n}" for n in range(draw(st.integers(1, 7)))]
    envelopes = tuple(
        EnvelopeInput(
            code,
            Money(draw(st.integers(0, 3_000_000))),
            parent=draw(st.sampled_from(["", *codes[:n]])),
            spills=draw(st.booleans()),
        )
        for n, code in enumerate(codes)
    )
    minimum = draw(st.integers(1, 500_000))
    total, places, candidates = 10_000, {"IDEA": 0, "MARCHA": 0}, []
    for number, standing in enumerate(draw(st.lists(st.sampled_from(Standing), max_size=14)), 1):
        category, has_passed = draw(st.sampled_from(sorted(places))), standing is Standing.PASSED
        places[category] += has_passed
        total -= draw(st.integers(0, 1))  # equal totals are parted by the place
        candidates.append(
            Candidate(
                application_id=number,
                code=f"G-{number:03d}",
                category_code=category,
                standing=standing,
                place=places[category] if has_passed else None,
                total=None if standing is Standing.DISQUALIFIED else Score(total, 2),
                requested=Money(draw(st.integers(minimum, 2_500_000))),
                counted=Money(draw(st.integers(0, 1_000_000))),
                pot=draw(st.sampled_from(codes)),
            )
        )
    return replace(
        EMPTY,
        terms=AllocationTerms(most_winners=draw(st.integers(0, 3))),
        fund=Money.total(one.amount for one in envelopes) + Money(draw(st.integers(0, 99))),
        min_award=Money(minimum),
        max_award=Money(2_500_000),
        envelopes=tuple(draw(st.permutations(envelopes))),
        candidates=tuple(candidates),
    )


def run(rule: str, contest: AllocationInput) -> AllocationResult:
    return allocate(rule, replace(contest, rule=rule))


def told_to(rule: str, contest: AllocationInput) -> AllocationInput:
    """Give a contest as a rule takes it: one that funds whoever passes has what all ask in every outermost one."""
    if rule != "pass_funded":
        return contest
    asked = Money.total(one.requested for one in contest.candidates)
    envelopes = tuple(
        one if one.parent else replace(one, amount=one.amount + asked) for one in contest.envelopes
    )
    return replace(contest, fund=Money.total(one.amount for one in envelopes), envelopes=envelopes)


def case() -> AllocationInput:
    """One envelope of S/ 31,500: 12,000 are for the north and go up if left, 9,500 for the south and stay there."""
    groups = (
        passed("A", 1, 10_000, units=9_000),
        passed("B", 2, 8_000, units=8_500),
        passed("C", 1, 9_000, category="MARCHA", units=8_700),
        passed("D", 2, 7_000, category="MARCHA", units=7_500),
        below("E", 6_000),
    )
    homes = ("NORTE", "NORTE", "SUR", "SUR", "SUR")
    envelopes = (
        EnvelopeInput("TODO", Money.soles(10_000)),
        EnvelopeInput("NORTE", Money.soles(12_000), parent="TODO", spills=True),
        EnvelopeInput("SUR", Money.soles(9_500), parent="TODO"),
    )
    return replace(
        inputs(*(replace(one, pot=home) for one, home in zip(groups, homes, strict=True)), fund=40_000),
        envelopes=envelopes,
    )


def told(line: Line) -> tuple[int, str, str, int, int, int | None]:
    """Give of a step its number, group, envelope, amount and what is left, in soles, and the reserve's order."""
    amounts = (line.amount.cents // 100, line.balance.cents // 100)
    return (line.step, line.code, line.envelope_code, *amounts, line.reserve_order)


def test_each_envelope_goes_first_to_its_own_and_what_it_leaves_to_those_who_wait_around_it() -> None:
    result = run("merit_order", case())

    assert [told(line) for line in result.lines] == [
        (1, "A", "NORTE", 10_000, 2_000, None),
        (3, "C", "SUR", 9_000, 500, None),
        (4, "B", "TODO", 8_000, 4_000, None),
        (5, "D", "TODO", 0, 4_000, 1),
        (6, "E", "TODO", 0, 4_000, None),
    ]
    assert result.spills == (Spill(2, "NORTE", "TODO", Money.soles(2_000)),)
    balances = {one.category_code: one.balance for one in result.envelopes}
    assert balances == {"NORTE": ZERO, "SUR": Money.soles(500), "TODO": Money.soles(4_000)}
    assert result.unassigned == Money.soles(8_500)


def test_the_last_of_what_is_left_goes_to_the_next_where_the_rule_gives_parts() -> None:
    result = run("merit_order_partial", case())

    assert [(line.code, line.envelope_code, line.amount) for line in result.lines if line.amount] == [
        ("A", "NORTE", Money.soles(10_000)),
        ("B", "NORTE", Money.soles(2_000)),
        ("C", "SUR", Money.soles(9_000)),
        ("D", "TODO", Money.soles(7_000)),
    ]
    assert result.spills == ()


@pytest.mark.parametrize("parent", ["NADA", "NORTE"], ids=["nowhere", "in a circle"])
def test_an_envelope_that_lies_nowhere_is_refused(parent: str) -> None:
    odd = tuple(
        replace(one, parent=parent) if one.category_code == "TODO" else one for one in case().envelopes
    )

    with pytest.raises(Refused) as refused:
        run("merit_order", replace(case(), envelopes=odd))

    assert {one.code for one in refused.value.problems} == {"allocation.bad_nesting"}


def test_a_result_is_read_back_as_it_was_written() -> None:
    result = run("merit_order", case())

    assert from_data(AllocationResult, to_data(result)) == result
    assert from_data(AllocationInput, to_data(case())) == case()


@every_rule
@given(contest=trees())
@unhurried
def test_every_centimo_is_an_award_or_a_balance_in_one_envelope(rule: str, contest: AllocationInput) -> None:
    contest = told_to(rule, contest)

    result = run(rule, contest)

    assert result.awarded + result.balance + result.unassigned == contest.fund
    assert result.awarded == Money.total(line.amount for line in result.lines)
    given_by = {one.category_code: one for one in contest.envelopes}
    for one in result.envelopes:
        mine = [line.amount for line in result.lines if line.envelope_code == one.category_code]
        came = Money.total(s.amount for s in result.spills if s.target == one.category_code)
        went = Money.total(s.amount for s in result.spills if s.source == one.category_code)
        assert (one.amount, one.received, one.spilled) == (given_by[one.category_code].amount, came, went)
        assert one.awarded == Money.total(mine) <= one.amount + came
        assert one.balance == one.amount + came - one.awarded - went >= ZERO
    for spill in result.spills:
        assert given_by[spill.source].spills
        assert given_by[spill.source].parent == spill.target


@every_rule
@given(contest=trees(), data=st.data())
@unhurried
def test_the_order_in_which_groups_and_envelopes_are_told_changes_nothing(
    rule: str, contest: AllocationInput, data: st.DataObject
) -> None:
    contest = told_to(rule, contest)
    shuffled = replace(
        contest,
        envelopes=tuple(data.draw(st.permutations(contest.envelopes))),
        candidates=tuple(data.draw(st.permutations(contest.candidates))),
    )

    assert run(rule, shuffled) == run(rule, contest)


@every_rule
@given(contest=trees())
@unhurried
def test_money_of_an_envelope_is_for_its_scope(rule: str, contest: AllocationInput) -> None:
    contest = told_to(rule, contest)
    homes = {one.application_id: one.home for one in contest.candidates}

    for line in run(rule, contest).lines:
        assert homes[line.application_id] in inside(contest.envelopes, line.envelope_code)


@in_order
@given(contest=trees())
@unhurried
def test_who_waits_saw_nobody_behind_be_awarded_from_an_envelope_of_both(
    rule: str, contest: AllocationInput
) -> None:
    contest = told_to(rule, contest)
    lines = run(rule, contest).lines
    homes = {one.application_id: one.home for one in contest.candidates}

    for waiting in (one for one in lines if one.outcome is Outcome.RESERVE):
        for won in (one for one in lines if one.amount):
            if homes[waiting.application_id] in inside(contest.envelopes, won.envelope_code):
                assert ahead(won) < ahead(waiting)


def ahead(line: Line) -> tuple[int, int, str]:
    assert line.total is not None
    return (-line.total.units, line.place or 0, line.category_code)


@by_merit
@given(contest=trees(), data=st.data())
@unhurried
def test_who_moves_up_among_those_of_the_same_envelope_keeps_the_award(
    rule: str, contest: AllocationInput, data: st.DataObject
) -> None:
    contest = told_to(rule, contest)
    ranked = sorted(
        (one for one in contest.candidates if one.place), key=lambda one: (one.category_code, one.place)
    )
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(ranked)
        if (first.category_code, first.pot) == (second.category_code, second.pot)
    ]
    if not pairs:
        return
    first, second = data.draw(st.sampled_from(pairs))
    swapped = {
        first.code: replace(first, place=second.place, total=second.total),
        second.code: replace(second, place=first.place, total=first.total),
    }
    other = replace(contest, candidates=tuple(swapped.get(one.code, one) for one in contest.candidates))

    before, after = ({line.code for line in run(rule, one).lines if line.amount} for one in (contest, other))
    assert second.code not in before or second.code in after


@every_rule
@given(contest=contests())
@unhurried
def test_a_tree_of_one_level_by_category_gives_what_envelopes_of_categories_give(
    rule: str, contest: AllocationInput
) -> None:
    contest = enough(contest) if rule == "pass_funded" else contest
    flat = run(rule, contest)
    tree = run(
        rule,
        replace(contest, candidates=tuple(replace(one, pot=one.category_code) for one in contest.candidates)),
    )

    assert replace(tree, lines=tuple(replace(line, pot="") for line in tree.lines)) == flat
