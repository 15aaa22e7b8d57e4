"""The marks of an invented evaluator: as far up each criterion's range as the group is good."""

from collections.abc import Mapping
from fractions import Fraction

from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.rounding import Rounding, round_to_units
from contest_portal.trials.rules.groups import InventedGroup
from contest_portal.trials.rules.panel import InventedJuror
from contest_portal.trials.rules.plan import TrialPlan, drawn
from contest_portal.trials.rules.purposes import Purpose, spared_class

_DIFFERENCE = Fraction(1, 10)
"""How far a mark may lie from the group's level: as far up as down, so that the mean stays where it is meant."""


def marks_sheet(juror: InventedJuror, group: InventedGroup, phase: Phase) -> bool:
    """Tell whether an evaluator marks a group in a phase; nobody marks a group whose families did not come."""
    if phase.code not in juror.phases or not phase.is_for(group.category):
        return False
    if group.purpose is Purpose.FEWER_SHEETS and juror.leaves:
        return False
    spared = spared_class(phase)
    is_spared = spared is not None and juror.evaluator_class == spared.code
    return group.purpose is not Purpose.ABSENT and not (group.purpose is Purpose.CLASS_MISSING and is_spared)


def sheet_marks(
    plan: TrialPlan, rulebook: Rulebook, phase: Phase, group: InventedGroup, juror: InventedJuror
) -> Mapping[str, Mark]:
    """Mark every criterion on an evaluator's sheet around the group's level. Groups of one twin get the same marks."""
    return {
        criterion.code: _mark(plan, rulebook.scoring.marks_per_point, criterion, group, juror)
        for criterion in phase.sheet_of(juror.evaluator_class)
        if not criterion.is_computed
    }


def _mark(
    plan: TrialPlan, per_point: int, criterion: Criterion, group: InventedGroup, juror: InventedJuror
) -> Mark:
    if criterion.disqualifies:
        return Mark(0 if group.purpose is Purpose.ANSWERED_NO else per_point, per_point)
    levels = [points * per_point for points in sorted(criterion.level_points)]
    ladder = levels or range(criterion.min_points * per_point, criterion.max_points * per_point + 1)
    chance = drawn(plan.seed, "mark", group.twin, criterion.code, juror.number, below=201) - 100
    level = group.level + min(_DIFFERENCE, group.level, 1 - group.level) * Fraction(chance, 100)
    return Mark(ladder[round_to_units(level, len(ladder) - 1, Rounding.HALF_UP)], per_point)
