"""What a rule promises beyond what holds for every rule. Each promise that one result can show is checked on it."""

from collections.abc import Collection, Iterator
from enum import StrEnum

from contest_portal.allocation.rules.results import AllocationResult, Line, Outcome


class Promise(StrEnum):
    """IN_ORDER: nobody behind a group in reserve is awarded. FITS_IN_TURN: who waits before a winner asked for more
    than was left then. EXHAUSTS: no request in reserve would fit in what is left. WHOLE: an award is what was asked.
    KEEPS: a group that moves up in the order never loses its award by that; only the tests can show it.
    """

    IN_ORDER = "in_order"
    FITS_IN_TURN = "fits_in_turn"
    EXHAUSTS = "exhausts"
    WHOLE = "whole"
    KEEPS = "keeps"


def broken_promises(result: AllocationResult, promises: Collection[Promise]) -> Iterator[str]:
    """Name each promise that a result breaks, with the group."""
    for envelope in result.envelopes:
        mine = [line for line in result.lines if line.category_code == envelope.category_code]
        last = max((line.place or 0 for line in mine if line.outcome is Outcome.AWARDED), default=0)
        for line in mine:
            yield from (
                f"{promise.value}:{line.code}"
                for promise in _broken(line, last, envelope.balance.cents)
                if promise in promises
            )


def _broken(line: Line, last: int, left: int) -> Iterator[Promise]:
    """Name what one line breaks; `last` is the last place awarded in its envelope, `left` what is left of it."""
    if line.outcome is Outcome.AWARDED and line.amount.cents != line.requested.cents:
        yield Promise.WHOLE
    if line.outcome is not Outcome.RESERVE:
        return
    if line.requested.cents <= left:
        yield Promise.EXHAUSTS
    if (line.place or 0) < last:
        yield Promise.IN_ORDER
        if line.requested.cents <= line.balance.cents:
            yield Promise.FITS_IN_TURN
