"""The shape of a screening: the defects ticked, a decision with its reason, an entry of the catalogue."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField

from contest_portal.applications.rules.screening import NEEDS_REASON, PART_NAMES, WHOLE, Decision, Finding
from contest_portal.applications.screening_models import Defect
from contest_portal.contests.rules.rulebook import ScreeningRules, Uncured
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    WholeNumberField,
    required,
    worded_choices,
)
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.labels import UNCURED_LABELS
from contest_portal.web.shared.warned_forms import WarnedForm
from contest_portal.web.staff.contest_forms import ChecklistField


class FindingsForm(VersionedForm):
    """The defects of the catalogue, ticked or not; those ticked before stay on the list out of use or not."""

    findings = ChecklistField(lazy_gettext("Defectos encontrados"), validate_choice=False)

    def offer(self, catalogue: Iterable[Defect], ticked: Iterable[Finding]) -> None:
        """Offer what is in use and what was ticked."""
        offered: dict[str, Defect | Finding] = {one.code: one for one in catalogue if one.in_use}
        offered |= {one.code: one for one in ticked}
        self.findings.choices = [(code, _label(offered[code])) for code in sorted(offered)]


class DecisionForm(VersionedForm, WarnedForm):
    """A decision; turning down and reinstating ask for a reason."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        description=lazy_gettext("Va en la carta al grupo. No escriba datos personales de otras personas."),
        column="screening_decision.reason",
    )

    def fit(self, decision: Decision) -> None:
        """Leave out the reason where none is asked for."""
        if decision not in NEEDS_REASON:
            del self.reason

    @property
    def given_reason(self) -> str:
        """Give the reason; nothing where none is asked for."""
        return (self.reason.data or "") if "reason" in self else ""


class DefectForm(VersionedForm):
    """An entry of the catalogue."""

    code = CleanTextField(
        lazy_gettext("Código"),
        [required(N_("Escriba el código del defecto."))],
        description=lazy_gettext("Corto, por ejemplo P-01."),
        column="defect.code",
    )
    text = CleanTextField(
        lazy_gettext("Defecto"), [required(N_("Escriba el defecto."))], column="defect.text"
    )
    section = SelectField(
        lazy_gettext("Parte del perfil"),
        choices=worded_choices(PART_NAMES, PART_NAMES, nothing=WHOLE),
    )
    curable = BooleanField(lazy_gettext("El grupo lo puede subsanar"))
    in_use = BooleanField(lazy_gettext("Se ofrece al revisar"))

    def wanted(self) -> Finding:
        """Give the defect as typed."""
        return Finding(
            (self.code.data or "").upper(),
            self.text.data or "",
            curable=bool(self.curable.data),
            section=self.section.data or None,
        )


class ScreeningRulesForm(VersionedForm):
    """Whether a contest screens what it receives, and how."""

    screens = BooleanField(lazy_gettext("La oficina revisa los perfiles antes de la evaluación"))
    cure_days = WholeNumberField(
        lazy_gettext("Días hábiles para subsanar"),
        description=lazy_gettext(
            "De lunes a viernes, sin feriados nacionales. Termina a la hora del cierre."
        ),
    )
    uncured = SelectField(
        lazy_gettext("Si el grupo no subsana a tiempo"),
        choices=worded_choices(UNCURED_LABELS, UNCURED_LABELS),
    )

    def rules(self) -> ScreeningRules | None:
        """Give the rules; None when nothing is screened."""
        if not self.screens.data:
            return None
        return ScreeningRules(self.cure_days.data or 0, Uncured(self.uncured.data))


def _label(one: Defect | Finding) -> str:
    where = gettext(WHOLE if one.section is None else PART_NAMES[one.section])
    how = gettext("subsanable") if one.curable else gettext("no subsanable")
    return f"{one.code}: {one.text} ({where}; {how})"
