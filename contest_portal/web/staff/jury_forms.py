"""The shape of seating a juror."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.accounts.queries import Account
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.invitation_queries import Invitation
from contest_portal.jury.rules.panel import Background
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextField, DniField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.labels import JUROR_POSITION_LABELS
from contest_portal.web.shared.warned_forms import WarnedForm


class JurorAccountForm(PortalForm):
    """Who will judge."""

    full_name = CleanTextField(
        lazy_gettext("Nombres y apellidos"),
        [required(N_("Escriba los nombres y apellidos."))],
        description=lazy_gettext("Como figuran en el DNI."),
        column="user_account.full_name",
    )
    email = CleanTextField(
        lazy_gettext("Correo electrónico"),
        [required(N_("Escriba el correo electrónico."))],
        description=lazy_gettext("Con él ingresará al portal."),
        column="user_account.email",
    )


class InvitationForm(WarnedForm):
    """Who is asked to sit, as what, and which phases the person would score."""

    account = SelectField(lazy_gettext("Persona"), validate_choice=False)
    email = CleanTextField(
        lazy_gettext("Correo de la cuenta, si no está en la lista"),
        description=lazy_gettext("La cuenta recibe la función de jurado en este concurso."),
        column="user_account.email",
    )
    position = RadioField(lazy_gettext("Cargo en el jurado"), default="member", validate_choice=False)
    phases = SelectMultipleField(
        lazy_gettext("Fases que califica"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    evaluator_class = SelectField(lazy_gettext("Califica como"), validate_choice=False)

    def __init__(self, accounts: tuple[Account, ...], rulebook: Rulebook) -> None:
        super().__init__(phases=[phase.code for phase in rulebook.phases])
        self.account.choices = [
            ("", gettext("Elija una cuenta de jurado")),
            *((account.email, f"{account.full_name} ({account.email})") for account in accounts),
        ]
        self.position.choices = [(code, gettext(label)) for code, label in JUROR_POSITION_LABELS.items()]
        self.phases.choices = [(phase.code, phase.name) for phase in rulebook.phases]
        classes = {one.code: one.name for phase in rulebook.phases for one in phase.classes}
        self.evaluator_class.choices = [("", gettext("Elija una clase")), *classes.items()]
        self.asks_class = bool(classes)

    @property
    def chosen_email(self) -> str:
        """Give the address typed, else the one chosen from the list."""
        return self.email.data or self.account.data or ""


class SeatForm(InvitationForm):
    """Who sits, for whom, as what, and which phases the person scores; with what the person told on accepting."""

    dni = DniField(
        lazy_gettext("DNI"),
        [required(N_("Escriba el DNI: con él se comprueba que no integre ningún grupo."))],
    )
    institution = CleanTextField(
        lazy_gettext("Institución a la que representa"),
        [required(N_("Escriba la institución."))],
        column="juror.institution",
    )
    specialty = CleanTextField(
        lazy_gettext("Especialidad"),
        description=lazy_gettext("Por ejemplo: zootecnia, costos, panadería."),
        column="juror.specialty",
    )
    lines = SelectMultipleField(
        lazy_gettext("Líneas productivas que conoce"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    territory = SelectField(lazy_gettext("Distrito de donde viene"), validate_choice=False)

    def __init__(
        self, accounts: tuple[Account, ...], rulebook: Rulebook, districts: Mapping[str, str]
    ) -> None:
        super().__init__(accounts, rulebook)
        self.lines.choices = [(line.code, line.name) for line in rulebook.lines]
        self.territory.choices = [("", gettext("De otro lugar")), *districts.items()]

    def fill_in(self, accepted: Invitation) -> None:
        """Show what an invited person told, to be seated with it."""
        self.account.data, self.dni.data = accepted.email, accepted.dni
        self.position.data, self.phases.data = accepted.position, list(accepted.phases)
        self.evaluator_class.data, self.institution.data = accepted.evaluator_class, accepted.institution
        told = accepted.background
        self.specialty.data, self.territory.data = told.specialty, told.territory
        self.lines.data = list(told.lines)

    @property
    def background(self) -> Background:
        """Give what the person knows and comes from."""
        return Background(self.specialty.data or "", tuple(self.lines.data or ()), self.territory.data or "")
