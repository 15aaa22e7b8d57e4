"""The kinds of scale a criterion can be marked on: what may be written, and what it can contribute at most."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Protocol

from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, Problem


class Scaled(Protocol):
    """What a scale needs to know of a criterion."""

    @property
    def code(self) -> str: ...
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
    if Fraction(0) <= mark.points <= criterion.max_points:
        return None
    return Problem(
        "mark.out_of_range",
        field=criterion.code,
        message=N_("El criterio %(criterion)s se califica de 0 a %(max)s puntos."),
        params={"criterion": criterion.code, "max": str(criterion.max_points)},
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


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "points": Scale("points", N_("Puntos de 0 al máximo"), _within_range),
        "levels": Scale("levels", N_("Niveles fijos"), _one_of_the_levels),
    }
)
