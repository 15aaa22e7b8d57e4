"""The shape of changing the own password."""

from flask_babel import lazy_gettext

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import SecretField, required
from contest_portal.web.shared.forms import PortalForm


class PasswordForm(PortalForm):
    """The present password and the new one."""

    current = SecretField(lazy_gettext("Contraseña actual"), [required(N_("Escriba su contraseña actual."))])
    password = SecretField(
        lazy_gettext("Contraseña nueva"),
        [required(N_("Escriba la contraseña nueva."))],
        description=lazy_gettext(
            "De 12 a 72 caracteres. Tres o cuatro palabras sin relación entre sí sirven bien."
        ),
    )
