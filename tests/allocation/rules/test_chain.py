"""Which step waits, whose it is, and how the others stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.accounts.rules.permissions import Scope
from contest_portal.allocation.rules.chain import (
    StepOutcome,
    StepState,
    reason_problem,
    step_scope,
    step_state,
    step_to_take,
    taken_problem,
)
from contest_portal.contests.rules.approval_chain import ApprovalStep, Approver

APPROVED, REFUSED = StepOutcome.APPROVED, StepOutcome.REFUSED


@pytest.mark.parametrize(
    ("outcome", "to_take", "standing", "fallen"),
    [
        (APPROVED, 3, StepState.APPROVED, StepState.LAPSED),
        (REFUSED, None, StepState.REFUSED, StepState.REFUSED),
        (None, 2, StepState.WAITING, StepState.LATER),
        (None, 1, StepState.LATER, StepState.LATER),
        (None, None, StepState.LATER, StepState.LATER),
    ],
)
def test_how_the_second_step_stands(
    outcome: StepOutcome | None, to_take: int | None, standing: StepState, fallen: StepState
) -> None:
    found = [step_state(2, outcome, to_take=to_take, stands=stands) for stands in (True, False)]

    assert found == [standing, fallen]


@given(st.integers(1, 4), st.integers(0, 4))
def test_the_step_to_take_is_one_of_the_chain(steps: int, approved: int) -> None:
    chain = (ApprovalStep("Paso", Approver.STAFF),) * steps

    number = step_to_take(chain, approved)

    assert number == approved + 1 if approved < steps else number == steps


def test_who_did_a_step_before_is_kept_from_the_next_but_not_from_the_own() -> None:
    decided = [(1, 7), (2, 8)]

    scopes = [step_scope(5, 6, decided, step) for step in (1, 2, 3)]

    assert scopes == [
        Scope(contest_id=5, proposer_id=6, earlier_ids=earlier)
        for earlier in (frozenset(), frozenset({7}), frozenset({7, 8}))
    ]


def test_only_the_step_that_waits_is_taken() -> None:
    free = [(step, approved) for step in (1, 2) for approved in (0, 1) if not taken_problem(step, approved)]

    assert free == [(1, 0), (2, 1)]


@pytest.mark.parametrize(
    ("letters", "codes"),
    [(9, ["allocation.refusal_reason"]), (10, []), (300, []), (301, ["allocation.refusal_reason"])],
)
def test_sending_back_needs_a_reason(letters: int, codes: list[str]) -> None:
    problem = reason_problem("x" * letters)

    assert [one.code for one in (problem,) if one is not None] == codes
