"""How what changed in a household or a person is worded."""

from collections.abc import Mapping
from typing import Protocol

from flask_babel import gettext

from contest_portal.kernel.problems import N_
from contest_portal.registry.imports.row_states import Told
from contest_portal.registry.queries.history import Source
from contest_portal.web.shared.filters import day
from contest_portal.web.shared.labels import HEAD_LABELS, KINSHIP_LABELS
from contest_portal.web.staff.blueprint import blueprint

FIELD_LABELS: Mapping[str, str] = {
    "": N_("Primera vez en el padrón"),
    "birth_date": N_("Fecha de nacimiento"),
    "centre_code": N_("Centro poblado"),
    "given_names": N_("Nombres"),
    "gone_batch_id": N_("Figura en el padrón"),
    "household_id": N_("Hogar"),
    "is_head": N_("Jefe o jefa de hogar"),
    "kinship": N_("Parentesco con el jefe de hogar"),
    "language": N_("Idioma"),
    "latitude_e6": N_("Latitud de la vivienda"),
    "longitude_e6": N_("Longitud de la vivienda"),
    "maternal_surname": N_("Apellido materno"),
    "paternal_surname": N_("Apellido paterno"),
    "sex": N_("Sexo"),
    "sisfoh_class": N_("Clasificación SISFOH"),
    "sisfoh_classified_on": N_("Fecha de clasificación"),
    "sisfoh_expires_on": N_("Vencimiento de la clasificación"),
}
DATE_SIGN_LABELS: Mapping[str, str] = {
    "one_digit": N_("Nacidas en fechas que difieren en una cifra"),
    "same": N_("Nacidas el mismo día"),
    "same_month": N_("Nacidas el mismo mes y año"),
    "swapped": N_("Con el día y el mes de nacimiento cambiados"),
    "unknown": N_("De una no se sabe cuándo nació, o de ninguna"),
}
SHARED_FACT_LABELS: Mapping[str, str] = {
    "district": N_("Viven en el mismo distrito"),
    "household": N_("Están en el mismo hogar"),
    "near_number": N_("Sus DNI difieren en una cifra, o en dos que cambiaron de lugar"),
    "two_districts": N_("Viven en dos distritos"),
}
EVENT_LABELS: Mapping[str, str] = {
    "centre": N_("El hogar cambió de centro poblado"),
    "death": N_("Falleció"),
    "kinship": N_("Se anotó el parentesco"),
    "leaving": N_("Salió del hogar"),
    "merge": N_("Era la misma persona que otra del padrón"),
    "move": N_("Pasó a otro hogar"),
    "place": N_("Se anotó dónde está la vivienda"),
    "split": N_("El hogar se dividió"),
}


@blueprint.app_template_filter("told_by")
def told_by(source: Source) -> str:
    """Say who told something: a file with its line, an outside run, or a person with the day from which it holds."""
    told = source.told
    if told is None:
        return str(gettext("No consta de dónde viene"))
    if told.event:
        return _act_words(told)
    params = {"file": told.filename, "day": day(told.told_on), "line": str(source.line)}
    if told.is_run:
        return str(gettext("Fuente externa %(file)s, recibida el %(day)s", **params))
    if source.line is None:
        return str(gettext("Archivo %(file)s, importado el %(day)s", **params))
    return str(gettext("Archivo %(file)s, línea %(line)s, importado el %(day)s", **params))


class Housemate(Protocol):
    """Whoever lives in a household."""

    @property
    def is_head(self) -> bool: ...

    @property
    def sex(self) -> str: ...

    @property
    def kinship(self) -> str | None: ...


@blueprint.app_template_filter("at_home")
def at_home(member: Housemate) -> str:
    """Say what somebody is in the household: its head, kin to the head, or just a member where that is not known."""
    if member.is_head:
        return str(gettext(HEAD_LABELS[member.sex]))
    return str(gettext(KINSHIP_LABELS[member.kinship]) if member.kinship else gettext("Integrante"))


@blueprint.app_template_filter("flag_words")
def flag_words(value: str | None, field: str) -> str:
    """Write a value of the history: a certainty in words, the rest as it is, a dash where there was none."""
    if field == "gone_batch_id":
        return str(gettext("Sí") if value is None else gettext("No"))
    if field == "is_head":
        return str(gettext("Sí") if value == "True" else gettext("No"))
    if field == "kinship":
        return str(gettext(KINSHIP_LABELS[value]) if value else gettext("Por confirmar"))
    return value or "—"


def _act_words(told: Told) -> str:
    params = {
        "event": gettext(EVENT_LABELS[told.event]),
        "author": told.author or gettext("línea de comandos"),
        "noted": day(told.told_on),
        "day": day(told.holds_from),
    }
    if told.undone:
        return str(gettext("Se deshizo «%(event)s»: lo anotó %(author)s el %(noted)s", **params))
    return str(gettext("%(event)s el %(day)s: lo anotó %(author)s el %(noted)s", **params))
