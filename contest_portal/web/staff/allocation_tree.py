"""The envelopes of an allocation as a tree, each with what is left of it at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass

from contest_portal.allocation.views import RunView
from contest_portal.contests.queries import EnvelopeView
from contest_portal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class TreeRow:
    """An envelope in its place: what the run did with its money, and its balance now, after moves and the reserve."""

    name: str
    depth: int
    amount: Money
    received: Money
    awarded: Money
    spilled: Money
    now: Money


def tree_rows(run: RunView, envelopes: Iterable[EnvelopeView]) -> tuple[TreeRow, ...]:
    """List the envelopes of a run that has some inside others, as they stand in the rules; none for other runs."""
    live = {one.category_code: one for one in envelopes} if run.inputs.is_nested else {}
    return tuple(
        TreeRow(
            one.category_name,
            live[one.category_code].depth,
            one.amount,
            one.received,
            one.awarded,
            one.spilled,
            live[one.category_code].balance,
        )
        for one in run.envelopes
        if one.category_code in live
    )
