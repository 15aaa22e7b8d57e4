"""What observations on a result are called on a page: their states, and what they are about."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from contest_portal.awards.observation_queries import ObservationView, about_names
from contest_portal.awards.rules.observations import About
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.attachment_view import size_in_words as size_in_words

_MOST_LETTERS = 90
OBSERVATION_STATE_LABELS: Mapping[str, str] = {
    "received": N_("Por responder"),
    "proposed": N_("Respuesta propuesta"),
    "rejected": N_("No procede"),
    "upheld": N_("Procede"),
}
OBSERVATION_STATE_TONES: Mapping[str, str] = {
    "received": "warn",
    "proposed": "warn",
    "rejected": "info",
    "upheld": "good",
}
OWN_OBSERVATION_LABELS: Mapping[str, str] = {
    **OBSERVATION_STATE_LABELS,
    "received": N_("En revisión"),
    "proposed": N_("En revisión"),
}
"""What the group reads: that an answer is proposed is nobody else's business."""


def about_text(view: ObservationView) -> str:
    """Say what an observation is about."""
    return _written(view.phase, view.criterion)


def about_choices(rulebook: Rulebook, things: Sequence[About]) -> list[tuple[str, str]]:
    """Offer what can be observed in a list of a form, long criteria cut."""
    return [("", gettext("Elija uno"))] + [
        (one.code, _cut(_written(*about_names(rulebook, one)))) for one in things
    ]


def _written(phase: str, criterion: str) -> str:
    if not phase:
        return str(gettext("El reparto del fondo"))
    return f"{phase}: {criterion}" if criterion else str(gettext("%(phase)s, en conjunto", phase=phase))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS].rstrip()}…"
