"""What was asked within the co-financing share: of each plan the contest pays at most a declared part."""

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate
from contest_portal.allocation.rules.merit_walk import Purse, award, reserve, walk_envelopes
from contest_portal.allocation.rules.results import AllocationResult, Decision, Reason
from contest_portal.contests.rules.allocation_terms import AllocationTerms
from contest_portal.kernel.money import Money


def within_share(inputs: AllocationInput) -> AllocationResult:
    """Award in order of place what was asked, cut to the share of the plan, until one does not fit."""
    return walk_envelopes(inputs, _decide)


def payable(candidate: Candidate, terms: AllocationTerms) -> Money:
    """Give what a plan may get: what is asked, but no more than the share of the whole plan, rounded down.

    The whole plan is what is asked and the counted parts of the group.
    """
    asked = (
        candidate.requested.cents
    )  # in céntimos: amounts of twenty thousand groups would take half as long again
    most = (asked + candidate.counted.cents) * terms.share_percent // 100
    return candidate.requested if asked <= most else Money(most)


def _decide(candidate: Candidate, purse: Purse) -> Decision:
    if purse.stopped:
        return reserve(candidate, Reason.AFTER_THE_CUT)
    amount = payable(candidate, purse.terms)
    cents = amount.cents
    if not cents or cents < purse.min_award.cents:
        return reserve(candidate, Reason.SHARE_BELOW_MINIMUM)
    if cents > purse.balance.cents:
        return reserve(candidate, Reason.DOES_NOT_FIT)
    reason = Reason.FULL_AWARD if cents == candidate.requested.cents else Reason.WITHIN_SHARE
    return award(candidate, amount, reason)
