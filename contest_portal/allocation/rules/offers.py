"""Whom each envelope calls of the reserve, and with whose money: what the frozen rules let go up comes up for a call.

Each envelope is asked after those inside it. Where its rule calls nobody with what is free there, and the rules of the
contest let what is left go up, that money is at hand for the envelope around it. It goes up with a call alone, as much
as the call needs, and its own money comes first.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.nested import innermost_first
from contest_portal.allocation.rules.reserve import Given, next_of
from contest_portal.allocation.rules.results import Line
from contest_portal.kernel.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Rise:
    """Money of an envelope that goes up into the one that calls. `source` is its code."""

    source: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Offer:
    """Whom the rule gives first, None where it gives nobody anything, and what of it goes up from inside.

    `at_hand` is all that may go up into the envelope.
    """

    line: Line | None
    rises: tuple[Rise, ...]
    at_hand: Money


def offers_of(
    inputs: AllocationInput, free: Mapping[str, Money], *, waiting: Collection[int], given: Iterable[Given]
) -> dict[str, Offer]:
    """Give the offer of each envelope by its code. `free` is what nobody has or is being offered of each.

    `waiting` are the applications in reserve that were not called yet; `given` what stands of the whole contest.
    Raises Refused as the rule does.
    """
    granted, offers, came = tuple(given), dict[str, Offer](), dict[str, tuple[Rise, ...]]()
    for envelope in innermost_first(inputs.envelopes):
        code, own = envelope.category_code, free.get(envelope.category_code, ZERO)
        inside = tuple(sorted(came.get(code, ()), key=lambda one: one.source))
        at_hand = Money.total(one.amount for one in inside)
        line = next_of(inputs, code, left=own + at_hand, waiting=waiting, given=granted)
        offers[code] = Offer(line, tuple(_drawn(inside, line.amount - own)) if line else (), at_hand)
        if line is None and envelope.spills and envelope.parent:
            mine = (Rise(code, own),) if own else ()
            came[envelope.parent] = (*came.get(envelope.parent, ()), *mine, *inside)
    return offers


def _drawn(inside: Iterable[Rise], needed: Money) -> Iterator[Rise]:
    """Take what is needed beyond an envelope's own money, from one after the other by their codes."""
    for one in inside:
        if needed <= ZERO:
            return
        amount = min(one.amount, needed)
        needed -= amount
        yield Rise(one.source, amount)
