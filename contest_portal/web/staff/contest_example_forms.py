"""The marks of the invented group, to be changed: a field for each mark, each fact and each attendance."""

from dataclasses import replace

from flask_babel import gettext
from wtforms import Field, SelectField

from contest_portal.contests.rules.rulebook import Criterion, Rulebook
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.kernel.marks import Mark, parse_mark
from contest_portal.kernel.problems import Refused
from contest_portal.scoring.rules.entries import CountedSheet, ScoredEntry
from contest_portal.scoring.rules.example import HOUSEHOLDS
from contest_portal.web.shared.fields import ParsedField, WholeNumberField
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.scale_labels import FACT_LABELS


class ExampleMarkField(ParsedField):
    """A mark of the example, within the range and the steps of its criterion."""

    def __init__(self, *args: object, criterion: Criterion, per_point: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        self.per_point = per_point

    def parse(self, text: str) -> Mark:
        """Read the mark."""
        criterion = self.criterion
        return parse_mark(
            text,
            field=self.name,
            per_point=self.per_point,
            minimum=criterion.min_points,
            maximum=criterion.max_points,
        )


class ExampleForm(PortalForm):
    """Base of the form made for one contest."""

    def entry(self, start: ScoredEntry, per_point: int) -> ScoredEntry:
        """Give the invented group with the figures as typed; a mark left empty is a criterion skipped."""
        return replace(
            start,
            sheets=tuple(self._sheet(sheet, per_point) for sheet in start.sheets),
            attendance=tuple(
                replace(one, present=self._figure(attendance_name(one.phase), one.present))
                for one in start.attendance
            ),
            facts=tuple(
                replace(fact, part=self._figure(fact_name(fact.kind), fact.part)) for fact in start.facts
            ),
        )

    def field_of(self, name: str) -> Field | None:
        """Give the field of a name, or None."""
        return self._fields.get(name)

    def _figure(self, name: str, unasked: int) -> int:
        field = self.field_of(name)
        return unasked if field is None else min(int(field.data or 0), HOUSEHOLDS)

    def _sheet(self, sheet: CountedSheet, per_point: int) -> CountedSheet:
        given = []
        for old in sheet.marks:
            mark = _as_mark(self[mark_name(sheet, old.criterion)].data, per_point)
            if mark is not None:
                given.append(replace(old, mark=mark))
        return replace(sheet, marks=tuple(given))


def example_form(rulebook: Rulebook, start: ScoredEntry) -> ExampleForm:
    """Make the form of a contest, filled with the invented group."""
    per_point = rulebook.scoring.marks_per_point
    fields: dict[str, Field] = {}
    data: dict[str, object] = {}
    for sheet in start.sheets:
        for given in sheet.marks:
            criterion = rulebook.phase(sheet.phase).criterion(given.criterion)
            name = mark_name(sheet, given.criterion)
            fields[name] = _field(criterion, sheet, per_point)
            data[name] = str(given.mark) if _is_choice(criterion) else given.mark
    asked = {c.fact for phase in rulebook.phases_of(start.category) for c in phase.criteria if c.is_computed}
    for fact in start.facts:
        if fact.kind in asked:
            fields[fact_name(fact.kind)] = WholeNumberField(gettext(FACT_LABELS[fact.kind.value]))
            data[fact_name(fact.kind)] = fact.part
    for one in start.attendance:
        fields[attendance_name(one.phase)] = WholeNumberField(gettext("Hogares presentes"))
        data[attendance_name(one.phase)] = one.present
    made: ExampleForm = type("MadeExampleForm", (ExampleForm,), fields)(data=data)
    return made


def mark_name(sheet: CountedSheet, criterion_code: str) -> str:
    """Name the field of a mark."""
    return f"mark-{sheet.phase}-{sheet.juror}-{criterion_code}"


def fact_name(kind: FactKind) -> str:
    """Name the field of a fact."""
    return f"fact-{kind.value}"


def attendance_name(phase_code: str) -> str:
    """Name the field of an attendance."""
    return f"present-{phase_code}"


def _field(criterion: Criterion, sheet: CountedSheet, per_point: int) -> Field:
    label = gettext("%(criterion)s, ficha %(sheet)s", criterion=criterion.code, sheet=sheet.juror)
    if criterion.disqualifies:
        choices = {"1": gettext("Sí, cumple"), "0": gettext("No cumple")}
        return SelectField(label, choices=choices, validate_choice=False)
    if criterion.levels:
        levels = {str(level.points): f"{level.points} · {level.text}" for level in criterion.levels}
        return SelectField(label, choices=levels, validate_choice=False)
    return ExampleMarkField(label, criterion=criterion, per_point=per_point)


def _is_choice(criterion: Criterion) -> bool:
    return bool(criterion.levels) or criterion.disqualifies


def _as_mark(value: object, per_point: int) -> Mark | None:
    """Read a mark typed or chosen; a choice that is no number is a criterion skipped."""
    if isinstance(value, Mark) or value is None:
        return value
    try:
        return parse_mark(str(value), field="mark", per_point=per_point, maximum=9999)
    except Refused:
        return None
