"""The shape of a phase's sheet: its criteria, what weights are, the classes of evaluators."""

from types import MappingProxyType

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import BooleanField, FieldList, FormField, SelectField

from contest_portal.contests.rules.draft_changes import SheetOutline
from contest_portal.contests.rules.rulebook import Criterion, Phase
from contest_portal.contests.rules.scales import SCALES
from contest_portal.contests.rules.sheets import (
    AxisShare,
    EvaluatorClass,
    FactKind,
    ReasonRule,
    Weighting,
    WhenEmpty,
)
from contest_portal.kernel.problems import Problem
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, WholeNumberField
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.rows import RowForm, position_of
from contest_portal.web.shared.scale_labels import (
    FACT_LABELS,
    REASON_LABELS,
    WEIGHTING_LABELS,
    WHEN_EMPTY_LABELS,
)
from contest_portal.web.staff.contest_fields import BandsField, LevelsField

_PLAIN = ("code", "axis", "text", "guidance", "max_points", "weight", "scale", "levels", "bands", "marked_by")
_BESIDE = MappingProxyType(
    {
        "sheet.no_points": "max_points",
        "sheet.bad_weight": "weight",
        "sheet.bad_minimum": "min_points",
        "sheet.unknown_scale": "scale",
        "sheet.few_levels": "levels",
        "sheet.unnamed_level": "levels",
        "sheet.level_range": "levels",
        "sheet.no_fact": "fact",
        "sheet.few_bands": "bands",
        "sheet.band_gap": "bands",
        "sheet.band_range": "bands",
        "sheet.bad_reason": "reason_below",
        "sheet.unknown_class": "marked_by",
        "sheet.no_class": "marked_by",
    }
)
"""The cell of a criterion beside which a problem stands."""


class CriterionRow(RowForm):
    """A criterion of a sheet."""

    position = WholeNumberField(lazy_gettext("Orden"))
    code = CleanTextField(lazy_gettext("Código"), column="sheet_mark.criterion_code")
    axis = CleanTextField(lazy_gettext("Eje o título del grupo de criterios"), letters=200)
    text = CleanTextAreaField(lazy_gettext("Criterio"), letters=2_000)
    guidance = CleanTextAreaField(lazy_gettext("Orientación para el jurado"), letters=4_000)
    max_points = WholeNumberField(lazy_gettext("Puntaje máximo"), render_kw={"data-points": "max"})
    weight = WholeNumberField(lazy_gettext("Peso"), render_kw={"data-points": "weight"})
    scale = SelectField(lazy_gettext("Escala"), validate_choice=False, render_kw={"data-points": "scale"})
    levels = LevelsField(lazy_gettext("Niveles"))
    min_points = WholeNumberField(
        lazy_gettext("Nota más baja"),
        description=lazy_gettext("En blanco es 0. Con notas de 5 a 10, escriba 5."),
    )
    reason = SelectField(lazy_gettext("Motivo por escrito"), validate_choice=False)
    reason_below = WholeNumberField(lazy_gettext("Por debajo de qué nota"))
    fact = SelectField(lazy_gettext("Dato del padrón"), validate_choice=False)
    bands = BandsField(
        lazy_gettext("Tramos"),
        description=lazy_gettext(
            "Uno por línea: desde qué porcentaje, signo = y puntos. El más bajo empieza en 0."
        ),
    )
    marked_by = CleanTextField(
        lazy_gettext("Clase que lo califica (código)"),
        description=lazy_gettext("En blanco lo califican todas."),
        letters=200,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.scale.choices = [(scale.code, gettext(scale.label)) for scale in SCALES.values()]
        self.reason.choices = [(code, gettext(label)) for code, label in REASON_LABELS.items()]
        self.fact.choices = [
            ("", gettext("Ninguno")),
            *((code, gettext(label)) for code, label in FACT_LABELS.items()),
        ]

    @property
    def points(self) -> int:
        """Give what this row adds to the sheet as it stands: its maximum times its weight; a question nothing."""
        weight = 1 if self.weight.data is None else self.weight.data
        return 0 if self.scale.data == "yes_no" else int((self.max_points.data or 0) * weight)

    @property
    def percent(self) -> int:
        """Give what this row adds where weights are percentages."""
        return 0 if self.scale.data == "yes_no" else int(self.weight.data or 0)

    @property
    def points_text(self) -> str:
        """Write those points."""
        return ngettext("%(num)s punto", "%(num)s puntos", self.points)

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing was said beyond points and levels."""
        return not (self.min_points.data or self.fact.data or self.marked_by.data) and (
            self.reason.data in (None, "", ReasonRule.NEVER.value)
        )

    def criterion(self) -> Criterion:
        """Give the criterion of this row; levels, bands and the lowest mark count on their scale alone."""
        scale = self.scale.data or "points"
        is_question = scale == "yes_no"
        computed = scale == "register"
        rule = _reason_rule(self.reason.data)
        return Criterion(
            code=(self.code.data or "").upper(),
            axis=self.axis.data or "",
            text=self.text.data or "",
            max_points=1 if is_question else self.max_points.data or 0,
            guidance=self.guidance.data or "",
            scale=scale,
            levels=self.levels.data or () if scale == "levels" else (),
            weight=1 if is_question or self.weight.data is None else self.weight.data,
            min_points=self.min_points.data or 0 if scale == "points" else 0,
            fact=_fact(self.fact.data) if computed else None,
            bands=self.bands.data or () if computed else (),
            reason=rule,
            reason_below=self.reason_below.data or 0 if rule is ReasonRule.BELOW else 0,
            marked_by=(self.marked_by.data or "").upper(),
        )


class ClassRow(RowForm):
    """A class of evaluators."""

    code = CleanTextField(lazy_gettext("Código"), column="juror.evaluator_class")
    name = CleanTextField(lazy_gettext("Nombre"), letters=200)
    share = WholeNumberField(lazy_gettext("Parte (porcentaje)"))
    when_empty = SelectField(lazy_gettext("Si no tiene ninguna ficha"), validate_choice=False)
    scorers = WholeNumberField(lazy_gettext("Evaluadores por grupo"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.when_empty.choices = [(code, gettext(label)) for code, label in WHEN_EMPTY_LABELS.items()]

    def evaluator_class(self) -> EvaluatorClass:
        """Give the class of this row; one that says nothing of being empty is waited for."""
        rule = self.when_empty.data
        return EvaluatorClass(
            code=(self.code.data or "").upper(),
            name=self.name.data or "",
            share=self.share.data or 0,
            when_empty=WhenEmpty(rule) if rule in tuple(WhenEmpty) else WhenEmpty.BLOCKS,
            scorers=self.scorers.data or 0,
        )


class AxisRow(RowForm):
    """An axis with what it is worth."""

    axis = CleanTextField(lazy_gettext("Eje"), letters=200)
    percent = WholeNumberField(lazy_gettext("Porcentaje"), render_kw={"data-points": "axis"})

    def share(self) -> AxisShare:
        """Give the share of this row."""
        return AxisShare(self.axis.data or "", self.percent.data or 0)


class SheetForm(VersionedForm):
    """The criteria of one phase, what their weights are, and who marks them."""

    weighting = SelectField(
        lazy_gettext("Qué son los pesos"), validate_choice=False, render_kw={"data-points": "weighting"}
    )
    criteria = FieldList(FormField(CriterionRow))
    axes = FieldList(FormField(AxisRow))
    classes = FieldList(FormField(ClassRow))
    quorum = WholeNumberField(
        lazy_gettext("Fichas necesarias por grupo en esta fase"),
        description=lazy_gettext("En blanco: las que dice «Puntaje y desempate» para todo el concurso."),
    )
    own_panel = BooleanField(
        lazy_gettext("La fase tiene jurado propio"),
        description=lazy_gettext("Quienes la califican no califican otras fases y tienen su presidente."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.weighting.choices = [(code, gettext(label)) for code, label in WEIGHTING_LABELS.items()]

    @classmethod
    def of(cls, phase: Phase, version: int) -> "SheetForm":
        """Show the sheet with a spare row below."""
        rows = [_criterion_row(number, criterion) for number, criterion in enumerate(phase.criteria, start=1)]
        classes = [
            {
                "code": c.code,
                "name": c.name,
                "share": c.share,
                "when_empty": c.when_empty.value,
                "scorers": c.scorers or None,
            }
            for c in phase.classes
        ]
        spare: list[dict[str, object]] = [{}]  # without a script, each saving gives the next
        return cls(
            data={
                "version": version,
                "weighting": phase.weighting.value,
                "criteria": [*rows, *spare],
                "axes": [*({"axis": s.axis, "percent": s.percent} for s in phase.axis_shares), {}, {}],
                "classes": [*classes, {}, {}],
                "quorum": phase.quorum or None,
                "own_panel": phase.own_panel,
            }
        )

    @property
    def chosen(self) -> Weighting:
        """Give what weights are, as the form stands."""
        code = self.weighting.data
        return Weighting(code) if code in tuple(Weighting) else Weighting.FACTOR

    @property
    def is_percent(self) -> bool:
        """Tell whether the weights of criteria are percentages."""
        return self.chosen is Weighting.PERCENT

    @property
    def adds_to_hundred(self) -> bool:
        """Tell whether the sum shown is one of percentages."""
        return self.chosen is not Weighting.FACTOR

    @property
    def has_classes(self) -> bool:
        """Tell whether some class of evaluators was written."""
        return any(not row.form.is_blank for row in self.classes)

    @property
    def points_typed(self) -> int:
        """Give what the rows add up to as they stand: points, or percentages of criteria or of axes."""
        if self.chosen is Weighting.AXES:
            return sum(row.form.percent.data or 0 for row in self.axes)
        return sum(row.form.percent if self.is_percent else row.form.points for row in self.criteria)

    def sheet(self) -> SheetOutline:
        """Give the sheet as typed: the filled rows by their position, rows without one last."""
        rows = [row.form for row in self.criteria if not row.form.is_blank]
        return SheetOutline(
            criteria=tuple(row.criterion() for row in sorted(rows, key=position_of)),
            weighting=self.chosen,
            classes=tuple(row.form.evaluator_class() for row in self.classes if not row.form.is_blank),
            axis_shares=tuple(row.form.share() for row in self.axes if not row.form.is_blank)
            if self.chosen is Weighting.AXES
            else (),
            quorum=self.quorum.data or 0,
            own_panel=bool(self.own_panel.data),
        )

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put a problem of a criterion beside the cell where it is mended."""
        others = tuple(problem for problem in problems if not self._placed(problem))
        if len(others) < len(problems):
            # the list of rows shows the errors of its cells only when it has as many entries as rows
            self.criteria.errors = [entry.errors for entry in self.criteria]
        super().add_problems(others)

    def _placed(self, problem: Problem) -> bool:
        name, code = _BESIDE.get(problem.code, ""), problem.params.get("criterion")
        for entry in self.criteria if name and code else ():
            if (entry.form.code.data or "").upper() == code:
                cell = entry.form[name]
                cell.errors = [*cell.errors, gettext(problem.message, **problem.params)]
                return True
        return False


def _criterion_row(number: int, criterion: Criterion) -> dict[str, object]:
    return {
        "position": number,
        **{name: getattr(criterion, name) for name in _PLAIN},
        "min_points": criterion.min_points or None,
        "reason": criterion.reason.value,
        "reason_below": criterion.reason_below or None,
        "fact": criterion.fact.value if criterion.fact else "",
    }


def _fact(code: str | None) -> FactKind | None:
    return FactKind(code) if code in tuple(FactKind) else None


def _reason_rule(code: str | None) -> ReasonRule:
    return ReasonRule(code) if code in tuple(ReasonRule) else ReasonRule.NEVER
