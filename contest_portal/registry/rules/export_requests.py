"""Whole DNI leave only when a second person allows it: who may decide, and how long and how often it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.exports import ExportOrder

HOURS = 24
REFUSAL_LEAST, REFUSAL_MOST = 5, 300
_PLACES = ("centro", "distrito", "provincia", "departamento")


class RequestState(StrEnum):
    """Where a request stands. EXPIRED: it was approved, and nobody took the file in time. WITHDRAWN: by who asked."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN = "taken"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What decides where a request stands."""

    asked_by: int
    decided_at: datetime | None = None
    is_approved: bool | None = None
    is_taken: bool = False
    is_withdrawn: bool = False

    def state(self, now: datetime) -> RequestState:
        """Give where it stands at a moment."""
        if self.is_withdrawn:
            return RequestState.WITHDRAWN
        if self.decided_at is None:
            return RequestState.WAITING
        if not self.is_approved:
            return RequestState.REFUSED
        if self.is_taken:
            return RequestState.TAKEN
        is_in_time = self.until is not None and now < self.until
        return RequestState.APPROVED if is_in_time else RequestState.EXPIRED

    @property
    def until(self) -> datetime | None:
        """Give the moment from which an approved file is no longer there to be taken."""
        if self.decided_at is None or not self.is_approved:
            return None
        return self.decided_at + timedelta(hours=HOURS)


def needs_second_person(order: ExportOrder) -> bool:
    """Tell whether somebody else must allow a file: whole DNI, of heads or of every member, are asked for."""
    return order.has_dni


def second_person_problem(order: ExportOrder) -> Problem | None:
    """Refuse to let whole DNI leave on one person's word."""
    if not needs_second_person(order):
        return None
    message = N_("Un archivo con DNI completos necesita que otra persona lo apruebe. Envíe la solicitud.")
    return Problem("export.second_person", field="has_dni", message=message)


def asked_places(filter_: Mapping[str, str], within: Sequence[str]) -> tuple[str, ...]:
    """Give the territories that a file tells of, as first digits of codes; none: the whole country."""
    narrowest = next((filter_[name] for name in _PLACES if filter_.get(name)), None)
    return tuple(within) if narrowest is None else (narrowest,)


def reaches(territories: Sequence[str], places: Sequence[str]) -> bool:
    """Tell whether somebody limited to these territories (none: to nothing) sees all that a file tells of."""
    if not territories:
        return True
    return bool(places) and all(
        any(place.startswith(territory) for territory in territories) for place in places
    )


def decision_problems(
    facts: RequestFacts, now: datetime, *, is_approved: bool, refusal: str
) -> tuple[Problem, ...]:
    """Refuse to decide twice, and a refusal that does not say why."""
    if facts.state(now) is not RequestState.WAITING:
        message = N_("Esta solicitud ya se decidió o se retiró. Vuelva a cargar la página para ver cómo.")
        return (Problem("export_request.decided", field="decision", message=message),)
    if is_approved or REFUSAL_LEAST <= len(refusal) <= REFUSAL_MOST:
        return ()
    message = N_("Escriba por qué no se aprueba: quien la pidió lo leerá.")
    return (Problem("export_request.refusal", field="refusal", message=message),)


def may_withdraw(facts: RequestFacts, now: datetime) -> bool:
    """Tell whether a request still means anything: it waits, or its file may be taken."""
    return facts.state(now) in {RequestState.WAITING, RequestState.APPROVED}


def withdrawal_problem(facts: RequestFacts, now: datetime) -> Problem | None:
    """Refuse to withdraw what is over."""
    if may_withdraw(facts, now):
        return None
    message = N_("Esta solicitud ya terminó: no hay nada que retirar.")
    return Problem("export_request.over", field="request", message=message)


def taking_problem(facts: RequestFacts, now: datetime) -> Problem | None:
    """Refuse a file that was not approved, was taken already, or was not taken in time."""
    state = facts.state(now)
    if state is RequestState.APPROVED:
        return None
    message = {
        RequestState.WAITING: N_("Otra persona todavía no aprueba esta solicitud. Espere su decisión."),
        RequestState.REFUSED: N_("Esta solicitud no se aprobó. Lea el motivo y, si hace falta, haga otra."),
        RequestState.TAKEN: N_(
            "El archivo ya se descargó: cada aprobación vale una vez. Haga otra solicitud."
        ),
        RequestState.EXPIRED: N_(
            "Pasaron 24 horas desde la aprobación sin descargarlo. Haga otra solicitud."
        ),
        RequestState.WITHDRAWN: N_("Usted retiró esta solicitud. Si todavía la necesita, haga otra."),
    }[state]
    return Problem(f"export_request.{state.value}", field="request", message=message)
