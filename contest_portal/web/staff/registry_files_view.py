"""How the files of persons and households are worded."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import Response, make_response
from flask_babel import gettext

from contest_portal.kernel.problems import N_
from contest_portal.registry.queries.personal_files import Clear
from contest_portal.registry.rules.disclosure import SensitiveField
from contest_portal.web.shared.filters import day
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.labels import SISFOH_CLASS_LABELS

ACCESS_KIND_LABELS: Mapping[str, str] = {
    "export": N_("Descargó el registro"),
    "look": N_("Miró, con datos tapados"),
    "reveal": N_("Vio datos"),
}
ACCESS_KIND_TONES: Mapping[str, str] = {"export": "info", "look": "neutral", "reveal": "warn"}
REVEAL_REASON_LABELS: Mapping[str, str] = {
    "audit": N_("Trabajo de control o auditoría"),
    "complaint": N_("Atender un reclamo o un pedido de la misma persona"),
    "correction": N_("Corregir un dato del padrón"),
    "document": N_("Preparar o revisar un documento"),
    "eligibility": N_("Comprobar un requisito del concurso"),
    "identity": N_("Confirmar que es la persona que se presenta"),
    "payment": N_("Pagar el premio o revisar un pago"),
}
SENSITIVE_FIELD_LABELS: Mapping[str, str] = {
    "account": N_("Cuenta del grupo"),
    "birth_date": N_("Fecha de nacimiento"),
    "dni": N_("DNI"),
    "language": N_("Idioma"),
    "place": N_("Coordenadas de la vivienda"),
    "sisfoh_class": N_("Clasificación SISFOH"),
    "sisfoh_day": N_("Fecha de clasificación"),
    "sisfoh_expiry": N_("Vencimiento de la clasificación"),
}


SHOWN_SECONDS = 120
"""How long a page with something in clear stays open by itself."""


def brief_response(page: str, form: PortalForm, back: str | None) -> Response:
    """Answer with a page that may hold something in clear: no copy of it is kept, and it closes itself towards `back`
    (None: nothing is shown).
    """
    response = make_response(page, form.status)
    response.headers["Cache-Control"] = "no-store"
    if back is not None:
        response.headers["Refresh"] = f"{SHOWN_SECONDS}; url={back}"
    return response


def clear_pairs(shown: Clear, today: date) -> tuple[tuple[str, str | None], ...]:
    """Give fields in clear as terms and values for a page."""
    return tuple(
        (gettext(SENSITIVE_FIELD_LABELS[field.value]), _worded(field, value, today))
        for field, value in shown.items()
    )


def _worded(field: SensitiveField, value: str | date | None, today: date) -> str | None:
    if isinstance(value, date) and field is SensitiveField.SISFOH_EXPIRY and value < today:
        return str(gettext("Vencida desde el %(day)s", day=day(value + timedelta(days=1))))
    if isinstance(value, date):
        return day(value)
    if value is not None and field is SensitiveField.SISFOH_CLASS:
        return str(gettext(SISFOH_CLASS_LABELS[value]))
    return value
