"""The shape of running an evaluation."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.applications.queries import EntrantMember
from contest_portal.kernel.masking import mask_dni
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    InstantField,
    required,
    whole_number,
)
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.warned_forms import WarnedForm


class OpeningForm(WarnedForm):
    """Nothing but the token: the page says what opening does."""


class AttendanceForm(PortalForm):
    """One box for each household of a group; the members are named so that their DNI can be looked at.

    A DNI typed from the document finds its household and marks it; that alone records nothing yet.
    """

    dni = CleanTextField(
        lazy_gettext("DNI de un integrante presente"),
        description=lazy_gettext("Escríbalo del documento: su hogar queda marcado abajo."),
        letters=40,
    )
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
        self.members = tuple(members)
        self.marked: EntrantMember | None = None
        households: dict[int, list[str]] = {}
        for member in self.members:
            households.setdefault(member.household_id, []).append(
                f"{member.full_name} ({mask_dni(member.dni)})"
            )
        self.present.choices = [(str(key), ", ".join(names)) for key, names in households.items()]

    def validate_dni(self, field: CleanTextField) -> None:
        """Mark the household of the DNI typed, and remember whose it is; a stranger's is said beside the field."""
        typed = "".join((field.data or "").split())
        if not typed:
            return
        self.marked = next((one for one in self.members if one.dni == typed), None)
        if self.marked is None:
            raise ValidationError(
                gettext("Ese DNI no es de ningún integrante del grupo. Mírelo otra vez en el documento.")
            )
        self.present.data = [*(self.present.data or ()), str(self.marked.household_id)]
        field.raw_data, field.data = None, ""

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
        column="sheet.returned_reason",
    )


class LotForm(PortalForm):
    """Numbers drawn in public."""

    numbers = CleanTextField(
        lazy_gettext("Números sorteados"),
        [required(N_("Escriba los números en el orden en que salieron."))],
        description=lazy_gettext(
            "En el orden en que salieron a la vista de todos, separados por espacios; por ejemplo: 4 17 8 23."
        ),
        column="public_draw.numbers",
    )
    witnesses = CleanTextField(
        lazy_gettext("Ante quiénes se hizo"),
        [required(N_("Escriba ante quiénes se hizo el sorteo."))],
        description=lazy_gettext("Por ejemplo: el jurado y los representantes de los grupos."),
        column="public_draw.witnesses",
    )
    confirmed = BooleanField(
        lazy_gettext(
            "Confirmo que estos son los números que salieron. El sorteo no se repite ni se corrige."
        ),
        [InputRequired(lazy_gettext("Marque la confirmación para registrar el sorteo."))],
    )


class DrawForm(LotForm):
    """The lot for ties as it was drawn in public."""

    held_at = InstantField(
        lazy_gettext("Día y hora del sorteo"), [required(N_("Escriba el día y la hora del sorteo."))]
    )


class ClosingForm(WarnedForm):
    """The secretary's confirmation."""

    confirmed = BooleanField(
        lazy_gettext("Confirmo el cierre: las fichas quedan selladas y el orden de mérito ya no cambia."),
        [InputRequired(lazy_gettext("Marque la confirmación para cerrar la calificación."))],
    )
