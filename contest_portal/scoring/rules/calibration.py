"""The calibration exercise: what it needs, and how far apart the jury's marks lie, criterion by criterion."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from contest_portal.contests.rules.sheets import Criterion, Phase
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.rules.versions import WrittenMark

MAX_NAME, MAX_PROFILE = 120, 8000
Marks = Mapping[str, WrittenMark]


class CalibrationState(StrEnum):
    """Where an exercise stands."""

    OPEN = "open"
    SHOWN = "shown"


_OPEN, _SHOWN = frozenset({CalibrationState.OPEN.value}), frozenset({CalibrationState.SHOWN.value})
CALIBRATION: Lifecycle[None] = Lifecycle(
    "calibration",
    (
        Transition("send", _OPEN, CalibrationState.OPEN),
        Transition("show", _OPEN, CalibrationState.SHOWN),
        Transition("agree", _SHOWN, CalibrationState.SHOWN),
    ),
)


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the marks for a criterion lie, in points; `reference` is what the jury agreed on afterwards."""

    criterion: Criterion
    sheets: int
    lowest: Fraction
    highest: Fraction
    mean: Fraction
    reference: Fraction | None

    @property
    def width(self) -> Fraction:
        """Give the distance between the lowest and the highest."""
        return self.highest - self.lowest


def exercise_problems(
    *, phase_code: str, phases: Iterable[str], name: str, profile: str
) -> Iterator[Problem]:
    """Name what an exercise lacks."""
    if phase_code not in set(phases):
        yield Problem(
            "calibration.phase", field="phase_code", message=N_("Elija la fase cuya ficha se practica.")
        )
    if not name.strip() or len(name) > MAX_NAME:
        yield Problem(
            "calibration.name",
            field="group_name",
            message=N_("Escriba un nombre inventado de %(most)s letras como máximo."),
            params={"most": str(MAX_NAME)},
        )
    if not profile.strip() or len(profile) > MAX_PROFILE:
        yield Problem(
            "calibration.profile",
            field="profile",
            message=N_("Escriba el perfil inventado en %(most)s letras como máximo."),
            params={"most": str(MAX_PROFILE)},
        )


def spreads(phase: Phase, sheets: Iterable[Marks], reference: Marks, *, per_point: int) -> tuple[Spread, ...]:
    """Give the spread of every criterion that somebody marked, in the order of the sheet."""
    listed = tuple(sheets)
    return tuple(
        _spread(criterion, units, reference.get(criterion.code), per_point)
        for criterion in phase.criteria
        if (units := [marks[criterion.code].units for marks in listed if criterion.code in marks])
    )


def _spread(criterion: Criterion, units: list[int], agreed: WrittenMark | None, per_point: int) -> Spread:
    return Spread(
        criterion=criterion,
        sheets=len(units),
        lowest=Fraction(min(units), per_point),
        highest=Fraction(max(units), per_point),
        mean=Fraction(sum(units), len(units) * per_point),
        reference=None if agreed is None else Fraction(agreed.units, per_point),
    )
