"""The shape of phases and scoring."""

from collections.abc import Iterable
from fractions import Fraction

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, FormField, HiddenField, SelectField
from wtforms.validators import ValidationError

from contest_portal.contests.rules.draft_changes import PhaseOutline
from contest_portal.contests.rules.rulebook import (
    DecidesOn,
    Disqualifies,
    LatePhones,
    Phase,
    Rulebook,
    ScoringRules,
    TieBreak,
    TieKind,
)
from contest_portal.contests.rules.scoring_checks import MAX_DECIMALS
from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import N_
from contest_portal.kernel.rounding import Rounding
from contest_portal.web.shared.fields import CleanTextField, WholeNumberField, required
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.labels import DECIDES_ON_LABELS, ROUNDING_LABELS
from contest_portal.web.shared.rows import RowForm, position_of
from contest_portal.web.shared.rulebook_view import MARK_STEPS, tie_break_text
from contest_portal.web.shared.scale_labels import DISQUALIFIES_LABELS, LATE_PHONES_LABELS
from contest_portal.web.staff.contest_fields import SPARE_ROWS, CodesField, PointsField

_MAX = {"data-points": "max"}


class PhaseRow(RowForm):
    """A phase without its sheet. `former_code` says whose sheet it keeps."""

    position = WholeNumberField(lazy_gettext("Orden"))
    code = CleanTextField(lazy_gettext("Código"), column="sheet.phase_code")
    name = CleanTextField(lazy_gettext("Nombre"), letters=200)
    max_points = WholeNumberField(lazy_gettext("Puntos"), render_kw=_MAX)
    attendance = WholeNumberField(lazy_gettext("Asistencia mínima (porcentaje)"))
    categories = CodesField(lazy_gettext("Solo para las categorías (códigos)"))
    scorers = WholeNumberField(lazy_gettext("Evaluadores por grupo"))
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
            categories=self.categories.data or (),
            scorers=self.scorers.data or 0,
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
        return cls(
            data={
                "version": version,
                "total_points": book.scoring.total_points,
                "phases": phase_rows(book.phases),
            }
        )

    @property
    def points_typed(self) -> int:
        """Give what the rows add up to as they stand."""
        return sum(row.form.max_points.data or 0 for row in self.phases)

    def outlines(self) -> tuple[PhaseOutline, ...]:
        """Give the filled rows by their position; rows without one come last."""
        return outlines_of(self.phases)


def outlines_of(phases: "Iterable[FormField[PhaseRow]]") -> tuple[PhaseOutline, ...]:
    """Read the filled rows of phases by their position; rows without one come last."""
    rows = [row.form for row in phases if not row.form.is_blank]
    return tuple(row.outline() for row in sorted(rows, key=position_of))


def phase_rows(phases: tuple[Phase, ...]) -> list[dict[str, object]]:
    """Fill the rows of phases, with spare ones below."""
    rows = [_phase_row(number, phase) for number, phase in enumerate(phases, start=1)]
    return [*rows, *[{}] * SPARE_ROWS]


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
    disqualifies = SelectField(lazy_gettext("Preguntas de sí o no"))
    late_phones = SelectField(
        lazy_gettext("Fichas de teléfonos que llegan después de la sesión"),
        description=lazy_gettext("Un jurado puede calificar sin conexión y enviar sus fichas más tarde."),
    )
    tie_breaks = FieldList(FormField(TieRow))

    def __init__(self, book: Rulebook, version: int) -> None:
        super().__init__(data=_scoring_data(book, version))
        self.marks_per_point.choices = list(MARK_STEPS.items())
        self.rounding.choices = [(code, gettext(label)) for code, label in ROUNDING_LABELS.items()]
        self.decides_on.choices = [(code, gettext(label)) for code, label in DECIDES_ON_LABELS.items()]
        self.disqualifies.choices = [(code, gettext(label)) for code, label in DISQUALIFIES_LABELS.items()]
        self.late_phones.choices = [(code, gettext(label)) for code, label in LATE_PHONES_LABELS.items()]
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
            disqualifies=Disqualifies(self.disqualifies.data),
            late_phones=LatePhones(self.late_phones.data),
            tie_breaks=tuple(known[key] for key in chosen if key in known),
        )


def _phase_row(number: int, phase: Phase) -> dict[str, object]:
    share = phase.attendance_minimum
    return {
        "position": number,
        "code": phase.code,
        "name": phase.name,
        "max_points": phase.max_points,
        "attendance": None if share is None else int(share * 100),
        "categories": phase.categories,
        "scorers": phase.scorers or None,
        "former_code": phase.code,
    }


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
        "disqualifies": scoring.disqualifies.value,
        "late_phones": scoring.late_phones.value,
        "tie_breaks": [*chain, *[{}] * SPARE_ROWS],
    }
