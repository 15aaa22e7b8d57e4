"""What holds for every allocation rule on any contest: the rules in the registry are all walked, new ones too."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules.guarantees import broken_guarantees
from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.reasons import explain
from contest_portal.allocation.rules.registry import RULES, allocate
from contest_portal.allocation.rules.results import AllocationResult, Line, Outcome
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import from_data, to_data
from contest_portal.scoring.rules.ranking import Standing
from tests.allocation.builders import EMPTY

CATEGORIES = ("IDEA", "MARCHA", "OTRA")
unhurried = settings(deadline=None)  # the machine may be busy
every_rule = pytest.mark.parametrize("rule", sorted(RULES))


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
            )
        )
    return candidates


def run(rule: str, contest: AllocationInput) -> tuple[AllocationInput, AllocationResult]:
    chosen = replace(contest, rule=rule)
    return chosen, allocate(rule, chosen)


@every_rule
@given(contest=contests())
@unhurried
def test_awards_never_exceed_their_envelope_nor_the_fund(rule: str, contest: AllocationInput) -> None:
    chosen, result = run(rule, contest)

    for envelope in chosen.envelopes:
        mine = [line.amount for line in result.lines if line.category_code == envelope.category_code]
        assert Money.total(mine) <= envelope.amount
    assert Money.total(line.amount for line in result.lines) <= chosen.fund


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


@every_rule
@given(contest=contests())
@unhurried
def test_everyone_has_one_line_and_steps_are_numbered(rule: str, contest: AllocationInput) -> None:
    chosen, result = run(rule, contest)

    assert sorted(line.application_id for line in result.lines) == sorted(
        candidate.application_id for candidate in chosen.candidates
    )
    assert [line.step for line in result.lines] == list(range(1, len(result.lines) + 1))


@every_rule
@given(contest=contests())
@unhurried
def test_an_award_stays_within_the_request_and_goes_only_to_who_passed(
    rule: str, contest: AllocationInput
) -> None:
    chosen, result = run(rule, contest)

    candidates = {candidate.application_id: candidate for candidate in chosen.candidates}
    for line in result.lines:
        candidate = candidates[line.application_id]
        assert ZERO <= line.amount <= candidate.requested
        assert (line.outcome in (Outcome.AWARDED, Outcome.RESERVE)) == (candidate.standing is Standing.PASSED)


@every_rule
@given(contest=contests())
@unhurried
def test_an_award_reaches_the_minimum_of_the_rules(rule: str, contest: AllocationInput) -> None:
    chosen, result = run(rule, contest)

    awards = [line.amount for line in result.lines if line.outcome is Outcome.AWARDED]
    assert all(amount >= chosen.min_award for amount in awards)


@every_rule
@given(contest=contests())
@unhurried
def test_the_reserve_list_follows_place(rule: str, contest: AllocationInput) -> None:
    _, result = run(rule, contest)

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
def test_who_is_passed_over_asked_for_more_than_was_left_at_that_turn(
    rule: str, contest: AllocationInput
) -> None:
    """Nobody in reserve stands before a winner unless the envelope could not pay the request then."""
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


@every_rule
@given(contest=contests())
@unhurried
def test_every_line_has_a_sentence_with_all_its_values(rule: str, contest: AllocationInput) -> None:
    chosen, result = run(rule, contest)

    sentences = explain(result.lines, pass_mark=chosen.pass_mark, min_award=chosen.min_award)

    assert sorted(sentences) == sorted(line.application_id for line in result.lines)
    assert all(sentence.text.endswith(".") and "%" not in sentence.text for sentence in sentences.values())


@every_rule
@given(contest=contests())
@settings(max_examples=30, deadline=None)
def test_a_sound_result_breaks_no_guarantee(rule: str, contest: AllocationInput) -> None:
    chosen, result = run(rule, contest)

    assert broken_guarantees(chosen, result) == ()


@given(contest=contests())
@unhurried
def test_in_strict_merit_order_no_winner_stands_behind_a_reserve(contest: AllocationInput) -> None:
    _, result = run("merit_order", contest)

    waiting = [line for line in result.lines if line.outcome is Outcome.RESERVE]
    assert not any(_is_behind(line, other) for line in waiting for other in result.lines)


@given(contest=contests())
@unhurried
def test_skipping_never_leaves_a_reserve_that_the_balance_could_pay(contest: AllocationInput) -> None:
    _, result = run("merit_order_skipping", contest)

    left = {total.category_code: total.balance for total in result.envelopes}
    waiting = [line for line in result.lines if line.outcome is Outcome.RESERVE]
    assert all(line.requested > left[line.category_code] for line in waiting)
