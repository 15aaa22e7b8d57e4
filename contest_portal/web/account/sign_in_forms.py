"""The shape of signing in."""

from flask_babel import lazy_gettext

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextField, SecretField, required
from contest_portal.web.shared.forms import PortalForm


class SignInForm(PortalForm):
    """Address and password."""

    email = CleanTextField(
        lazy_gettext("Correo electrónico"),
        [required(N_("Escriba su correo electrónico."))],
        column="user_account.email",
    )
    password = SecretField(lazy_gettext("Contraseña"), [required(N_("Escriba su contraseña."))])


class CodeForm(PortalForm):
    """A code of the second factor."""

    code = CleanTextField(
        lazy_gettext("Código"),
        [required(N_("Escriba el código."))],
        description=lazy_gettext(
            "Las 6 cifras que muestra ahora la aplicación de su teléfono, o uno de sus códigos de recuperación."
        ),
        letters=40,
    )
