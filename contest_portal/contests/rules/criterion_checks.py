"""Checks of one criterion: its names, its range, its levels, its bands, the reason it asks for."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from contest_portal.contests.rules.codes import SHORT_CODE
from contest_portal.contests.rules.scales import SCALES, YES
from contest_portal.contests.rules.sheets import Criterion, Phase, ReasonRule
from contest_portal.kernel.problems import N_, Problem

CriterionCheck = Callable[[Phase, Criterion], Iterator[Problem]]


def criterion_problems(phase: Phase, criterion: Criterion) -> Iterator[Problem]:
    """Check one criterion of a sheet."""
    named = {"criterion": criterion.code or criterion.text}
    if not SHORT_CODE.fullmatch(criterion.code) or not criterion.text.strip():
        message = N_(
            "Cada criterio de la ficha «%(phase)s» necesita un texto y un código de hasta 20 letras sin tilde, "
            "números, puntos o guiones."
        )
        yield of_phase(phase, "unnamed", message)
    if criterion.max_points < 1:
        message = N_("El puntaje máximo del criterio %(criterion)s debe ser de al menos 1 punto.")
        yield of_phase(phase, "no_points", message, **named)
    if criterion.weight < 1:
        message = N_("El peso del criterio %(criterion)s debe ser un entero mayor que cero.")
        yield of_phase(phase, "bad_weight", message, **named)
    if criterion.scale not in SCALES:
        message = N_("La escala del criterio %(criterion)s no existe. Elija una de la lista.")
        yield of_phase(phase, "unknown_scale", message, **named)
    yield from _OF_SCALE.get(criterion.scale, _no_more)(phase, criterion)
    yield from _reason_problems(phase, criterion)


def of_phase(phase: Phase, code: str, message: str, *, field: str = "criteria", **params: str) -> Problem:
    """Make a problem of a phase's sheet."""
    return Problem(
        f"sheet.{code}",
        field=field,
        message=message,
        params={"phase": phase.name, "phase_code": phase.code, **params},
    )


def _no_more(_phase: Phase, _criterion: Criterion) -> Iterator[Problem]:
    yield from ()


def _range_problems(phase: Phase, criterion: Criterion) -> Iterator[Problem]:
    if not 0 <= criterion.min_points < max(criterion.max_points, 1):
        message = N_("La nota más baja del criterio %(criterion)s va de 0 a menos que la más alta (%(max)s).")
        yield of_phase(phase, "bad_minimum", message, criterion=criterion.code, max=str(criterion.max_points))


def _level_problems(phase: Phase, criterion: Criterion) -> Iterator[Problem]:
    named = {"criterion": criterion.code, "max": str(criterion.max_points)}
    points = criterion.level_points
    if len(points) < 2 or len(set(points)) != len(points):
        message = N_("El criterio %(criterion)s necesita al menos dos niveles con puntajes distintos.")
        yield of_phase(phase, "few_levels", message, **named)
    if any(not level.text.strip() for level in criterion.levels):
        message = N_("Escriba qué significa cada nivel del criterio %(criterion)s.")
        yield of_phase(phase, "unnamed_level", message, **named)
    if points and (min(points) < 0 or max(points) != criterion.max_points):
        message = N_(
            "Los niveles del criterio %(criterion)s van de 0 a %(max)s, y el más alto debe valer %(max)s puntos."
        )
        yield of_phase(phase, "level_range", message, **named)


def _yes_no_problems(phase: Phase, criterion: Criterion) -> Iterator[Problem]:
    if criterion.max_points != YES or criterion.weight != 1:
        message = N_("El criterio %(criterion)s es de sí o no: no da puntos ni tiene peso. Deje 1 en ambos.")
        yield of_phase(phase, "yes_no_points", message, criterion=criterion.code)


def _band_problems(phase: Phase, criterion: Criterion) -> Iterator[Problem]:
    named = {"criterion": criterion.code, "max": str(criterion.max_points)}
    if criterion.fact is None:
        message = N_("Elija qué dato del padrón da los puntos del criterio %(criterion)s.")
        yield of_phase(phase, "no_fact", message, **named)
    bounds = [band.least for band in criterion.bands]
    if len(bounds) < 2 or len(set(bounds)) != len(bounds) or not all(0 <= least <= 1 for least in bounds):
        message = N_(
            "El criterio %(criterion)s necesita al menos dos tramos que empiecen en porcentajes distintos, de 0 a 100."
        )
        yield of_phase(phase, "few_bands", message, **named)
    if bounds and min(bounds) != 0:
        message = N_(
            "El tramo más bajo del criterio %(criterion)s debe empezar en 0 %%, para que ningún grupo quede sin puntos."
        )
        yield of_phase(phase, "band_gap", message, **named)
    points = [band.points for band in criterion.bands]
    if points and (min(points) < 0 or max(points) != criterion.max_points):
        message = N_(
            "Los puntos de los tramos del criterio %(criterion)s van de 0 a %(max)s, y el mejor debe valer %(max)s."
        )
        yield of_phase(phase, "band_range", message, **named)


def _reason_problems(phase: Phase, criterion: Criterion) -> Iterator[Problem]:
    if criterion.reason is not ReasonRule.BELOW:
        return
    if not 1 <= criterion.reason_below <= criterion.max_points:
        message = N_(
            "Escriba por debajo de qué nota se pide el motivo en el criterio %(criterion)s, de 1 a %(max)s."
        )
        yield of_phase(phase, "bad_reason", message, criterion=criterion.code, max=str(criterion.max_points))


_OF_SCALE: Mapping[str, CriterionCheck] = MappingProxyType(
    {
        "points": _range_problems,
        "levels": _level_problems,
        "yes_no": _yes_no_problems,
        "register": _band_problems,
    }
)
