"""Merit order: in order of place each group gets what it asked; at the first that does not fit, the envelope stops."""

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate
from contest_portal.allocation.rules.merit_walk import Purse, award, reserve, walk_envelopes
from contest_portal.allocation.rules.results import AllocationResult, Decision, Reason


def merit_order(inputs: AllocationInput) -> AllocationResult:
    """Award in order of place while the envelope lasts; who comes after the cut is reserve, in order."""
    return walk_envelopes(inputs, _decide)


def _decide(candidate: Candidate, purse: Purse) -> Decision:
    if purse.stopped:
        return reserve(candidate, Reason.AFTER_THE_CUT)
    if candidate.requested > purse.balance:
        return reserve(candidate, Reason.DOES_NOT_FIT)
    return award(candidate, candidate.requested, Reason.FULL_AWARD)
