"""Equal share: the envelope is divided equally among those who pass, or among so many of them as the rules say."""

from collections.abc import Iterator, Sequence

from contest_portal.allocation.rules.inputs import AllocationInput, EnvelopeInput, passing
from contest_portal.allocation.rules.merit_walk import award, reserve
from contest_portal.allocation.rules.results import AllocationResult, Decision, Reason, build_result
from contest_portal.kernel.money import Money


def equal_share(inputs: AllocationInput) -> AllocationResult:
    """Give everyone the same, and nobody more than was asked; céntimos that cannot be divided stay in the envelope.

    What a group that asked for less leaves is divided among the others. While the share does not reach the least
    award, the last place waits in reserve.
    """
    return build_result(
        inputs, (decision for envelope in inputs.envelopes for decision in _shared(inputs, envelope))
    )


def equal_level(requests: Sequence[int], amount: int) -> int:
    """Give the most céntimos that all may get alike, so that min(request, level) of each adds up to the amount at most.

    When everyone can have what was asked it is the largest request.
    """
    left = amount
    for done, request in enumerate(sorted(requests)):
        share = left // (len(requests) - done)
        if request > share:
            return share
        left -= request
    return max(requests, default=0)


def _shared(inputs: AllocationInput, envelope: EnvelopeInput) -> Iterator[Decision]:
    ordered = passing(inputs, envelope.category_code)
    allowed = min(len(ordered), inputs.terms.most_winners or len(ordered))
    winners = min(allowed, envelope.amount.cents // max(inputs.min_award.cents, 1))
    level = Money(equal_level([one.requested.cents for one in ordered[:winners]], envelope.amount.cents))
    for candidate in ordered[:winners]:
        if candidate.requested <= level:
            yield award(candidate, candidate.requested, Reason.ASKED_WITHIN_LEVEL)
        else:
            yield award(candidate, level, Reason.EQUAL_LEVEL)
    for candidate in ordered[winners:allowed]:
        yield reserve(candidate, Reason.LEVEL_BELOW_MINIMUM)
    for candidate in ordered[allowed:]:
        yield reserve(candidate, Reason.ENOUGH_WINNERS)
