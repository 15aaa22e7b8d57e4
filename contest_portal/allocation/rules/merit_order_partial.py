"""Merit order with a partial last award: the first that does not fit gets the rest, if it reaches the minimum award."""

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate
from contest_portal.allocation.rules.merit_walk import Purse, award, reserve, walk_envelopes
from contest_portal.allocation.rules.results import AllocationResult, Decision, Reason


def merit_order_partial(inputs: AllocationInput) -> AllocationResult:
    """Award in order of place; the first that does not fit gets what is left, then the envelope stops."""
    return walk_envelopes(inputs, _decide)


def _decide(candidate: Candidate, purse: Purse) -> Decision:
    if purse.stopped:
        return reserve(candidate, Reason.AFTER_THE_CUT)
    if candidate.requested <= purse.balance:
        return award(candidate, candidate.requested, Reason.FULL_AWARD)
    if purse.balance and purse.balance >= purse.min_award:
        return award(candidate, purse.balance, Reason.REST_OF_ENVELOPE)
    return reserve(candidate, Reason.REST_BELOW_MINIMUM)
