"""The shape of answering an invitation to judge."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.rules.invitations import Answer
from contest_portal.jury.rules.panel import Background
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, DniField
from contest_portal.web.shared.forms import PortalForm

_YES, _NO = "yes", "no"


class AnswerForm(PortalForm):
    """Yes, with what seats the person, or no, with why."""

    answer = RadioField(lazy_gettext("¿Acepta ser jurado?"), validate_choice=False)
    dni = DniField(
        lazy_gettext("Su DNI"),
        description=lazy_gettext("Con él se comprueba que no integre ningún grupo."),
    )
    institution = CleanTextField(
        lazy_gettext("Institución a la que representa"), column="juror_invitation.institution"
    )
    specialty = CleanTextField(
        lazy_gettext("Especialidad"),
        description=lazy_gettext("Por ejemplo: zootecnia, costos, panadería."),
        column="juror_invitation.specialty",
    )
    territory = SelectField(lazy_gettext("Distrito de donde viene"), validate_choice=False)
    lines = SelectMultipleField(
        lazy_gettext("Líneas productivas que conoce"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    reason = CleanTextAreaField(
        lazy_gettext("Motivo, si no acepta"),
        description=lazy_gettext("Por ejemplo: viaje, carga de trabajo, asesora a un grupo."),
        column="juror_invitation.reason",
    )

    def __init__(self, rulebook: Rulebook, districts: Mapping[str, str]) -> None:
        super().__init__()
        self.answer.choices = [(_YES, gettext("Sí, acepto")), (_NO, gettext("No puedo"))]
        self.territory.choices = [("", gettext("De otro lugar")), *districts.items()]
        self.lines.choices = [(line.code, line.name) for line in rulebook.lines]

    @property
    def given(self) -> Answer:
        """Give the answer."""
        return Answer(
            accepts={_YES: True, _NO: False}.get(self.answer.data or ""),
            reason=self.reason.data or "",
            dni=self.dni.data or "",
            institution=self.institution.data or "",
            background=Background(
                self.specialty.data or "", tuple(self.lines.data or ()), self.territory.data or ""
            ),
        )
