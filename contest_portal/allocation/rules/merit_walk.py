"""Walk each envelope in order of place and let a rule decide about one group at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, passing
from contest_portal.allocation.rules.results import AllocationResult, Decision, Reason, build_result
from contest_portal.kernel.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Purse:
    """An envelope when a group's turn comes. `stopped`: an earlier group did not fit."""

    balance: Money
    min_award: Money
    stopped: bool


Decide = Callable[[Candidate, Purse], Decision]


def walk_envelopes(inputs: AllocationInput, decide: Decide) -> AllocationResult:
    """Ask `decide` about every group that passed, envelope by envelope, the best place first."""
    return build_result(inputs, _decisions(inputs, decide))


def award(candidate: Candidate, amount: Money, reason: Reason) -> Decision:
    """Decide for an award."""
    return Decision(candidate, amount, reason)


def reserve(candidate: Candidate, reason: Reason) -> Decision:
    """Decide for a place in the reserve list."""
    return Decision(candidate, ZERO, reason)


def _decisions(inputs: AllocationInput, decide: Decide) -> Iterator[Decision]:
    for envelope in inputs.envelopes:
        balance, stopped = envelope.amount, False
        for candidate in passing(inputs, envelope.category_code):
            decision = decide(candidate, Purse(balance, inputs.min_award, stopped))
            balance = balance - decision.amount
            stopped = stopped or decision.amount < candidate.requested
            yield decision
