"""A sheet by axes, as its pages show it."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import lcm

from flask_babel import gettext
from wtforms import Field

from contest_portal.contests.rules.rulebook import Criterion, Phase
from contest_portal.contests.rules.sheets import FactKind, Weighting
from contest_portal.kernel.marks import Mark, Score, format_points
from contest_portal.kernel.rounding import Rounding
from contest_portal.scoring.desk import Desk
from contest_portal.scoring.rules.entries import CriterionMark
from contest_portal.web.shared.scale_labels import FACT_SENTENCES
from contest_portal.web.shared.sheet_forms import SheetForm, field_name, reason_name


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with its field and that of its reason, or with what the register fills in, and no field.

    `factor` is what a point of its mark is worth, in parts of which `parts_per_point` make one.
    """

    criterion: Criterion
    field: Field | None
    reason: Field | None
    is_choice: bool
    factor: int
    weight_note: str
    computed: str
    evidence: str


@dataclass(frozen=True, slots=True)
class AxisRows:
    """The criteria under one heading, and the most points they give together."""

    name: str
    max_points: str
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A criterion with what was given, to read. `mark` and `points` are None while the juror has not marked it."""

    code: str
    text: str
    mark: str | None
    weight: int
    points: str | None
    max_points: str
    note: str = ""


def axes_of(form: SheetForm, desk: Desk) -> tuple[AxisRows, ...]:
    """Put the fields of a sheet under the headings of the rules."""
    return tuple(
        AxisRows(
            name=name,
            max_points=points_text(sum((desk.phase.most(c) for c in criteria), Fraction(0))),
            rows=tuple(_row(form, desk, criterion) for criterion in criteria),
        )
        for name, criteria in (
            (name, tuple(group)) for name, group in groupby(desk.criteria, key=lambda c: c.axis)
        )
    )


def parts_per_point(desk: Desk) -> int:
    """Give into how many parts a point must be cut so that every factor is a whole number of them."""
    return lcm(*(desk.phase.factor(criterion).denominator for criterion in desk.criteria))


def points_text(points: Fraction) -> str:
    """Write points exactly where three decimals do, else rounded to two: a sheet is read, not computed with."""
    exact = format_points(points)
    return exact if "/" not in exact else str(Score.rounded(points, 2, Rounding.HALF_UP))


def lines_of(desk: Desk) -> tuple[MarkLine, ...]:
    """List the criteria of a sheet with the marks given, and those that the register fills in."""
    given = {mark.criterion: mark for mark in (*desk.counted.marks, *desk.computed)}
    return tuple(_line(desk, criterion, given.get(criterion.code)) for criterion in desk.criteria)


def _line(desk: Desk, criterion: Criterion, given: CriterionMark | None) -> MarkLine:
    phase = desk.phase
    is_factor = phase.weighting is Weighting.FACTOR and not criterion.disqualifies
    note = evidence_of(desk, criterion) if criterion.is_computed else given.reason if given else ""
    return MarkLine(
        code=criterion.code,
        text=criterion.text,
        mark=None if given is None else _mark_text(criterion, given.mark),
        weight=criterion.weight if is_factor else 1,
        points=_worth(desk, criterion, given.mark) if given else "—" if criterion.is_computed else None,
        max_points="—" if criterion.disqualifies else points_text(phase.most(criterion)),
        note=note,
    )


def _mark_text(criterion: Criterion, mark: Mark) -> str:
    if not criterion.disqualifies:
        return str(mark)
    return gettext("Sí") if mark.points else gettext("No")


def _worth(desk: Desk, criterion: Criterion, mark: Mark) -> str:
    if criterion.disqualifies:
        return _mark_text(criterion, mark)
    return points_text(mark.points * desk.phase.factor(criterion))


def _row(form: SheetForm, desk: Desk, criterion: Criterion) -> CriterionRow:
    computed = next((given for given in desk.computed if given.criterion == criterion.code), None)
    return CriterionRow(
        criterion=criterion,
        field=_field(form, field_name(criterion.code)),
        reason=_field(form, reason_name(criterion.code)),
        is_choice=bool(criterion.levels) or criterion.disqualifies,
        factor=int(desk.phase.factor(criterion) * parts_per_point(desk)),
        weight_note=weight_note(desk.phase, criterion),
        computed="" if computed is None else str(computed.mark),
        evidence=evidence_of(desk, criterion) if criterion.is_computed else "",
    )


def _field(form: SheetForm, name: str) -> Field | None:
    found: Field | None = form[name] if name in form else None  # noqa: SIM401 - a form has no get()
    return found


def weight_note(phase: Phase, criterion: Criterion) -> str:
    """Say what the mark of a criterion weighs; empty where it counts as it is."""
    if phase.weighting is Weighting.PERCENT and not criterion.disqualifies:
        return gettext("Pesa %(weight)s %% de la ficha.", weight=criterion.weight)
    if phase.weighting is Weighting.AXES and not criterion.disqualifies:
        return gettext("Aporta hasta %(points)s puntos.", points=points_text(phase.most(criterion)))
    if criterion.weight > 1:
        return gettext("Este puntaje se multiplica por %(weight)s.", weight=criterion.weight)
    return ""


def evidence_of(desk: Desk, criterion: Criterion) -> str:
    """Say what the register told, or that it is still to be recorded."""
    fact = desk.facts.get(criterion.fact) if criterion.fact else None
    if fact is not None:
        return gettext(FACT_SENTENCES[fact.kind.value], part=fact.part, whole=fact.whole)
    if criterion.fact is FactKind.ATTENDANCE:
        return gettext("Se calcula cuando la secretaría registre la asistencia.")
    return gettext("El padrón aún no da este dato.")
