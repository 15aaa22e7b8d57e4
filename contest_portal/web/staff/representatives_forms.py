"""The shape of a representative's account."""

from flask_babel import lazy_gettext

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextField, required
from contest_portal.web.shared.forms import PortalForm


class RepresentativeSearchForm(PortalForm):
    """What the list is narrowed by. Sent in the body, so that no name stays in an address."""

    text = CleanTextField(lazy_gettext("Nombre o correo"), name="texto", letters=200)


class RepresentativeForm(PortalForm):
    """Who represents a group."""

    full_name = CleanTextField(
        lazy_gettext("Nombres y apellidos"),
        [required(N_("Escriba los nombres y apellidos."))],
        description=lazy_gettext("Como figuran en el DNI."),
        column="user_account.full_name",
    )
    email = CleanTextField(
        lazy_gettext("Correo electrónico"),
        [required(N_("Escriba el correo electrónico."))],
        description=lazy_gettext("Con él ingresará al portal. Puede ser el de una persona de confianza."),
        column="user_account.email",
    )
