"""An invented group for the worked example of a designer: complete sheets, figures of a register, attendance."""

from collections.abc import Iterator
from fractions import Fraction

from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.rounding import Rounding, round_to_units
from contest_portal.scoring.rules.entries import (
    CountedSheet,
    CriterionMark,
    FactFigure,
    PhaseAttendance,
    ScoredEntry,
)

NAME = "E-001"
HOUSEHOLDS = 5
_FACTS = (
    FactFigure(FactKind.WOMEN, 3, 5),
    FactFigure(FactKind.YOUTH, 2, 5),
    FactFigure(FactKind.RURAL, 5, 5),
)
_LIKINGS = (Fraction(7, 10), Fraction(8, 10), Fraction(9, 10))
"""How far up its range each invented evaluator marks."""


def example_entry(rulebook: Rulebook, category_code: str) -> ScoredEntry:
    """Invent a group of a category: three sheets a phase, or two of each class of evaluators."""
    phases = rulebook.phases_of(category_code)
    return ScoredEntry(
        code=NAME,
        sheets=tuple(sheet for phase in phases for sheet in _sheets(phase, rulebook.scoring.marks_per_point)),
        attendance=tuple(
            PhaseAttendance(phase.code, HOUSEHOLDS - 1, HOUSEHOLDS)
            for phase in phases
            if phase.asks_attendance
        ),
        facts=_FACTS,
        category=category_code,
    )


def _sheets(phase: Phase, per_point: int) -> Iterator[CountedSheet]:
    classes = [one.code for one in phase.classes for _ in range(2)] or [""] * len(_LIKINGS)
    for number, class_code in enumerate(classes):
        liking = _LIKINGS[number % len(_LIKINGS)]
        marks = (
            CriterionMark(criterion.code, _mark(criterion, liking, per_point), "Ejemplo.")
            for criterion in phase.sheet_of(class_code)
            if not criterion.is_computed
        )
        yield CountedSheet(number + 1, phase.code, tuple(marks), class_code)


def _mark(criterion: Criterion, liking: Fraction, per_point: int) -> Mark:
    if criterion.disqualifies:
        return Mark(per_point, per_point)
    if criterion.levels:
        levels = sorted(criterion.level_points)
        return Mark(levels[int(liking * (len(levels) - 1) + Fraction(1, 2))] * per_point, per_point)
    span = criterion.max_points - criterion.min_points
    units = round_to_units(criterion.min_points + span * liking, per_point, Rounding.DOWN)
    return Mark(units, per_point)
