"""Checks of the phases and their sheets: the parts add up to the whole, and every maximum can be reached.

The reference system of this field printed an axis of "10 points" whose items added up to 20; a sheet that does not
add up cannot be published here.
"""

from collections.abc import Iterator

from contest_portal.contests.rules.codes import SHORT_CODE, repeated_codes
from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.scales import SCALES
from contest_portal.kernel.problems import N_, Problem


def phases_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check that there are phases and that their maxima add up to the contest's whole."""
    if not rulebook.phases:
        yield Problem("phases.empty", field="phases", message=N_("Agregue al menos una fase de evaluación."))
        return
    yield from repeated_codes("phases.repeated", "phases", (phase.code for phase in rulebook.phases))
    for phase in rulebook.phases:
        yield from _outline_problems(phase)
    if rulebook.max_points != rulebook.scoring.total_points:
        yield Problem(
            "phases.sum",
            field="phases",
            message=N_("Las fases suman %(sum)s puntos y deben sumar %(whole)s. Ajuste sus máximos."),
            params={"sum": str(rulebook.max_points), "whole": str(rulebook.scoring.total_points)},
        )


def _outline_problems(phase: Phase) -> Iterator[Problem]:
    if not SHORT_CODE.fullmatch(phase.code) or not phase.name.strip():
        yield Problem(
            "phases.unnamed",
            field="phases",
            message=N_(
                "Cada fase necesita un nombre y un código de hasta 20 letras sin tilde, números, puntos o guiones."
            ),
        )
    if phase.max_points < 1:
        yield Problem(
            "phases.no_points",
            field="phases",
            message=N_("El máximo de la fase «%(phase)s» debe ser de al menos 1 punto."),
            params={"phase": phase.name},
        )
    if phase.attendance_minimum is not None and not 0 < phase.attendance_minimum <= 1:
        yield Problem(
            "phases.attendance",
            field="phases",
            message=N_("La asistencia mínima de la fase «%(phase)s» va de 1 a 100 %%."),
            params={"phase": phase.name},
        )


def sheets_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check the sheet of every phase."""
    for phase in rulebook.phases:
        yield from sheet_problems(phase)


def sheet_problems(phase: Phase) -> Iterator[Problem]:
    """Check one sheet: criteria that add up to the phase's maximum, each of them markable."""
    if not phase.criteria:
        yield _of_phase(phase, "empty", N_("Agregue criterios a la ficha «%(phase)s»."))
        return
    yield from repeated_codes("sheet.repeated", "criteria", (criterion.code for criterion in phase.criteria))
    for criterion in phase.criteria:
        yield from _criterion_problems(phase, criterion)
    total = sum(criterion.max_contribution for criterion in phase.criteria)
    if total != phase.max_points:
        yield _of_phase(
            phase,
            "sum",
            N_(
                "Los criterios de la ficha «%(phase)s» suman %(sum)s puntos y el máximo de la fase es "
                "%(max)s. Ajústelos para que sumen lo mismo."
            ),
            sum=str(total),
            max=str(phase.max_points),
        )


def _criterion_problems(phase: Phase, criterion: Criterion) -> Iterator[Problem]:
    named = {"criterion": criterion.code or criterion.text}
    if not SHORT_CODE.fullmatch(criterion.code) or not criterion.text.strip():
        message = N_(
            "Cada criterio de la ficha «%(phase)s» necesita un texto y un código de hasta 20 letras sin tilde, "
            "números, puntos o guiones."
        )
        yield _of_phase(phase, "unnamed", message)
    if criterion.max_points < 1:
        message = N_("El puntaje máximo del criterio %(criterion)s debe ser de al menos 1 punto.")
        yield _of_phase(phase, "no_points", message, **named)
    if criterion.weight < 1:
        message = N_("El peso del criterio %(criterion)s debe ser un entero mayor que cero.")
        yield _of_phase(phase, "bad_weight", message, **named)
    if criterion.scale not in SCALES:
        message = N_("La escala del criterio %(criterion)s no existe. Elija una de la lista.")
        yield _of_phase(phase, "unknown_scale", message, **named)
    if criterion.scale == "levels":
        yield from _level_problems(phase, criterion)


def _level_problems(phase: Phase, criterion: Criterion) -> Iterator[Problem]:
    named = {"criterion": criterion.code, "max": str(criterion.max_points)}
    points = criterion.level_points
    if len(points) < 2 or len(set(points)) != len(points):
        message = N_("El criterio %(criterion)s necesita al menos dos niveles con puntajes distintos.")
        yield _of_phase(phase, "few_levels", message, **named)
    if any(not level.text.strip() for level in criterion.levels):
        message = N_("Escriba qué significa cada nivel del criterio %(criterion)s.")
        yield _of_phase(phase, "unnamed_level", message, **named)
    if points and (min(points) < 0 or max(points) != criterion.max_points):
        message = N_(
            "Los niveles del criterio %(criterion)s van de 0 a %(max)s, y el más alto debe valer %(max)s puntos."
        )
        yield _of_phase(phase, "level_range", message, **named)


def _of_phase(phase: Phase, code: str, message: str, **params: str) -> Problem:
    return Problem(
        f"sheet.{code}",
        field="criteria",
        message=message,
        params={"phase": phase.name, "phase_code": phase.code, **params},
    )
