"""What is asked before something is noted of a person or a household."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import N_
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.queries.personal_files import MaskedPerson
from contest_portal.registry.rules.life_events import REASON_MOST
from contest_portal.web.shared.fields import (
    CentreCodeField,
    CleanTextAreaField,
    CleanTextField,
    DayField,
    required,
    whole_number,
    worded_choices,
)
from contest_portal.web.shared.forms import PortalForm, VersionedForm
from contest_portal.web.shared.labels import KINSHIP_LABELS
from contest_portal.web.staff.contest_forms import ChecklistField


class NotingForm(PortalForm):
    """When it happened, how it is known, and who leads the household from then on."""

    on_date = DayField(lazy_gettext("Día en que pasó"), [required(N_("Escriba el día en que pasó."))])
    reason = CleanTextAreaField(
        lazy_gettext("Cómo se supo"),
        [required(N_("Escriba cómo se supo: quién avisó, con qué papel."))],
        description=lazy_gettext(
            "Por ejemplo: avisó la familia en la visita y mostró el acta. Sin números de DNI."
        ),
        render_kw={"maxlength": REASON_MOST},
        column="life_event.reason",
    )
    new_head = SelectField(lazy_gettext("Nuevo jefe de hogar"), validate_choice=False)

    def offer_heads(self, members: Iterable[MaskedPerson], *, leaving: int | None = None) -> None:
        """Offer those who may lead after a head goes; the field is dropped where no head goes."""
        present = [member for member in members if not member.is_gone]
        rest = [member for member in present if member.person_id != leaving]
        if leaving is not None and not any(m.is_head and m.person_id == leaving for m in present):
            rest = []
        if not rest:
            del self.new_head
            return
        named = [(str(member.person_id), member.full_name) for member in rest]
        self.new_head.choices = [("", gettext("Elija a quien será jefe")), *named]

    def noted(self) -> Noted:
        """Give what was typed; call after the form is valid."""
        head = whole_number(self.new_head.data or "") if "new_head" in self else None
        return Noted(self.on_date.data, self.reason.data or "", head)


class MoveForm(NotingForm):
    """A person's move to another household."""

    to_code = CleanTextField(
        lazy_gettext("Código del hogar al que pasó"),
        [required(N_("Escriba el código del hogar al que pasó."))],
        column="household.code",
    )


class KinshipForm(NotingForm):
    """What a member of a household is to its head."""

    on_date = DayField(lazy_gettext("Desde cuándo"), [required(N_("Escriba desde qué día vale."))])
    kinship = SelectField(
        lazy_gettext("Qué es del jefe o de la jefa del hogar"),
        choices=worded_choices(KINSHIP_LABELS, KINSHIP_LABELS, nothing=N_("Elija el parentesco")),
        validate_choice=False,
    )
    reason = CleanTextAreaField(
        lazy_gettext("Cómo se supo"),
        [required(N_("Escriba cómo se supo: quién avisó, con qué papel."))],
        description=lazy_gettext("Por ejemplo: mostró la partida de nacimiento. Sin números de DNI."),
        render_kw={"maxlength": REASON_MOST},
        column="life_event.reason",
    )


class CentreForm(NotingForm):
    """A household's move to another centre."""

    centre_code = CentreCodeField(
        lazy_gettext("Código del centro poblado al que se mudó"),
        [required(N_("Escriba el código del centro poblado."))],
        description=lazy_gettext("Diez cifras. Está en la lista de centros poblados del padrón."),
    )


class PlaceForm(NotingForm):
    """Where a dwelling is, as a telephone shows it."""

    on_date = DayField(lazy_gettext("Día en que se midió"), [required(N_("Escriba el día en que se midió."))])
    latitude = CleanTextField(
        lazy_gettext("Latitud"),
        [required(N_("Escriba la latitud."))],
        description=lazy_gettext("Grados decimales, con el signo menos. Por ejemplo -12.970000."),
        letters=40,
    )
    longitude = CleanTextField(
        lazy_gettext("Longitud"),
        [required(N_("Escriba la longitud."))],
        description=lazy_gettext("Grados decimales, con el signo menos. Por ejemplo -74.710000."),
        letters=40,
    )
    reason = CleanTextAreaField(
        lazy_gettext("Cómo se supo"),
        [required(N_("Escriba cómo se supo: quién midió, con qué."))],
        description=lazy_gettext(
            "Por ejemplo: lo midió el yachachiq con su celular, en la puerta de la casa."
        ),
        render_kw={"maxlength": REASON_MOST},
        column="life_event.reason",
    )


class SplitForm(NotingForm):
    """Who forms a household of their own, led by whom, under which code."""

    persons = ChecklistField(
        lazy_gettext("¿Quiénes forman el hogar nuevo?"),
        [required(N_("Marque quiénes forman el hogar nuevo."))],
    )
    head = RadioField(
        lazy_gettext("¿Quién es jefe del hogar nuevo?"),
        [InputRequired(lazy_gettext("Elija al jefe del hogar nuevo."))],
    )
    code = CleanTextField(
        lazy_gettext("Código del hogar nuevo"),
        [required(N_("Escriba un código para el hogar nuevo."))],
        column="household.code",
    )

    def offer(self, members: Iterable[MaskedPerson]) -> None:
        """Offer the members of the household."""
        named = [(str(one.person_id), one.full_name) for one in members if not one.is_gone]
        self.persons.choices, self.head.choices = named, list(named)


class UndoForm(VersionedForm):
    """Why something noted is taken back."""

    reason = CleanTextAreaField(
        lazy_gettext("¿Por qué se deshace?"),
        [required(N_("Escriba por qué se deshace."))],
        description=lazy_gettext("Por ejemplo: se anotó en la persona equivocada."),
        render_kw={"maxlength": REASON_MOST},
        column="life_event.undo_reason",
    )
