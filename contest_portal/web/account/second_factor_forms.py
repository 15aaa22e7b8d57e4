"""The shape of enrolling a second factor, and of taking one off."""

from flask_babel import lazy_gettext
from wtforms import HiddenField

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, SecretField, required
from contest_portal.web.shared.forms import PortalForm


class EnrolForm(PortalForm):
    """The secret that was offered, a code of it, and the password of today."""

    offered = HiddenField()
    code = CleanTextField(
        lazy_gettext("Código que muestra la aplicación"),
        [required(N_("Escriba el código."))],
        description=lazy_gettext("Seis cifras. Cambian cada 30 segundos."),
        letters=40,
    )
    current = SecretField(lazy_gettext("Contraseña actual"), [required(N_("Escriba su contraseña actual."))])


class ResetForm(PortalForm):
    """Why a second factor is taken off."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba el motivo."))],
        description=lazy_gettext(
            "La persona lo leerá al ingresar y queda en la auditoría. Por ejemplo: perdió el teléfono y vino a la "
            "oficina con su DNI."
        ),
        column="account_change.reason",
    )
