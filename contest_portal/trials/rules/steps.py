"""How far a trial is: its steps in their order, and when nothing is heard of it any more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from contest_portal.kernel.problems import N_, Problem

SILENCE = timedelta(seconds=60)
"""No step takes so long: a trial that says nothing for it went down with its process."""
KEPT_FOR = timedelta(days=1)
"""So long the result of the last trial of a contest stays beside the storage; later it is worked out again."""


class TrialStep(StrEnum):
    """What a trial does at present."""

    CALL = "call"
    ENTRIES = "entries"
    SCREENING = "screening"
    PANEL = "panel"
    SHEETS = "sheets"
    CLOSING = "closing"
    SHARING = "sharing"
    PAPERS = "papers"


STEP_SENTENCES: Mapping[TrialStep, str] = MappingProxyType(
    {
        TrialStep.CALL: N_("Publica la convocatoria con las reglas de hoy."),
        TrialStep.ENTRIES: N_("Los grupos inventados envían su perfil y sus archivos."),
        TrialStep.SCREENING: N_("Se revisan los perfiles recibidos."),
        TrialStep.PANEL: N_("Se forma el jurado."),
        TrialStep.SHEETS: N_("El jurado llena sus fichas."),
        TrialStep.CLOSING: N_("Se cierra la calificación y sale el orden de mérito."),
        TrialStep.SHARING: N_("Se reparte el fondo."),
        TrialStep.PAPERS: N_("Se emiten los documentos."),
    }
)
_ORDER = tuple(TrialStep)
ALREADY_RUNNING = Problem(
    "trial.running",
    field="state",
    message=N_("Ya se está haciendo una prueba de este concurso. Espere a que termine y después haga otra."),
)

NOT_RUNNING = Problem(
    "trial.not_running",
    field="state",
    message=N_("La prueba ya terminó: no queda nada que detener. Vuelva a su avance para ver cómo terminó."),
)


def percent_done(step: TrialStep) -> int:
    """Give the share of the steps that are behind, in whole percent."""
    return _ORDER.index(step) * 100 // len(_ORDER)


def is_silent(last_sign_at: datetime, now: datetime) -> bool:
    """Tell whether a trial that has not ended went down."""
    return now - last_sign_at > SILENCE


def is_over(last_sign_at: datetime, now: datetime) -> bool:
    """Tell whether the result of a trial is kept no longer."""
    return now - last_sign_at > KEPT_FOR
