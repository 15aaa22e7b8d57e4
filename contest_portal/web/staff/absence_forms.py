"""The shape of a juror's absence and of who sits in the place."""

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import ValidationError

from contest_portal.accounts.queries import Account
from contest_portal.kernel.problems import N_
from contest_portal.scoring.services.record_absence import Substitute
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, DniField, required
from contest_portal.web.shared.warned_forms import WarnedForm


class AbsenceForm(WarnedForm):
    """Why somebody does not come; the substitute's account, DNI and institution, if there is one."""

    reason = CleanTextAreaField(
        lazy_gettext("Por qué no participa"),
        [required(N_("Escriba por qué no participa: consta en el acta."))],
        description=lazy_gettext("Por ejemplo: no llegó por el bloqueo de la carretera."),
        column="juror_absence.reason",
    )
    account = SelectField(lazy_gettext("Quién lo reemplaza"), validate_choice=False)
    email = CleanTextField(
        lazy_gettext("Correo de la cuenta, si no está en la lista"), column="user_account.email"
    )
    dni = DniField(lazy_gettext("DNI de quien lo reemplaza"))
    institution = CleanTextField(lazy_gettext("Institución a la que representa"), column="juror.institution")

    def __init__(self, accounts: tuple[Account, ...]) -> None:
        super().__init__()
        self.account.choices = [
            ("", gettext("Nadie por ahora")),
            *((account.email, f"{account.full_name} ({account.email})") for account in accounts),
        ]

    def validate_dni(self, field: DniField) -> None:
        """Without a DNI nobody can say that the substitute is in no group."""
        if self.chosen_email and not field.data and not field.errors:
            raise ValidationError(gettext("Escriba el DNI: con él se comprueba que no integre ningún grupo."))

    def validate_institution(self, field: CleanTextField) -> None:
        """The acta names whom the substitute represents."""
        if self.chosen_email and not field.data:
            raise ValidationError(gettext("Escriba la institución."))

    @property
    def chosen_email(self) -> str:
        """Give the address typed, else the one chosen from the list."""
        return self.email.data or self.account.data or ""

    @property
    def substitute(self) -> Substitute | None:
        """Give who takes the place; None for nobody."""
        if not self.chosen_email:
            return None
        return Substitute(
            self.chosen_email,
            self.dni.data or "",
            self.institution.data or "",
            household_confirmed=bool(self.warned.data),
        )
