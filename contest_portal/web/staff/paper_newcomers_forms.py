"""The forms of a group that is registered when its paper enters."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.applications.newcomers import ListedMember, Signer
from contest_portal.applications.rules.newcomer import Newcomer, read_members
from contest_portal.applications.services.correct_newcomer import Correction
from contest_portal.kernel.masking import mask_dni
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CentreCodeField, CleanTextAreaField, CleanTextField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.staff.papers_forms import BroughtForm


def _members(label: Any) -> SelectMultipleField:
    """Make boxes to tick members of a list by their number."""
    return SelectMultipleField(
        label,
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class NewcomerFields(PortalForm):
    """A group as it stands on the paper."""

    name = CleanTextField(
        lazy_gettext("Nombre del grupo"),
        [required(N_("Escriba el nombre del grupo, como está en el papel."))],
        column="paper_newcomer.name",
    )
    centre_code = CentreCodeField(
        lazy_gettext("Código del centro poblado"),
        [required(N_("Escriba el código del centro poblado."))],
        description=lazy_gettext("10 dígitos. Búsquelo en el padrón por el nombre del centro."),
    )
    members = CleanTextAreaField(
        lazy_gettext("DNI de los integrantes"),
        description=lazy_gettext(
            "Uno por línea y después la letra de su cargo: P (presidencia), T (tesorería), S (secretaría) o I "
            "(integrante)."
        ),
        letters=10_000,
    )

    def newcomer(self) -> Newcomer:
        """Give what was written; Refused for a line that is no member."""
        members = read_members(self.members.data or "", field="members")
        return Newcomer(self.name.data or "", self.centre_code.data, members)


class NewcomerReceptionForm(NewcomerFields, BroughtForm):
    """A paper that comes in from a group that is not registered."""


class NewcomerForm(NewcomerFields):
    """What was noted of the group, to be corrected until the paper enters; its list is never shown unmasked."""

    dropped = _members(lazy_gettext("Quitar de la lista"))
    email = CleanTextField(
        lazy_gettext("Correo de quien representa al grupo"),
        description=lazy_gettext(
            "El de su cuenta de representante, con la que verá la constancia y las cartas. En blanco, queda quien está."
        ),
        column="user_account.email",
    )

    def offer(self, members: Sequence[ListedMember], offices: Mapping[str, str]) -> None:
        """List the members that may leave the list."""
        self.dropped.choices = [
            (member.id, f"{mask_dni(member.dni)}, {gettext(offices[member.office])}") for member in members
        ]

    def correction(self) -> Correction:
        """Give what is to change."""
        return Correction(self.newcomer(), frozenset(self.dropped.data or ()), self.email.data or "")


class SignaturesForm(PortalForm):
    """Who signed the sheet of a paper or put a fingerprint there."""

    signed = _members(lazy_gettext("Firmó o puso su huella en el papel"))

    def offer(self, signers: Sequence[Signer], offices: Mapping[str, str]) -> None:
        """List the members; of those whom the register has not told yet, the masked DNI alone."""
        self.signed.choices = [
            (one.id, ", ".join(filter(None, (one.name, mask_dni(one.dni), gettext(offices[one.office])))))
            for one in signers
        ]
