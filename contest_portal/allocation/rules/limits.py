"""The least and the most that goes to a category, a line or a district: who counts, and what a result gave."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate
from contest_portal.allocation.rules.solver import Row
from contest_portal.contests.rules.allocation_terms import Limit, LimitOf
from contest_portal.kernel.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Reached:
    """A limit beside what an allocation gave to those it is about."""

    limit: Limit
    awards: int
    amount: Money

    @property
    def holds(self) -> bool:
        """Tell whether awards and money are within the limit."""
        limit = self.limit
        return (
            limit.min_awards <= self.awards
            and limit.min_amount <= self.amount
            and (limit.max_awards is None or self.awards <= limit.max_awards)
            and (limit.max_amount is None or self.amount <= limit.max_amount)
        )


def is_about(limit: Limit, candidate: Candidate) -> bool:
    """Tell whether a group counts for a limit."""
    codes = {
        LimitOf.CATEGORY: candidate.category_code,
        LimitOf.LINE: candidate.line_code,
        LimitOf.DISTRICT: candidate.district_code,
    }
    return codes[limit.of] == limit.code


def limit_rows(limit: Limit, groups: Sequence[Candidate]) -> Iterator[Row]:
    """Give what a limit asks of a choice among groups: a row of awards and a row of céntimos, if it has them."""
    mine = [at for at, group in enumerate(groups) if is_about(limit, group)]
    if limit.min_awards or limit.max_awards is not None:
        yield Row(dict.fromkeys(mine, 1), limit.min_awards or None, limit.max_awards)
    if limit.min_amount or limit.max_amount is not None:
        most = None if limit.max_amount is None else limit.max_amount.cents
        yield Row({at: groups[at].requested.cents for at in mine}, limit.min_amount.cents or None, most)


class Awarding(Protocol):
    """A line, of a result or of a page: whom it is about, and what was given if anything."""

    @property
    def application_id(self) -> int: ...
    @property
    def amount(self) -> Money: ...


def reached(inputs: AllocationInput, lines: Iterable[Awarding]) -> tuple[Reached, ...]:
    """Set every limit beside what the lines of an allocation give."""
    if not inputs.terms.limits:
        return ()
    candidates = {candidate.application_id: candidate for candidate in inputs.candidates}
    awarded = [
        (candidates[line.application_id], line.amount)
        for line in lines
        if line.amount and line.application_id in candidates
    ]
    return tuple(_reached(limit, awarded) for limit in inputs.terms.limits)


def _reached(limit: Limit, awarded: Sequence[tuple[Candidate, Money]]) -> Reached:
    mine = [amount for candidate, amount in awarded if is_about(limit, candidate)]
    return Reached(limit, len(mine), Money.total(mine) if mine else ZERO)
