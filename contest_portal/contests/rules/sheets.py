"""Phases, their sheets, and what a mark is worth: everything a scoring sheet of this family can say.

A criterion's mark times its `factor` is what it adds. The factor is the weight, or, where weights are percentages,
the points of the phase that one point of the mark stands for.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from contest_portal.contests.rules.coded import by_code
from contest_portal.kernel.records import added_later


@dataclass(frozen=True, slots=True)
class Level:
    """A fixed level of a criterion: its points and the text a juror reads."""

    points: int
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a share: from `least` (of 1) up to the next band's, so that nothing can fall between two."""

    least: Fraction
    points: int


class FactKind(StrEnum):
    """What the register tells of a group as a share: of its members, or of its households."""

    WOMEN = "women"
    YOUTH = "youth"
    RURAL = "rural"
    ATTENDANCE = "attendance"


class ReasonRule(StrEnum):
    """When a juror must write why the mark was given."""

    NEVER = "never"
    BELOW = "below"
    ALWAYS = "always"


class Weighting(StrEnum):
    """What weights are: factors of the mark, percentages of the phase, or factors inside axes that have percentages."""

    FACTOR = "factor"
    PERCENT = "percent"
    AXES = "axes"


class WhenEmpty(StrEnum):
    """What becomes of a class's share for a group that none of its evaluators scored."""

    BLOCKS = "blocks"
    SHARED_OUT = "shared_out"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class EvaluatorClass:
    """A class of evaluators with its share (percent) of the phase: the jury 90, the adviser 10.

    `scorers` of them score each group; 0: all of them do.
    """

    code: str
    name: str
    share: int
    when_empty: WhenEmpty = WhenEmpty.BLOCKS
    scorers: int = added_later(0)


@dataclass(frozen=True, slots=True)
class AxisShare:
    """What the criteria under one heading are worth together: a percentage of the phase's points."""

    axis: str
    percent: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a juror marks, from `min_points` to `max_points`. What it then adds, the phase says (`Phase.factor`).

    `bands` turn the share named by `fact` into points. `reason_below` counts under ReasonRule.BELOW. `marked_by`
    names the class of evaluators whose question it is; empty, it is everyone's.
    """

    code: str
    axis: str
    text: str
    max_points: int
    guidance: str = ""
    scale: str = "points"
    levels: tuple[Level, ...] = ()
    weight: int = 1
    min_points: int = added_later(0)
    fact: FactKind | None = added_later(None)
    bands: tuple[Band, ...] = added_later(())
    reason: ReasonRule = added_later(ReasonRule.NEVER)
    reason_below: int = added_later(0)
    marked_by: str = added_later("")

    @property
    def level_points(self) -> tuple[int, ...]:
        """Give the points of the fixed levels, in the order written."""
        return tuple(level.points for level in self.levels)

    @property
    def is_computed(self) -> bool:
        """Tell whether the register fills it in, and no juror."""
        return self.scale == "register"

    @property
    def disqualifies(self) -> bool:
        """Tell whether it is a yes/no question that gives no points and can leave a group out."""
        return self.scale == "yes_no"

    def wants_reason(self, points: Fraction) -> bool:
        """Tell whether a mark of so many points must be explained; a "no" that disqualifies always is."""
        if self.disqualifies:
            return points == 0
        if self.reason is ReasonRule.BELOW:
            return points < self.reason_below
        return self.reason is ReasonRule.ALWAYS


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase with its sheet. Fewer than `attendance_minimum` of the households present disqualifies.

    `categories` names those whose groups go through it; none named, all do. With `classes` every class has its
    share; their evaluators mark the same sheet, or each class the criteria that are its own (`marked_by`).
    `axis_shares` count under Weighting.AXES. In a phase without classes `scorers` jurors score each group; 0: all do.
    `quorum` is the fewest final sheets of a group here; 0: as in the contest. `own_panel`: who sits for this phase,
    under a president of its own, sits for no other.
    """

    code: str
    name: str
    max_points: int
    criteria: tuple[Criterion, ...]
    attendance_minimum: Fraction | None = None
    weighting: Weighting = added_later(Weighting.FACTOR)
    classes: tuple[EvaluatorClass, ...] = added_later(())
    categories: tuple[str, ...] = added_later(())
    axis_shares: tuple[AxisShare, ...] = added_later(())
    scorers: int = added_later(0)
    quorum: int = added_later(0)
    own_panel: bool = added_later(False)

    def criterion(self, code: str) -> Criterion:
        """Give a criterion of the sheet; KeyError when it has none of this code."""
        return by_code(self.criteria, code)

    def is_for(self, category_code: str) -> bool:
        """Tell whether groups of a category go through this phase."""
        return not self.categories or category_code in self.categories

    def scorers_of(self, class_code: str) -> int:
        """Give how many evaluators of a class score each group; 0: all of them."""
        if not self.classes:
            return self.scorers
        return sum(one.scorers for one in self.classes if one.code == class_code)

    @property
    def is_shared_out(self) -> bool:
        """Tell whether somebody here scores only the groups that were assigned."""
        return any(one.scorers for one in self.classes) if self.classes else self.scorers > 0

    @property
    def asks_attendance(self) -> bool:
        """Tell whether somebody must record which households are there: to disqualify, or to compute points."""
        computed = any(c.is_computed and c.fact is FactKind.ATTENDANCE for c in self.criteria)
        return self.attendance_minimum is not None or computed

    @property
    def has_own_sheets(self) -> bool:
        """Tell whether each class of evaluators marks criteria of its own."""
        return any(criterion.marked_by for criterion in self.criteria)

    def sheet_of(self, class_code: str) -> tuple[Criterion, ...]:
        """Give the criteria on the sheet of a class of evaluators; all of them where classes share the sheet."""
        return tuple(c for c in self.criteria if c.marked_by in ("", class_code))

    def factor(self, criterion: Criterion) -> Fraction:
        """Give the points of the phase that one point of a criterion's mark is worth."""
        if criterion.disqualifies:
            return Fraction(0)
        if self.weighting is Weighting.FACTOR:
            return Fraction(criterion.weight)
        if self.weighting is Weighting.PERCENT:
            return Fraction(self.max_points * criterion.weight, 100 * criterion.max_points)
        together = self._axis_points(criterion.axis)
        worth = self.max_points * self.axis_percent(criterion.axis) * criterion.weight
        return Fraction(worth, 100 * together) if together else Fraction(0)

    def axis_percent(self, axis: str) -> int:
        """Give the percentage that an axis is worth; zero where nobody said."""
        return sum(share.percent for share in self.axis_shares if share.axis == axis)

    def _axis_points(self, axis: str) -> int:
        return sum(c.max_points * c.weight for c in self.criteria if c.axis == axis and not c.disqualifies)

    def most(self, criterion: Criterion) -> Fraction:
        """Give the most points a criterion can add."""
        return self.factor(criterion) * criterion.max_points

    def sheet_maximum(self, class_code: str = "") -> Fraction:
        """Give the most points the sheet of a class can add up to."""
        return sum((self.most(criterion) for criterion in self.sheet_of(class_code)), Fraction(0))
