"""The shape of phases, sheets and scoring."""

from fractions import Fraction

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import FieldList, FormField, HiddenField, SelectField
from wtforms.validators import ValidationError

from contest_portal.contests.rules.rulebook import (
    Criterion,
    DecidesOn,
    Phase,
    Rulebook,
    ScoringRules,
    TieBreak,
    TieKind,
)
from contest_portal.contests.rules.scales import SCALES
from contest_portal.contests.rules.scoring_checks import MAX_DECIMALS
from contest_portal.contests.services.edit_phases import PhaseOutline
from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import N_
from contest_portal.kernel.rounding import Rounding
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, WholeNumberField, required
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.labels import DECIDES_ON_LABELS, ROUNDING_LABELS
from contest_portal.web.shared.rows import RowForm
from contest_portal.web.shared.rulebook_view import MARK_STEPS, tie_break_text
from contest_portal.web.staff.contest_fields import SPARE_ROWS, LevelsField, PointsField

_LAST = 10**6
_MAX = {"data-points": "max"}
_WEIGHT = {"data-points": "weight"}


class PhaseRow(RowForm):
    """A phase without its sheet. `former_code` says whose sheet it keeps."""

    position = WholeNumberField(lazy_gettext("Orden"))
    code = CleanTextField(lazy_gettext("Código"))
    name = CleanTextField(lazy_gettext("Nombre"))
    max_points = WholeNumberField(lazy_gettext("Puntos"), render_kw=_MAX)
    attendance = WholeNumberField(lazy_gettext("Asistencia mínima (porcentaje)"))
    former_code = HiddenField()

    def outline(self) -> PhaseOutline:
        """Give the phase of this row."""
        percent = self.attendance.data
        return PhaseOutline(
            code=(self.code.data or "").upper(),
            name=self.name.data or "",
            max_points=self.max_points.data or 0,
            attendance_minimum=None if percent is None else Fraction(percent, 100),
            former_code=self.former_code.data or None,
        )


class PhasesForm(VersionedForm):
    """The phases in order and what they add up to."""

    total_points = WholeNumberField(
        lazy_gettext("Puntos que suman todas las fases"),
        [required(N_("Escriba cuántos puntos suman las fases; lo usual es 100."))],
    )
    phases = FieldList(FormField(PhaseRow))

    @classmethod
    def of(cls, book: Rulebook, version: int) -> "PhasesForm":
        """Show the phases with spare rows below."""
        rows = [_phase_row(number, phase) for number, phase in enumerate(book.phases, start=1)]
        spare: list[dict[str, object]] = [{}] * SPARE_ROWS
        return cls(
            data={
                "version": version,
                "total_points": book.scoring.total_points,
                "phases": [*rows, *spare],
            }
        )

    @property
    def points_typed(self) -> int:
        """Give what the rows add up to as they stand."""
        return sum(row.form.max_points.data or 0 for row in self.phases)

    def outlines(self) -> tuple[PhaseOutline, ...]:
        """Give the filled rows by their position; rows without one come last."""
        rows = [row.form for row in self.phases if not row.form.is_blank]
        return tuple(row.outline() for row in sorted(rows, key=_position))


class CriterionRow(RowForm):
    """A criterion of a sheet."""

    position = WholeNumberField(lazy_gettext("Orden"))
    code = CleanTextField(lazy_gettext("Código"))
    axis = CleanTextField(lazy_gettext("Eje o título del grupo de criterios"))
    text = CleanTextAreaField(lazy_gettext("Criterio"))
    guidance = CleanTextAreaField(lazy_gettext("Orientación para el jurado"))
    max_points = WholeNumberField(lazy_gettext("Puntaje máximo"), render_kw=_MAX)
    weight = WholeNumberField(lazy_gettext("Peso"), render_kw=_WEIGHT)
    scale = SelectField(lazy_gettext("Escala"), validate_choice=False)
    levels = LevelsField(lazy_gettext("Niveles"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.scale.choices = [(scale.code, gettext(scale.label)) for scale in SCALES.values()]

    @property
    def points(self) -> int:
        """Give what this row adds to the sheet as it stands."""
        weight = 1 if self.weight.data is None else self.weight.data
        return int((self.max_points.data or 0) * weight)

    @property
    def points_text(self) -> str:
        """Write those points."""
        return ngettext("%(num)s punto", "%(num)s puntos", self.points)

    def criterion(self) -> Criterion:
        """Give the criterion of this row; fixed levels count on their scale alone."""
        scale = self.scale.data or "points"
        return Criterion(
            code=(self.code.data or "").upper(),
            axis=self.axis.data or "",
            text=self.text.data or "",
            max_points=self.max_points.data or 0,
            guidance=self.guidance.data or "",
            scale=scale,
            levels=self.levels.data or () if scale == "levels" else (),
            weight=1 if self.weight.data is None else self.weight.data,
        )


class SheetForm(VersionedForm):
    """The criteria of one phase."""

    criteria = FieldList(FormField(CriterionRow))

    @classmethod
    def of(cls, phase: Phase, version: int) -> "SheetForm":
        """Show the criteria with spare ones below."""
        rows = [_criterion_row(number, criterion) for number, criterion in enumerate(phase.criteria, start=1)]
        spare: list[dict[str, object]] = [{}] * SPARE_ROWS
        return cls(data={"version": version, "criteria": [*rows, *spare]})

    @property
    def points_typed(self) -> int:
        """Give what the rows add up to as they stand."""
        return sum(row.form.points for row in self.criteria)

    def sheet(self) -> tuple[Criterion, ...]:
        """Give the filled rows by their position; rows without one come last."""
        rows = [row.form for row in self.criteria if not row.form.is_blank]
        return tuple(row.criterion() for row in sorted(rows, key=_position))


class TieRow(RowForm):
    """One link of the tie-break chain."""

    link = SelectField(lazy_gettext("Criterio de desempate"), validate_choice=False)


class ScoringForm(VersionedForm):
    """Pass mark, quorum, rounding and the tie-break chain."""

    pass_mark = PointsField(
        lazy_gettext("Puntaje mínimo para ser aprobado"), [required(N_("Escriba el puntaje mínimo."))]
    )
    quorum = WholeNumberField(
        lazy_gettext("Fichas necesarias por grupo y fase"),
        [required(N_("Escriba cuántas fichas se necesitan como mínimo."))],
        description=lazy_gettext("Con menos fichas cerradas no se puede cerrar el puntaje."),
    )
    marks_per_point = SelectField(lazy_gettext("Paso de las notas"), coerce=int, validate_choice=False)
    decimals = WholeNumberField(
        lazy_gettext("Decimales del puntaje final"), [required(N_("Escriba cuántos decimales, de 0 a 4."))]
    )
    rounding = SelectField(lazy_gettext("Redondeo"))
    decides_on = SelectField(lazy_gettext("Qué puntaje decide"))
    tie_breaks = FieldList(FormField(TieRow))

    def __init__(self, book: Rulebook, version: int) -> None:
        super().__init__(data=_scoring_data(book, version))
        self.marks_per_point.choices = list(MARK_STEPS.items())
        self.rounding.choices = [(code, gettext(label)) for code, label in ROUNDING_LABELS.items()]
        self.decides_on.choices = [(code, gettext(label)) for code, label in DECIDES_ON_LABELS.items()]
        links = [("", gettext("Ninguno")), *((key, tie_break_text(link, book)) for key, link in _links(book))]
        for row in self.tie_breaks:
            row.form.link.choices = links

    def validate_pass_mark(self, field: PointsField) -> None:
        """A pass mark finer than the printed score could never be met exactly."""
        decimals = self.decimals.data
        if field.data is None or decimals is None or decimals > MAX_DECIMALS:
            return
        if (field.data * 10**decimals).denominator != 1:
            raise ValidationError(
                gettext("Use como máximo %(decimals)s decimales, como el puntaje final.", decimals=decimals)
            )

    def validate_decimals(self, field: WholeNumberField) -> None:
        """More decimals than a printed score can have are a slip of the hand."""
        if field.data is not None and field.data > MAX_DECIMALS:
            raise ValidationError(gettext("Los decimales del puntaje final van de 0 a 4."))

    def scoring(self, book: Rulebook) -> ScoringRules:
        """Give the rules; the shape was checked before."""
        known = dict(_links(book))
        chosen = (row.form.link.data for row in self.tie_breaks)
        return ScoringRules(
            pass_mark=Score.rounded(self.pass_mark.data, self.decimals.data, Rounding.DOWN),
            quorum=self.quorum.data,
            marks_per_point=self.marks_per_point.data,
            decimals=self.decimals.data,
            rounding=Rounding(self.rounding.data),
            decides_on=DecidesOn(self.decides_on.data),
            tie_breaks=tuple(known[key] for key in chosen if key in known),
        )


def _position(row: PhaseRow | CriterionRow) -> int:
    return _LAST if row.position.data is None else int(row.position.data)


def _phase_row(number: int, phase: Phase) -> dict[str, object]:
    share = phase.attendance_minimum
    return {
        "position": number,
        "code": phase.code,
        "name": phase.name,
        "max_points": phase.max_points,
        "attendance": None if share is None else int(share * 100),
        "former_code": phase.code,
    }


def _criterion_row(number: int, criterion: Criterion) -> dict[str, object]:
    names = ("code", "axis", "text", "guidance", "max_points", "weight", "scale", "levels")
    return {"position": number, **{name: getattr(criterion, name) for name in names}}


def _links(book: Rulebook) -> tuple[tuple[str, TieBreak], ...]:
    """Give every link a chain of this contest may have, by the key the form sends."""
    by_phase = tuple(
        (f"{TieKind.PHASE_SCORE.value}:{phase.code}", TieBreak(TieKind.PHASE_SCORE, phase.code))
        for phase in book.phases
    )
    others = tuple((kind.value, TieBreak(kind)) for kind in TieKind if kind is not TieKind.PHASE_SCORE)
    return by_phase + others


def _scoring_data(book: Rulebook, version: int) -> dict[str, object]:
    keys = {link: key for key, link in _links(book)}
    scoring = book.scoring
    chain: list[dict[str, object]] = [{"link": keys[link]} for link in scoring.tie_breaks if link in keys]
    return {
        "version": version,
        "pass_mark": scoring.pass_mark.points,
        "quorum": scoring.quorum,
        "marks_per_point": scoring.marks_per_point,
        "decimals": scoring.decimals,
        "rounding": scoring.rounding.value,
        "decides_on": scoring.decides_on.value,
        "tie_breaks": [*chain, *[{}] * SPARE_ROWS],
    }
