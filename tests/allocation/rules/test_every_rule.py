"""What holds for every allocation rule on any contest: the rules in the registry are all walked, new ones too."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput, passing
from contest_portal.allocation.rules.promises import Promise, broken_promises
from contest_portal.allocation.rules.reasons import explain
from contest_portal.allocation.rules.registry import RULES, allocate
from contest_portal.allocation.rules.results import AllocationResult, Line, Outcome
from contest_portal.contests.rules.allocation_terms import AllocationTerms
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import from_data, to_data
from contest_portal.scoring.rules.ranking import Standing
from tests.allocation.builders import EMPTY, inputs, passed

CATEGORIES = ("IDEA", "MARCHA", "OTRA")
unhurried = settings(max_examples=40, deadline=None)  # the machine may be busy
every_rule = pytest.mark.parametrize("rule", sorted(RULES))


def those_that_promise(promise: Promise) -> pytest.MarkDecorator:
    """Walk the rules that promise something."""
    return pytest.mark.parametrize("rule", sorted(c for c, r in RULES.items() if promise in r.promises))


@st.composite
def contests(draw: st.DrawFn) -> AllocationInput:
    """A contest with envelopes that are too small, just right or too large, and odd céntimos."""
    categories = CATEGORIES[: draw(st.integers(1, 3))]
    envelopes = tuple(
        EnvelopeInput(category, Money(draw(st.integers(0, 6_000_000)))) for category in categories
    )
    minimum = draw(st.integers(0, 500_000))
    maximum = draw(st.integers(minimum + 1, 2_500_000))
    candidates = _candidates(draw, categories, max(minimum, 1), maximum)
    spare = draw(st.integers(0, 1_000_000))
    return replace(
        EMPTY,
        fund=Money.total(envelope.amount for envelope in envelopes) + Money(spare),
        min_award=Money(minimum),
        max_award=Money(maximum),
        envelopes=envelopes,
        candidates=tuple(draw(st.permutations(candidates))),
        terms=AllocationTerms(share_percent=draw(st.integers(1, 100)), most_winners=draw(st.integers(0, 5))),
    )


def _candidates(draw: st.DrawFn, categories: tuple[str, ...], least: int, most: int) -> list[Candidate]:
    standings = draw(st.lists(st.tuples(st.sampled_from(categories), st.sampled_from(Standing)), max_size=14))
    places = dict.fromkeys(categories, 0)
    candidates = []
    for number, (category, standing) in enumerate(standings, start=1):
        has_passed = standing is Standing.PASSED
        places[category] += has_passed
        candidates.append(
            Candidate(
                application_id=number,
                code=f"G-{number:03d}",
                category_code=category,
                standing=standing,
                place=places[category] if has_passed else None,
                total=None if standing is Standing.DISQUALIFIED else Score(10_000 - number, 2),
                requested=Money(draw(st.integers(least, most))),
                counted=Money(draw(st.integers(0, 1_000_000))),
            )
        )
    return candidates


def run(rule: str, contest: AllocationInput) -> tuple[AllocationInput, AllocationResult]:
    chosen = enough(contest) if rule == "pass_funded" else contest
    chosen = replace(chosen, rule=rule)
    return chosen, allocate(rule, chosen)


def enough(contest: AllocationInput) -> AllocationInput:
    """Give every envelope what its groups ask: a rule that funds whoever passes refuses less."""
    envelopes = tuple(
        replace(
            one, amount=max(one.amount, Money.total(c.requested for c in passing(contest, one.category_code)))
        )
        for one in contest.envelopes
    )
    return replace(contest, envelopes=envelopes, fund=Money.total(one.amount for one in envelopes))


@every_rule
@given(contest=contests())
@unhurried
def test_every_centimo_is_an_award_or_a_balance(rule: str, contest: AllocationInput) -> None:
    chosen, result = run(rule, contest)

    awarded = Money.total(line.amount for line in result.lines)
    left = Money.total(total.balance for total in result.envelopes)
    assert awarded == result.awarded
    assert awarded + left == Money.total(envelope.amount for envelope in chosen.envelopes)
    assert awarded + left + result.unassigned == chosen.fund
    for envelope in chosen.envelopes:
        mine = [line.amount for line in result.lines if line.category_code == envelope.category_code]
        assert Money.total(mine) <= envelope.amount


@every_rule
@given(contest=contests())
@unhurried
def test_everyone_has_one_line_with_its_sentence_and_reserves_follow_place(
    rule: str, contest: AllocationInput
) -> None:
    chosen, result = run(rule, contest)

    everyone = sorted(candidate.application_id for candidate in chosen.candidates)
    told = explain(result.lines, pass_mark=chosen.pass_mark, min_award=chosen.min_award, terms=chosen.terms)
    assert sorted(line.application_id for line in result.lines) == sorted(told) == everyone
    assert [line.step for line in result.lines] == list(range(1, len(result.lines) + 1))
    assert all(sentence.text.endswith(".") and "%(" not in sentence.text for sentence in told.values())
    for total in result.envelopes:
        waiting = [
            line
            for line in result.lines
            if line.category_code == total.category_code and line.outcome is Outcome.RESERVE
        ]
        assert [line.reserve_order for line in waiting] == list(range(1, len(waiting) + 1))
        assert waiting == sorted(waiting, key=lambda line: line.place or 0)


@every_rule
@given(contest=contests())
@unhurried
def test_an_award_is_from_the_minimum_to_the_request_and_goes_only_to_who_passed(
    rule: str, contest: AllocationInput
) -> None:
    chosen, result = run(rule, contest)

    candidates = {candidate.application_id: candidate for candidate in chosen.candidates}
    for line in result.lines:
        candidate = candidates[line.application_id]
        assert ZERO <= line.amount <= candidate.requested
        assert line.outcome is not Outcome.AWARDED or line.amount >= chosen.min_award
        assert (line.outcome in (Outcome.AWARDED, Outcome.RESERVE)) == (candidate.standing is Standing.PASSED)


@every_rule
@given(contest=contests(), shuffle=st.randoms())
@unhurried
def test_the_order_of_the_input_changes_nothing(rule: str, contest: AllocationInput, shuffle: object) -> None:
    chosen, result = run(rule, contest)
    candidates, envelopes = list(chosen.candidates), list(chosen.envelopes)
    shuffle.shuffle(candidates)  # type: ignore[attr-defined]
    shuffle.shuffle(envelopes)  # type: ignore[attr-defined]

    again = allocate(rule, replace(chosen, candidates=tuple(candidates), envelopes=tuple(envelopes)))

    assert again == result


@every_rule
@given(contest=contests())
@unhurried
def test_a_replay_from_the_stored_inputs_gives_the_same_bytes(rule: str, contest: AllocationInput) -> None:
    chosen, result = run(rule, contest)

    stored = from_data(AllocationInput, to_data(chosen))

    assert canonical_json(to_data(allocate(rule, stored))) == canonical_json(to_data(result))


@those_that_promise(Promise.IN_ORDER)
@given(contest=contests())
@unhurried
def test_nobody_behind_a_group_in_reserve_is_awarded(rule: str, contest: AllocationInput) -> None:
    _, result = run(rule, contest)

    waiting = [line for line in result.lines if line.outcome is Outcome.RESERVE]
    assert not any(_is_behind(line, other) for line in waiting for other in result.lines)


@those_that_promise(Promise.FITS_IN_TURN)
@given(contest=contests())
@unhurried
def test_who_is_passed_over_asked_for_more_than_was_left_then(rule: str, contest: AllocationInput) -> None:
    _, result = run(rule, contest)

    for line in result.lines:
        if line.outcome is Outcome.RESERVE and any(_is_behind(line, other) for other in result.lines):
            assert line.requested > line.balance


def _is_behind(line: Line, other: Line) -> bool:
    return (
        other.category_code == line.category_code
        and other.outcome is Outcome.AWARDED
        and (other.place or 0) > (line.place or 0)
    )


@those_that_promise(Promise.EXHAUSTS)
@given(contest=contests())
@unhurried
def test_nobody_waits_whom_the_balance_could_pay(rule: str, contest: AllocationInput) -> None:
    _, result = run(rule, contest)

    left = {total.category_code: total.balance for total in result.envelopes}
    waiting = [line for line in result.lines if line.outcome is Outcome.RESERVE]
    assert all(line.requested > left[line.category_code] for line in waiting)


@those_that_promise(Promise.WHOLE)
@given(contest=contests())
@unhurried
def test_an_award_is_all_that_was_asked(rule: str, contest: AllocationInput) -> None:
    _, result = run(rule, contest)

    assert all(line.amount in (ZERO, line.requested) for line in result.lines)


@those_that_promise(Promise.KEEPS)
@given(contest=contests(), data=st.data())
@unhurried
def test_a_group_that_moves_up_keeps_its_award(
    rule: str, contest: AllocationInput, data: st.DataObject
) -> None:
    chosen, result = run(rule, contest)
    winners = [one for one in result.lines if one.outcome is Outcome.AWARDED and one.place != 1]
    line = data.draw(st.sampled_from(winners)) if winners else None
    if line is None:
        return

    again = allocate(rule, _moved_up(chosen, line))

    (now,) = (one for one in again.lines if one.code == line.code)
    assert now.outcome is Outcome.AWARDED


def _moved_up(contest: AllocationInput, line: Line) -> AllocationInput:
    """Let a group change place and total with the one before it."""
    mine = {one.place: one for one in passing(contest, line.category_code)}
    better, worse = mine[(line.place or 0) - 1], mine[line.place]
    changed = {
        better.code: replace(better, place=worse.place, total=worse.total),
        worse.code: replace(worse, place=better.place, total=better.total),
    }
    return replace(contest, candidates=tuple(changed.get(one.code, one) for one in contest.candidates))


@pytest.mark.parametrize(
    ("promise", "rule", "fault"),
    [
        (Promise.IN_ORDER, "merit_order_skipping", "in_order:B"),
        (Promise.EXHAUSTS, "merit_order", "exhausts:C"),
        (Promise.WHOLE, "merit_order_partial", "whole:B"),
    ],
)
def test_a_promise_that_a_result_breaks_is_named(promise: Promise, rule: str, fault: str) -> None:
    contest = inputs(passed("A", 1, 9_000), passed("B", 2, 8_000), passed("C", 3, 2_000), IDEA=12_000)

    assert list(broken_promises(allocate(rule, contest), {promise})) == [fault]
