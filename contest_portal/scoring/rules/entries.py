"""What a group's total is made of: final sheets, attendance, and what the register told of the group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contest_portal.contests.rules.sheets import FactKind, Phase
from contest_portal.kernel.marks import Mark


@dataclass(frozen=True, slots=True)
class CriterionMark:
    """What was given for one criterion, by a juror or by the register; `reason` is what the juror wrote beside it."""

    criterion: str
    mark: Mark
    reason: str = ""


@dataclass(slots=True, unsafe_hash=True)
class CountedSheet:
    """A final sheet as the totals need it: whose, of which phase, with every criterion marked.

    `evaluator_class` counts in a phase that has classes, and is empty elsewhere. Nothing changes one; it is not frozen
    because of a contest there are very many, and a frozen one takes five times as long to make.
    """

    juror: int
    phase: str
    marks: Sequence[CriterionMark]
    evaluator_class: str = ""


@dataclass(frozen=True, slots=True)
class PhaseAttendance:
    """How many of a group's households were there in a phase that asks for it."""

    phase: str
    present: int
    households: int


@dataclass(frozen=True, slots=True)
class FactFigure:
    """What the register told of a group when the evaluation opened: `part` of `whole` members or households."""

    kind: FactKind
    part: int
    whole: int

    @property
    def share(self) -> Fraction:
        """Give the share; zero of nobody is zero."""
        return Fraction(self.part, self.whole) if self.whole else Fraction(0)


@dataclass(frozen=True, slots=True)
class ScoredEntry:
    """A group's entry with everything that its total is made of."""

    code: str
    sheets: tuple[CountedSheet, ...]
    attendance: tuple[PhaseAttendance, ...] = ()
    facts: tuple[FactFigure, ...] = ()
    category: str = ""

    def with_sheets(self, sheets: Iterable[CountedSheet]) -> "ScoredEntry":
        """Give the entry with other sheets."""
        return ScoredEntry(self.code, tuple(sheets), self.attendance, self.facts, self.category)

    def sheets_of(self, phase: Phase) -> tuple[CountedSheet, ...]:
        """Give the sheets of a phase."""
        return tuple([sheet for sheet in self.sheets if sheet.phase == phase.code])

    def facts_in(self, phase: Phase) -> Mapping[FactKind, FactFigure]:
        """Give the facts that hold in a phase: those of the register, and the attendance recorded there."""
        known = {fact.kind: fact for fact in self.facts}
        for figures in self.attendance:
            if figures.phase == phase.code:
                fact = FactFigure(FactKind.ATTENDANCE, figures.present, figures.households)
                known[FactKind.ATTENDANCE] = fact
        return known
