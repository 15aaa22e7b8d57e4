"""What a corrected mark would change: every line of the allocation that would be another, and the money."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.results import Line, Outcome
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.marks import Mark, Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import to_data
from contest_portal.scoring.rules.entries import CountedSheet
from contest_portal.scoring.rules.ranking import RankedGroup


@dataclass(frozen=True, slots=True)
class Correction:
    """Another mark, in units of the contest's scale, for one criterion of one sheet."""

    sheet_id: int
    criterion: str
    units: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a group stands: place, total, what became of it, and what it receives."""

    place: int | None
    total: Score | None
    outcome: Outcome
    amount: Money


@dataclass(frozen=True, slots=True)
class LineChange:
    """A group whose line would be another."""

    code: str
    category_code: str
    before: Place
    after: Place

    @property
    def enters(self) -> bool:
        """Tell whether the group would be awarded, and was not."""
        return self.after.outcome is Outcome.AWARDED and self.before.outcome is not Outcome.AWARDED

    @property
    def leaves(self) -> bool:
        """Tell whether the group was awarded, and would not be."""
        return self.before.outcome is Outcome.AWARDED and self.after.outcome is not Outcome.AWARDED


@dataclass(frozen=True, slots=True)
class Effect:
    """What a correction would change. No line: only the printed sheet would be another."""

    changes: tuple[LineChange, ...]
    awarded_before: Money
    awarded_after: Money

    @property
    def sha256(self) -> str:
        """Give the hash of what two people look at."""
        return canonical_hash(to_data(self))

    def of(self, code: str) -> LineChange | None:
        """Give what would change for one group."""
        return next((change for change in self.changes if change.code == code), None)


@dataclass(frozen=True, slots=True)
class Previewed:
    """A correction, the mark as it is, and the effect that was shown."""

    correction: Correction
    before: Mark
    after: Mark
    effect: Effect


def corrected_sheet(sheet: CountedSheet, criterion: str, mark: Mark) -> CountedSheet:
    """Give a sheet with another mark for a criterion that it marks."""
    marks = (replace(one, mark=mark) if one.criterion == criterion else one for one in sheet.marks)
    return replace(sheet, marks=tuple(marks))


def ranked_again(inputs: AllocationInput, ranking: Mapping[str, RankedGroup]) -> AllocationInput:
    """Give the inputs of an allocation with each group as another ranking has it, by its code."""
    candidates = tuple(
        replace(one, standing=line.standing, place=line.place, total=line.total)
        for one in inputs.candidates
        for line in (ranking[one.code],)
    )
    return replace(inputs, candidates=candidates)


def effect_of(before: Iterable[Line], after: Iterable[Line]) -> Effect:
    """Compare two allocations of the same groups, in the order of the second."""
    old, new = {line.code: line for line in before}, tuple(after)
    changes = (
        LineChange(line.code, line.category_code, _place(old[line.code]), _place(line))
        for line in new
        if _place(old[line.code]) != _place(line)
    )
    return Effect(
        tuple(changes),
        Money.total(line.amount for line in old.values()),
        Money.total(line.amount for line in new),
    )


def _place(line: Line) -> Place:
    return Place(line.place, line.total, line.outcome, line.amount)
