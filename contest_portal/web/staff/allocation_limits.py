"""What the limits of the rules asked and what a run gave, for the page of the allocation."""

from dataclasses import dataclass

from contest_portal.allocation.rules.limits import reached
from contest_portal.allocation.views import RunView
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.registry.queries.register import district_names
from contest_portal.web.shared.allocation_words import least_and_most, limit_names
from contest_portal.web.shared.database import read_session


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit in words, with the groups and the money that it got."""

    name: str
    asked: str
    awards: int
    amount: Money


def limit_lines(book: Rulebook, run: RunView) -> tuple[LimitLine, ...]:
    """List the limits that a run kept; none for a rule without them."""
    found = reached(run.inputs, run.lines)
    names = limit_names(book, district_names(read_session(), book.territory)) if found else {}
    return tuple(
        LimitLine(
            names.get((one.limit.of.value, one.limit.code), one.limit.code),
            least_and_most(one.limit),
            one.awards,
            one.amount,
        )
        for one in found
    )
