"""A sheet by axes, as its pages show it."""

from dataclasses import dataclass
from itertools import groupby

from wtforms import Field

from contest_portal.contests.rules.rulebook import Criterion
from contest_portal.kernel.marks import format_points
from contest_portal.scoring.desk import Desk
from contest_portal.web.juror.sheets_forms import SheetForm, field_name


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with its field."""

    criterion: Criterion
    field: Field
    is_level: bool


@dataclass(frozen=True, slots=True)
class AxisRows:
    """The criteria under one heading, and the most points they give together."""

    name: str
    max_points: int
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A criterion with what was given, to read. `mark` and `points` are None while it is not marked."""

    code: str
    text: str
    mark: str | None
    weight: int
    points: str | None
    max_points: int


def axes_of(form: SheetForm, desk: Desk) -> tuple[AxisRows, ...]:
    """Put the fields of a sheet under the headings of the rules."""
    return tuple(
        AxisRows(
            name=name,
            max_points=sum(criterion.max_contribution for criterion in criteria),
            rows=tuple(CriterionRow(c, form[field_name(c.code)], bool(c.levels)) for c in criteria),
        )
        for name, criteria in (
            (name, tuple(group)) for name, group in groupby(desk.phase.criteria, key=lambda c: c.axis)
        )
    )


def lines_of(desk: Desk) -> tuple[MarkLine, ...]:
    """List the criteria of a sheet with the marks given."""
    marks = {given.criterion: given.mark for given in desk.counted.marks}
    return tuple(
        MarkLine(
            code=criterion.code,
            text=criterion.text,
            mark=str(marks[criterion.code]) if criterion.code in marks else None,
            weight=criterion.weight,
            points=format_points(marks[criterion.code].points * criterion.weight)
            if criterion.code in marks
            else None,
            max_points=criterion.max_contribution,
        )
        for criterion in desk.phase.criteria
    )
