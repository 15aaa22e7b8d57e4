"""How sources, synchronisations and their differences are written on the office's pages."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_
from contest_portal.registry.models.sources import NOTED
from contest_portal.registry.queries.sources import RunView
from contest_portal.registry.queries.sources import source_names as registered_names
from contest_portal.registry.rules.life_events import NotedField
from contest_portal.registry.rules.source_conflicts import ConflictField
from contest_portal.registry.rules.source_run import FAULT_SENTENCES, Fault
from contest_portal.web.shared.filters import day
from contest_portal.web.shared.labels import KINSHIP_LABELS, SISFOH_CLASS_LABELS
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_lives_view import EVENT_LABELS

CONFLICT_FIELD_LABELS: Mapping[str, str] = {
    "birth_date": N_("Fecha de nacimiento"),
    "centre_code": N_("Centro poblado"),
    "household_code": N_("Hogar"),
    "is_head": N_("Jefe o jefa de hogar"),
    "kinship": N_("Parentesco con el jefe de hogar"),
    "names": N_("Nombre"),
    "place": N_("Lugar de la vivienda"),
    "sisfoh_class": N_("Clasificación SISFOH"),
    "standing": N_("Figura en el padrón"),
}
RUN_STATE_LABELS: Mapping[str, str] = {
    "applied": N_("Aplicada"),
    "failed": N_("Detenida"),
    "fetched": N_("Recibida, falta aplicar"),
    "fetching": N_("En curso"),
}
RUN_STATE_TONES: Mapping[str, str] = {
    "applied": "good",
    "failed": "bad",
    "fetched": "warn",
    "fetching": "info",
}


@blueprint.app_template_filter("run_state")
def run_state(run: RunView) -> str:
    """Name the state of a synchronisation; one that a person cancelled did not stop by itself."""
    if run.fault is Fault.CANCELLED:
        return str(gettext("Cancelada"))
    if run.fault is Fault.ROWS_REJECTED:
        return str(gettext("Con filas rechazadas"))
    return str(gettext(RUN_STATE_LABELS[run.state]))


@blueprint.app_template_filter("run_tone")
def run_tone(run: RunView) -> str:
    """Give the tone a synchronisation is shown in."""
    return "neutral" if run.fault is Fault.CANCELLED else RUN_STATE_TONES[run.state]


@blueprint.app_template_filter("fault_sentence")
def fault_sentence(fault: Fault) -> str:
    """Say what stopped a synchronisation and what to do."""
    return str(gettext(FAULT_SENTENCES[fault]))


@blueprint.app_template_filter("conflict_value")
def conflict_value(value: str, field: str, place: str | None) -> str:
    """Write what a source says of a field; `place` is the name of a centre that is known."""
    if field == ConflictField.CLASS:
        return str(gettext(SISFOH_CLASS_LABELS[value]))
    if field == ConflictField.BIRTH_DATE:
        return day(date.fromisoformat(value))
    if field == NotedField.HEAD:
        return str(gettext("Sí") if value == "1" else gettext("No"))
    if field == NotedField.KINSHIP:
        return str(gettext(KINSHIP_LABELS[value]))
    if field == NotedField.STANDING:
        return _standing_words(value)
    return f"{place} ({value})" if place else value


def source_names(session: Session) -> dict[str, str]:
    """Name every source, and what people noted."""
    return {NOTED: gettext("Anotado por una persona")} | registered_names(session)


def _standing_words(value: str) -> str:
    """Say what was noted, or in which household the other source lists the person."""
    if value in EVENT_LABELS:
        return str(gettext(EVENT_LABELS[value]))
    return str(gettext("Figura en el hogar %(code)s", code=value))
