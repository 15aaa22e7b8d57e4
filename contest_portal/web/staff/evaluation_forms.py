"""The shape of running an evaluation."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.applications.queries import EntrantMember
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, required, whole_number
from contest_portal.web.shared.filters import mask_dni
from contest_portal.web.shared.forms import PortalForm


class OpeningForm(PortalForm):
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


class ClosingForm(PortalForm):
    """The secretary's confirmation, and the seed of the lot when the rules have one."""

    lot_seed = CleanTextField(
        lazy_gettext("Semilla del sorteo público"),
        description=lazy_gettext(
            "El número o la frase que salió sorteada a la vista de todos. Solo decide empates."
        ),
    )
    confirmed = BooleanField(
        lazy_gettext("Confirmo el cierre: las fichas quedan selladas y el orden de mérito ya no cambia."),
        [InputRequired(lazy_gettext("Marque la confirmación para cerrar la calificación."))],
    )
