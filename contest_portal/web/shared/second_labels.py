"""How the second scoring of a group is worded."""

from collections.abc import Mapping

from contest_portal.kernel.problems import N_

SECOND_STATE_LABELS: Mapping[str, str] = {
    "cancelled": N_("Sin efecto"),
    "closed": N_("Cerrada"),
    "not_opened": N_("Por abrir"),
    "open": N_("Abierta"),
}
SECOND_STATE_TONES: Mapping[str, str] = {
    "cancelled": "neutral",
    "closed": "good",
    "not_opened": "neutral",
    "open": "info",
}
