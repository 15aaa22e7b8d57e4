"""The shape of running an evaluation."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.applications.queries import EntrantMember
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    InstantField,
    required,
    whole_number,
)
from contest_portal.web.shared.filters import mask_dni
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.warned_forms import WarnedForm


class OpeningForm(WarnedForm):
    """Nothing but the token: the page says what opening does."""


class AttendanceForm(PortalForm):
    """One box for each household of a group; the members are named so that their DNI can be looked at."""

    present = SelectMultipleField(
        lazy_gettext("Hogares presentes"),
        description=lazy_gettext(
            "Marque los hogares con al menos un integrante presente y con su DNI a la vista."
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def __init__(self, members: Iterable[EntrantMember], present: Iterable[int]) -> None:
        super().__init__(present=[str(household_id) for household_id in present])
        households: dict[int, list[str]] = {}
        for member in members:
            households.setdefault(member.household_id, []).append(
                f"{member.full_name} ({mask_dni(member.dni)})"
            )
        self.present.choices = [(str(key), ", ".join(names)) for key, names in households.items()]

    @property
    def households(self) -> frozenset[int]:
        """Give the boxes marked; what is no number is no household of any group."""
        return frozenset(whole_number(str(value)) or 0 for value in self.present.data or ())


class ReturnForm(PortalForm):
    """Why a sheet goes back to its juror."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo de la devolución"),
        [required(N_("Escriba el motivo: el jurado lo leerá y queda registrado."))],
        description=lazy_gettext("Por ejemplo: la ficha corresponde a otro grupo."),
    )


class DrawForm(PortalForm):
    """The lot as it was drawn in public."""

    numbers = CleanTextField(
        lazy_gettext("Números sorteados"),
        [required(N_("Escriba los números en el orden en que salieron."))],
        description=lazy_gettext(
            "En el orden en que salieron a la vista de todos, separados por espacios; por ejemplo: 4 17 8 23."
        ),
    )
    held_at = InstantField(
        lazy_gettext("Día y hora del sorteo"), [required(N_("Escriba el día y la hora del sorteo."))]
    )
    witnesses = CleanTextField(
        lazy_gettext("Ante quiénes se hizo"),
        [required(N_("Escriba ante quiénes se hizo el sorteo."))],
        description=lazy_gettext("Por ejemplo: el jurado y los representantes de los grupos empatados."),
    )
    confirmed = BooleanField(
        lazy_gettext(
            "Confirmo que estos son los números que salieron. El sorteo no se repite ni se corrige."
        ),
        [InputRequired(lazy_gettext("Marque la confirmación para registrar el sorteo."))],
    )


class ClosingForm(WarnedForm):
    """The secretary's confirmation."""

    confirmed = BooleanField(
        lazy_gettext("Confirmo el cierre: las fichas quedan selladas y el orden de mérito ya no cambia."),
        [InputRequired(lazy_gettext("Marque la confirmación para cerrar la calificación."))],
    )
