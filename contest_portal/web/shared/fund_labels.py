"""What the states of a call of the reserve list are called on a page."""

from collections.abc import Mapping

from contest_portal.kernel.problems import N_

CALL_STATE_LABELS: Mapping[str, str] = {
    "waiting": N_("Espera"),
    "proposed": N_("Llamado propuesto"),
    "called": N_("Llamado, debe responder"),
    "accepted": N_("Aceptó"),
    "declined": N_("No aceptó"),
    "lapsed": N_("Venció su plazo"),
}
CALL_STATE_TONES: Mapping[str, str] = {
    "waiting": "neutral",
    "proposed": "warn",
    "called": "warn",
    "accepted": "good",
    "declined": "info",
    "lapsed": "bad",
}
