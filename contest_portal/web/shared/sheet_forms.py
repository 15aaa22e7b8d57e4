"""A juror's sheet as a form made from the rules of its phase."""

from flask_babel import gettext
from wtforms import Field, RadioField

from contest_portal.contests.rules.rulebook import Criterion
from contest_portal.contests.rules.sheets import ReasonRule
from contest_portal.kernel.marks import Mark, format_points, parse_mark
from contest_portal.kernel.problems import Problem, Refused
from contest_portal.scoring.desk import Desk
from contest_portal.web.shared.fields import CleanTextAreaField, ParsedField
from contest_portal.web.shared.forms import VersionedForm


class MarkField(ParsedField):
    """A mark a juror types; empty is a criterion not marked yet."""

    def __init__(
        self, *args: object, maximum: int, per_point: int, minimum: int = 0, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.maximum = maximum
        self.minimum = minimum
        self.per_point = per_point

    def parse(self, text: str) -> Mark:
        """Read the mark within the criterion's range and steps."""
        return parse_mark(
            text, field=self.name, per_point=self.per_point, maximum=self.maximum, minimum=self.minimum
        )


class SheetForm(VersionedForm):
    """Base of the form made for one phase: its criteria and a comment."""

    comment = CleanTextAreaField(letters=10_000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.comment.label.text = gettext("Comentario")
        self.comment.description = gettext("Queda guardado con su ficha.")

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put a problem of a criterion beside its field."""
        codes = {field_name(code): code for code in (problem.field for problem in problems)}
        names = {code: name for name, code in codes.items() if name in self}
        super().add_problems(
            tuple(
                Problem(p.code, field=names.get(p.field, p.field), message=p.message, params=p.params)
                for p in problems
            )
        )


def field_name(criterion_code: str) -> str:
    """Name the field of a criterion, apart from the form's own fields."""
    return f"mark_{criterion_code}"


def reason_name(criterion_code: str) -> str:
    """Name the field in which a juror says why."""
    return f"reason_{criterion_code}"


def sheet_form(desk: Desk) -> SheetForm:
    """Make the form of a phase, filled with the sheet as it was saved."""
    per_point = desk.rulebook.scoring.marks_per_point
    fields = {field_name(c.code): _field(c, per_point) for c in desk.asked}
    fields |= {reason_name(c.code): _reason_field(c) for c in desk.asked if may_want_reason(c)}
    saved: dict[str, object] = {
        field_name(given.criterion): _saved(desk.phase.criterion(given.criterion), given.mark)
        for given in desk.counted.marks
    }
    saved |= {reason_name(given.criterion): given.reason for given in desk.counted.marks}
    saved["version"] = desk.sheet.version if desk.sheet else 0
    saved["comment"] = desk.sheet.comment if desk.sheet else ""
    made: SheetForm = type("PhaseSheetForm", (SheetForm,), fields)(data=saved)
    return made


def given_marks(form: SheetForm, desk: Desk) -> dict[str, Mark]:
    """Read the marks given; a criterion left empty is not in the result. Raises Refused for a bad level."""
    problems: list[Problem] = []
    marks: dict[str, Mark] = {}
    per_point = desk.rulebook.scoring.marks_per_point
    for criterion in desk.asked:
        try:
            mark = _mark(form[field_name(criterion.code)], criterion, per_point)
        except Refused as refusal:
            problems.extend(refusal.problems)
            continue
        if mark is not None:
            marks[criterion.code] = mark
    if problems:
        raise Refused(problems)
    return marks


def given_reasons(form: SheetForm, desk: Desk) -> dict[str, str]:
    """Read the reasons written, by criterion."""
    fields = {c.code: form[reason_name(c.code)] for c in desk.asked if may_want_reason(c)}
    return {code: field.data for code, field in fields.items() if field.data}


def may_want_reason(criterion: Criterion) -> bool:
    """Tell whether some mark of a criterion must be explained."""
    return criterion.disqualifies or criterion.reason is not ReasonRule.NEVER


def reason_hint(criterion: Criterion) -> str:
    """Say when the reason is asked for."""
    if criterion.disqualifies:
        return gettext("Escríbalo si contesta «no».")
    if criterion.reason is ReasonRule.BELOW:
        return gettext("Escríbalo si da menos de %(mark)s.", mark=criterion.reason_below)
    return gettext("Escriba en una o dos frases qué vio.")


def _reason_field(criterion: Criterion) -> Field:
    return CleanTextAreaField(
        gettext("Motivo de la calificación de %(criterion)s", criterion=criterion.code),
        description=reason_hint(criterion),
        column="sheet_mark.reason",
    )


def _mark(field: Field, criterion: Criterion, per_point: int) -> Mark | None:
    if isinstance(field.data, Mark) or not field.data:
        return field.data or None
    return parse_mark(
        str(field.data), field=criterion.code, per_point=per_point, maximum=criterion.max_points
    )


def _field(criterion: Criterion, per_point: int) -> Field:
    if criterion.levels or criterion.disqualifies:
        return RadioField(
            criterion.text,
            choices=_choices(criterion),
            description=criterion.guidance,
            validate_choice=False,
        )
    return MarkField(
        criterion.text,
        description=mark_hint(criterion, per_point),
        maximum=criterion.max_points,
        minimum=criterion.min_points,
        per_point=per_point,
    )


def _choices(criterion: Criterion) -> dict[str, str]:
    if criterion.disqualifies:
        return {"1": gettext("Sí, cumple"), "0": gettext("No cumple"), "": gettext("Todavía sin calificar")}
    levels = {str(level.points): f"{level.points} · {level.text}" for level in criterion.levels}
    return {**levels, "": gettext("Todavía sin calificar")}


def mark_hint(criterion: Criterion, per_point: int) -> str:
    """Say how a criterion is marked."""
    steps = lowest = ""
    if per_point > 1:
        steps = gettext("En pasos de %(step)s.", step=format_points(Mark(1, per_point).points))
    if criterion.min_points:
        lowest = gettext("La nota más baja es %(min)s.", min=criterion.min_points)
    return " ".join(part for part in (criterion.guidance, lowest, steps) if part)


def _saved(criterion: Criterion, mark: Mark) -> object:
    return str(mark) if criterion.levels or criterion.disqualifies else mark
