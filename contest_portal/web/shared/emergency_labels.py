"""How an emergency access stands, in words and tones."""

from collections.abc import Mapping

from contest_portal.kernel.problems import N_

EMERGENCY_STATE_LABELS: Mapping[str, str] = {
    "ended": N_("Terminado"),
    "lapsed": N_("No se confirmó"),
    "over": N_("Venció"),
    "running": N_("Abierto ahora"),
    "waiting": N_("Espera a otra persona"),
}
EMERGENCY_STATE_TONES: Mapping[str, str] = {
    "ended": "neutral",
    "lapsed": "neutral",
    "over": "neutral",
    "running": "bad",
    "waiting": "warn",
}
