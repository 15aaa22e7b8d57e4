"""How long a call is still open, in words that need no arithmetic."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext, ngettext

_SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A call's window as the pages of a group show it."""

    is_open: bool
    words: str
    tone: str
    closes_at: datetime | None


def deadline(at: datetime, opens_at: datetime | None, closes_at: datetime | None) -> Deadline:
    """Say how long there still is. A call without a window is not open."""
    if opens_at is None or closes_at is None or at < opens_at:
        return Deadline(False, gettext("La convocatoria todavía no se abre."), "info", closes_at)
    left = closes_at - at
    if left <= timedelta(0):
        return Deadline(False, gettext("El plazo terminó."), "bad", closes_at)
    return Deadline(True, _words(left), "warn" if left < _SOON else "info", closes_at)


def _words(left: timedelta) -> str:
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    if left.days >= 2:
        return str(ngettext("Falta %(num)s día.", "Faltan %(num)s días.", left.days))
    if left.days == 1:
        return str(
            ngettext("Falta 1 día y %(num)s hora.", "Falta 1 día y %(num)s horas.", hours)
            if hours
            else gettext("Falta 1 día.")
        )
    if hours:
        return str(ngettext("Falta %(num)s hora.", "Faltan %(num)s horas.", hours))
    if minutes:
        return str(ngettext("Falta %(num)s minuto.", "Faltan %(num)s minutos.", minutes))
    return str(gettext("Falta menos de un minuto."))
