"""What requests of the person concerned are called on pages."""

from collections.abc import Mapping

from contest_portal.kernel.problems import N_

REQUEST_KIND_LABELS: Mapping[str, str] = {
    "access": N_("Acceso: saber qué datos tenemos"),
    "rectification": N_("Rectificación: corregir un dato"),
    "cancellation": N_("Cancelación: retirar un dato"),
    "opposition": N_("Oposición: que no se use para algo"),
}
REQUEST_OUTCOME_LABELS: Mapping[str, str] = {
    "granted": N_("Procede"),
    "partly": N_("Procede en parte"),
    "denied": N_("No procede"),
}
STANDING_LABELS: Mapping[str, str] = {
    "overdue": N_("Vencida sin respuesta"),
    "due_soon": N_("Vence pronto"),
    "on_time": N_("En plazo"),
    "answered": N_("Respondida"),
    "answered_late": N_("Respondida fuera de plazo"),
}
STANDING_TONES: Mapping[str, str] = {
    "overdue": "bad",
    "due_soon": "warn",
    "on_time": "info",
    "answered": "good",
    "answered_late": "warn",
}
