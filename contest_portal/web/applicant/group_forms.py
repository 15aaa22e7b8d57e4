"""The forms about a group and its members."""

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, SelectField
from wtforms.validators import ValidationError

from contest_portal.applications.rules.group import MemberOffice
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CentreCodeField,
    CleanTextField,
    DniField,
    RucField,
    required,
    worded_choices,
)
from contest_portal.web.shared.forms import PortalForm, VersionedForm
from contest_portal.web.shared.labels import MEMBER_OFFICE_LABELS


class GroupForm(PortalForm):
    """A group's name, RUC and place. The place is known by its code, or by somebody who lives there."""

    name = CleanTextField(
        lazy_gettext("Nombre del grupo"),
        [required(N_("Escriba el nombre del grupo."))],
        column="producer_group.name",
    )
    ruc = RucField(
        lazy_gettext("RUC"), description=lazy_gettext("Solo si el grupo ya está inscrito en la Sunat.")
    )
    dni = DniField(
        lazy_gettext("DNI de un integrante"),
        description=lazy_gettext("El grupo queda registrado en el centro poblado donde vive esta persona."),
    )
    centre_code = CentreCodeField(
        lazy_gettext("Código del centro poblado"),
        description=lazy_gettext("Los 10 dígitos, si los conoce. Si los deja en blanco, basta el DNI."),
    )

    def validate_centre_code(self, field: CentreCodeField) -> None:
        """Ask for one of the two ways to tell the place."""
        if not field.typed and not self.dni.typed:
            raise ValidationError(gettext("Escriba el DNI de un integrante o el código del centro poblado."))


class EditGroupForm(VersionedForm, GroupForm):
    """The same for a group that exists."""


class MemberForm(PortalForm):
    """The DNI of a person to add; `confirmed` holds the DNI once the person found was shown."""

    dni = DniField(
        lazy_gettext("DNI"),
        [required(N_("Escriba el DNI de la persona."))],
        description=lazy_gettext("Los 8 dígitos. Buscamos a la persona en el padrón de hogares."),
    )
    confirmed = HiddenField()

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the person shown is the one to add."""
        return bool(self.confirmed.data) and self.confirmed.data == self.dni.data


class OfficeForm(PortalForm):
    """The office of a member."""

    office = SelectField(
        lazy_gettext("Cargo"),
        choices=worded_choices(MEMBER_OFFICE_LABELS, MemberOffice),
    )
