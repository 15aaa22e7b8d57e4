"""Merit order that skips: who does not fit waits in reserve, and the next that fits is awarded."""

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate
from contest_portal.allocation.rules.merit_walk import Purse, award, reserve, walk_envelopes
from contest_portal.allocation.rules.results import AllocationResult, Decision, Reason


def merit_order_skipping(inputs: AllocationInput) -> AllocationResult:
    """Award in order of place to everyone whose request fits in what is left at that turn."""
    return walk_envelopes(inputs, _decide)


def _decide(candidate: Candidate, purse: Purse) -> Decision:
    if candidate.requested > purse.balance:
        return reserve(candidate, Reason.PASSED_OVER)
    return award(candidate, candidate.requested, Reason.FULL_AWARD)
