"""Go through the steps of an allocation again: each reason says what its step gives, from what stood before it.

No rule is run here. Whoever has the inputs and the lines arrives at the same awards with what this page says.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate
from contest_portal.allocation.rules.results import CLOSING, AllocationResult, Line, Reason
from contest_portal.allocation.rules.within_share import payable
from contest_portal.contests.rules.allocation_terms import AllocationTerms


class Turn(NamedTuple):
    """What stands when a group's turn comes: céntimos left, whether the envelope closed, the equal share of it."""

    candidate: Candidate
    left: int
    closed: bool
    level: int
    least: int
    terms: AllocationTerms

    @property
    def asked(self) -> int:
        """Give what the group asked, in céntimos."""
        return self.candidate.requested.cents


Given = Callable[[Turn], int | None]
"""The céntimos that a reason gives at a turn; None when the reason is not true there."""


def replay_faults(inputs: AllocationInput, result: AllocationResult) -> Iterator[str]:
    """Name each step that does not follow from the steps before it and the reason it gives."""
    candidates = {candidate.application_id: candidate for candidate in inputs.candidates}
    least = max(inputs.min_award.cents, 1)
    for envelope in inputs.envelopes:
        lines = [line for line in result.lines if line.category_code == envelope.category_code]
        left, closed, level = envelope.amount.cents, False, _level(lines)
        for line in lines:
            candidate = candidates.get(line.application_id)
            if candidate is None or line.amount.cents != GIVES[line.reason](
                Turn(candidate, left, closed, level, least, inputs.terms)
            ):
                yield f"replay:{line.code}"
            left -= line.amount.cents
            closed = closed or line.reason in CLOSING


def _level(lines: list[Line]) -> int:
    """Give the equal share of an envelope: what those got who asked for more."""
    shares = [line.amount.cents for line in lines if line.reason is Reason.EQUAL_LEVEL]
    asked = [line.amount.cents for line in lines if line.reason is Reason.ASKED_WITHIN_LEVEL]
    return min(shares, default=max(asked, default=0))


def _full(turn: Turn) -> int | None:
    return turn.asked if not turn.closed and turn.asked <= turn.left else None


def _rest(turn: Turn) -> int | None:
    return turn.left if not turn.closed and turn.least <= turn.left < turn.asked else None


def _equal_level(turn: Turn) -> int | None:
    return turn.level if turn.least <= turn.level <= turn.left and turn.level < turn.asked else None


def _nothing_if(true: Callable[[Turn], bool]) -> Given:
    return lambda turn: 0 if true(turn) else None


def _within_share(turn: Turn) -> int | None:
    amount = payable(turn.candidate, turn.terms).cents
    return amount if not turn.closed and turn.least <= amount <= turn.left else None


GIVES: Mapping[Reason, Given] = MappingProxyType(
    {
        Reason.FULL_AWARD: _full,
        Reason.IN_THE_BEST_SET: _full,
        Reason.REST_OF_ENVELOPE: _rest,
        Reason.WITHIN_SHARE: _within_share,
        Reason.EQUAL_LEVEL: _equal_level,
        Reason.ASKED_WITHIN_LEVEL: lambda turn: (
            turn.asked if turn.asked <= min(turn.level, turn.left) else None
        ),
        Reason.DOES_NOT_FIT: _nothing_if(lambda turn: not turn.closed and turn.asked > turn.left),
        Reason.PASSED_OVER: _nothing_if(lambda turn: turn.asked > turn.left),
        Reason.AFTER_THE_CUT: _nothing_if(lambda turn: turn.closed),
        Reason.REST_BELOW_MINIMUM: _nothing_if(
            lambda turn: not turn.closed and turn.left < min(turn.least, turn.asked)
        ),
        Reason.SHARE_BELOW_MINIMUM: _nothing_if(
            lambda turn: payable(turn.candidate, turn.terms).cents < turn.least
        ),
        **dict.fromkeys(
            (
                Reason.LEVEL_BELOW_MINIMUM,
                Reason.ENOUGH_WINNERS,
                Reason.NOT_IN_THE_BEST_SET,
                Reason.BELOW_PASS_MARK,
                Reason.DISQUALIFIED,
            ),
            _nothing_if(lambda _turn: True),
        ),
    }
)
