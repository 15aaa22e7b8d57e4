"""Checks of a sheet whose axes have percentages: they make the whole, and every criterion stands under one of them."""

from collections.abc import Iterator
from fractions import Fraction

from contest_portal.contests.rules.codes import repeated_codes
from contest_portal.contests.rules.criterion_checks import of_phase
from contest_portal.contests.rules.sheets import Phase
from contest_portal.kernel.marks import format_points
from contest_portal.kernel.problems import N_, Problem


def axes_problems(phase: Phase) -> Iterator[Problem]:
    """Check the percentages of the axes against the whole, the criteria and the classes of evaluators."""
    shares = phase.axis_shares
    yield from repeated_codes("sheet.axis_repeated", "axes", (share.axis for share in shares))
    total = sum(share.percent for share in shares)
    if total != 100 or any(share.percent < 1 for share in shares):
        message = N_("Los ejes de la ficha «%(phase)s» suman %(sum)s %% y deben sumar 100 %%. Ajústelos.")
        yield of_phase(phase, "axis_sum", message, field="axes", sum=str(total))
    giving = {criterion.axis for criterion in phase.criteria if not criterion.disqualifies}
    named = {share.axis for share in shares}
    for axis in sorted(giving ^ named):
        message = (
            N_("El eje «%(axis)s» tiene criterios y le falta su porcentaje.")
            if axis in giving
            else N_(
                "El eje «%(axis)s» tiene porcentaje y ningún criterio. Escriba su nombre como en los criterios."
            )
        )
        yield of_phase(phase, "axis_alone", message, field="axes", axis=axis)
    if giving == named and phase.has_own_sheets:
        yield from _class_problems(phase)


def _class_problems(phase: Phase) -> Iterator[Problem]:
    for one in phase.classes:
        points, due = phase.sheet_maximum(one.code), Fraction(phase.max_points * one.share, 100)
        if points != due:
            message = N_(
                "Los criterios de %(class)s en la ficha «%(phase)s» suman %(sum)s y su parte es %(due)s. Ajústelos."
            )
            named = {"class": one.name, "sum": format_points(points), "due": format_points(due)}
            yield of_phase(phase, "class_sum", message, **named)
