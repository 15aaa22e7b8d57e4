"""Checks of the sheets: the parts add up to the whole, and every maximum can be reached.

The reference system of this field printed an axis of "10 points" whose items added up to 20; a sheet that does not
add up cannot be published here.
"""

from collections.abc import Iterator
from fractions import Fraction

from contest_portal.contests.rules.axis_checks import axes_problems
from contest_portal.contests.rules.class_checks import classes_problems
from contest_portal.contests.rules.codes import repeated_codes
from contest_portal.contests.rules.criterion_checks import criterion_problems, of_phase
from contest_portal.contests.rules.sheets import Criterion, EvaluatorClass, Phase, Weighting
from contest_portal.kernel.marks import format_points
from contest_portal.kernel.problems import N_, Problem

WHOLE_PERCENT = 100


def sheet_problems(phase: Phase) -> Iterator[Problem]:
    """Check one sheet: criteria that add up to the phase's maximum, each of them markable, by known classes."""
    if not phase.criteria:
        yield of_phase(phase, "empty", N_("Agregue criterios a la ficha «%(phase)s»."))
        return
    yield from repeated_codes("sheet.repeated", "criteria", (criterion.code for criterion in phase.criteria))
    for criterion in phase.criteria:
        yield from criterion_problems(phase, criterion)
    yield from classes_problems(phase)
    yield from _sum_problems(phase)


def weighted_sum(phase: Phase, criteria: tuple[Criterion, ...]) -> int:
    """Add up what is declared: maxima times weights, or percentages."""
    counted = (criterion for criterion in criteria if not criterion.disqualifies)
    if phase.weighting is Weighting.PERCENT:
        return sum(criterion.weight for criterion in counted)
    return sum(criterion.max_points * criterion.weight for criterion in counted)


def _sum_problems(phase: Phase) -> Iterator[Problem]:
    if phase.weighting is Weighting.AXES:
        yield from axes_problems(phase)
        return
    whole = WHOLE_PERCENT if phase.weighting is Weighting.PERCENT else phase.max_points
    total = weighted_sum(phase, phase.criteria)
    if total != whole:
        yield _wrong_sum(phase, total, whole)
    elif phase.has_own_sheets:
        for one in phase.classes:
            yield from _sum_of_class(phase, one, whole)


def _wrong_sum(phase: Phase, total: int, whole: int) -> Problem:
    if phase.weighting is Weighting.PERCENT:
        message = N_("Los pesos de la ficha «%(phase)s» suman %(sum)s %% y deben sumar 100 %%. Ajústelos.")
    else:
        message = N_(
            "Los criterios de la ficha «%(phase)s» suman %(sum)s puntos y el máximo de la fase es "
            "%(max)s. Ajústelos para que sumen lo mismo."
        )
    return of_phase(phase, "sum", message, sum=str(total), max=str(whole))


def _sum_of_class(phase: Phase, one: EvaluatorClass, whole: int) -> Iterator[Problem]:
    """A class with criteria of its own has in them what its share says, no more and no less."""
    total = weighted_sum(phase, tuple(c for c in phase.criteria if c.marked_by == one.code))
    due = Fraction(whole * one.share, 100)
    if total != due:
        message = N_(
            "Los criterios de %(class)s en la ficha «%(phase)s» suman %(sum)s y su parte es %(due)s. Ajústelos."
        )
        yield of_phase(
            phase, "class_sum", message, **{"class": one.name, "sum": str(total), "due": format_points(due)}
        )
