"""The forms of the office for requests of the person concerned: the list, the paper, the answer, the terms."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import N_
from contest_portal.registry.queries.person_requests import RequestFilter
from contest_portal.registry.rules.privacy_terms import TermCode
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    InstantField,
    WholeNumberField,
    required,
    worded_choices,
)
from contest_portal.web.shared.forms import FilterForm, VersionedForm
from contest_portal.web.shared.person_request_forms import PersonRequestForm
from contest_portal.web.shared.person_request_labels import REQUEST_KIND_LABELS, REQUEST_OUTCOME_LABELS

_OPEN, _OVERDUE, _ANSWERED = "abiertas", "vencidas", "respondidas"
_STATE_LABELS: Mapping[str, str] = {
    _OPEN: N_("Por responder"),
    _OVERDUE: N_("Vencidas sin respuesta"),
    _ANSWERED: N_("Respondidas"),
}


class RequestFilterForm(FilterForm):
    """What is asked for, and where it stands."""

    kind = SelectField(lazy_gettext("Qué pide"), name="derecho", validate_choice=False)
    state = SelectField(lazy_gettext("Estado"), name="estado", validate_choice=False)

    def __init__(self) -> None:
        super().__init__()
        everything = ("", gettext("Todas"))
        self.kind.choices = [
            everything,
            *((code, gettext(name)) for code, name in REQUEST_KIND_LABELS.items()),
        ]
        self.state.choices = [everything, *((code, gettext(name)) for code, name in _STATE_LABELS.items())]

    def wanted(self, today: date, within: tuple[str, ...]) -> RequestFilter:
        """Give the filter; what is not offered narrows nothing."""
        state = self.state.data if self.state.data in _STATE_LABELS else ""
        return RequestFilter(
            kind=self.kind.data if self.kind.data in REQUEST_KIND_LABELS else "",
            is_open=None if not state else state != _ANSWERED,
            due_before=today if state == _OVERDUE else None,
            within=within,
        )


class EnterRequestForm(PersonRequestForm):
    """A request that came to the office, and when."""

    received_at = InstantField(
        lazy_gettext("Se recibió el"),
        [required(N_("Escriba el día y la hora en que se recibió la solicitud."))],
        description=lazy_gettext("Hora de Lima. El plazo corre desde el día hábil siguiente a este."),
        name="recibida",
    )
    on_paper = BooleanField(lazy_gettext("Llegó en papel"), default=True, name="papel")


class AnswerRequestForm(VersionedForm):
    """What is answered, and why."""

    outcome = RadioField(
        lazy_gettext("La solicitud"),
        [InputRequired(lazy_gettext("Elija si la solicitud procede."))],
        choices=worded_choices(REQUEST_OUTCOME_LABELS, REQUEST_OUTCOME_LABELS),
        name="decision",
    )
    answer = CleanTextAreaField(
        lazy_gettext("Respuesta a la persona"),
        [required(N_("Escriba la respuesta: la persona la leerá en la carta."))],
        description=lazy_gettext("En palabras sencillas: qué se hizo, o por qué no procede. No escriba DNI."),
        name="respuesta",
        column="person_request.answer",
    )


def _days(label: str) -> WholeNumberField:
    return WholeNumberField(lazy_gettext(label), [required(N_("Escriba los días hábiles."))])


def _years(label: str) -> WholeNumberField:
    return WholeNumberField(lazy_gettext(label), [required(N_("Escriba los años."))])


class TermsForm(VersionedForm):
    """Working days to answer, years to keep. The names of the fields are the codes of the terms."""

    access_days = _days(N_("Acceso: días hábiles para responder"))
    rectification_days = _days(N_("Rectificación: días hábiles para responder"))
    cancellation_days = _days(N_("Cancelación: días hábiles para responder"))
    opposition_days = _days(N_("Oposición: días hábiles para responder"))
    sensitive_years = _years(N_("Datos sensibles: años después del fin del concurso"))
    identity_years = _years(N_("DNI y cuentas bancarias: años después del fin del concurso"))
    name_years = _years(N_("Nombres de integrantes: años después del fin del concurso"))
    file_years = _years(N_("Anexos, fotos, escaneos y textos libres: años después del fin del concurso"))

    @property
    def amounts(self) -> dict[TermCode, int]:
        """Give each term as typed."""
        return {code: int(self[code.value].data) for code in TermCode}
