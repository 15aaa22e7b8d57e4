"""The shapes of changing the own password and of ending own sessions."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField

from contest_portal.accounts.open_sessions import SessionLine
from contest_portal.accounts.rules.devices import Device
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import SecretField, required
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.forms import PortalForm

DEVICE_LABELS: Mapping[Device, str] = MappingProxyType(
    {
        Device.ANDROID_PHONE: N_("Teléfono Android"),
        Device.ANDROID_TABLET: N_("Tableta Android"),
        Device.IPHONE: N_("iPhone"),
        Device.IPAD: N_("iPad"),
        Device.WINDOWS: N_("Computadora con Windows"),
        Device.MAC: N_("Computadora Mac"),
        Device.LINUX: N_("Computadora con Linux"),
        Device.OTHER: N_("Otro dispositivo"),
    }
)
_ALL = "all"


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


class SessionsForm(PortalForm):
    """Which of the own sessions to end, and the present password."""

    which = RadioField(
        lazy_gettext("Sesión que quiere cerrar"),
        [required(N_("Elija qué sesión quiere cerrar."))],
        validate_choice=False,
    )
    current = SecretField(
        lazy_gettext("Su contraseña, para cerrar sesiones"),
        [required(N_("Escriba su contraseña actual."))],
        id="sessions-current",
    )

    def offer(self, lines: Iterable[SessionLine]) -> None:
        """Offer all sessions but this one, and all of them at once."""
        self.which.choices = [
            (
                str(line.id),
                gettext(
                    "%(device)s, abierta el %(when)s",
                    device=gettext(DEVICE_LABELS[line.device]),
                    when=instant(line.opened_at),
                ),
            )
            for line in lines
            if not line.is_this
        ] + [(_ALL, gettext("Todas las demás"))]

    def chosen(self) -> int | None:
        """Give the number of the session to end, None for all others; 0, which none has, for what is no number."""
        sent = self.which.data or ""
        if sent == _ALL:
            return None
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
