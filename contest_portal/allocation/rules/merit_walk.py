"""Walk each envelope in order of place and let a rule decide about one group at a time."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, passing
from contest_portal.allocation.rules.results import CLOSING, AllocationResult, Decision, Reason, build_result
from contest_portal.contests.rules.allocation_terms import AllocationTerms
from contest_portal.kernel.money import ZERO, Money


class Purse(NamedTuple):
    """An envelope when a group's turn comes. `stopped`: it closed at an earlier group."""

    balance: Money
    min_award: Money
    stopped: bool
    terms: AllocationTerms


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
        purse = Purse(envelope.amount, inputs.min_award, stopped=False, terms=inputs.terms)
        for candidate in passing(inputs, envelope.category_code):
            decision = decide(candidate, purse)
            yield decision
            stopped = purse.stopped or decision.reason in CLOSING
            if stopped is not purse.stopped or decision.amount is not ZERO:
                purse = Purse(purse.balance - decision.amount, purse.min_award, stopped, purse.terms)
