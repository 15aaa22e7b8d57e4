"""The kinds of scale a criterion can be marked on: what may be written, and what it can contribute at most."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Protocol

from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, Problem

NO, YES = Fraction(0), Fraction(1)
"""The marks of a yes/no question."""


class Scaled(Protocol):
    """What a scale needs to know of a criterion."""

    @property
    def code(self) -> str: ...
    @property
    def min_points(self) -> int: ...
    @property
    def max_points(self) -> int: ...
    @property
    def level_points(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class Scale:
    """One kind of scale: its name on the page and the check of a mark."""

    code: str
    label: str
    check: Callable[[Scaled, Mark], Problem | None]


def _within_range(criterion: Scaled, mark: Mark) -> Problem | None:
    if criterion.min_points <= mark.points <= criterion.max_points:
        return None
    return Problem(
        "mark.out_of_range",
        field=criterion.code,
        message=N_("El criterio %(criterion)s se califica de %(min)s a %(max)s puntos."),
        params={
            "criterion": criterion.code,
            "min": str(criterion.min_points),
            "max": str(criterion.max_points),
        },
    )


def _one_of_the_levels(criterion: Scaled, mark: Mark) -> Problem | None:
    if mark.points in criterion.level_points:
        return None
    return Problem(
        "mark.not_a_level",
        field=criterion.code,
        message=N_("El criterio %(criterion)s admite solo estos puntajes: %(levels)s."),
        params={"criterion": criterion.code, "levels": ", ".join(map(str, criterion.level_points))},
    )


def _yes_or_no(criterion: Scaled, mark: Mark) -> Problem | None:
    if mark.points in (NO, YES):
        return None
    return Problem(
        "mark.not_yes_or_no",
        field=criterion.code,
        message=N_("El criterio %(criterion)s se contesta con sí o con no."),
        params={"criterion": criterion.code},
    )


def _never_by_hand(criterion: Scaled, _mark: Mark) -> Problem:
    return Problem(
        "mark.computed",
        field=criterion.code,
        message=N_("El criterio %(criterion)s se calcula con el padrón: nadie lo califica a mano."),
        params={"criterion": criterion.code},
    )


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "points": Scale("points", N_("Puntos, del mínimo al máximo"), _within_range),
        "levels": Scale("levels", N_("Niveles fijos"), _one_of_the_levels),
        "yes_no": Scale("yes_no", N_("Sí o no: un «no» puede descalificar"), _yes_or_no),
        "register": Scale("register", N_("Se calcula con el padrón"), _never_by_hand),
    }
)
