"""What the secretary tells about the jury's session, and what of it cannot be."""

from dataclasses import dataclass
from datetime import date, datetime

from contest_portal.kernel.clock import OFFICE_ZONE, office_date
from contest_portal.kernel.problems import N_, Problem


@dataclass(frozen=True, slots=True)
class JurySession:
    """The session that the acta records: where, from when to when, and what else was said in it."""

    opened_at: datetime
    closed_at: datetime
    place: str
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """What a session cannot precede: the public day of the frozen calendar, and the instant the scoring was closed.

    Closing takes part in the session: the jury signs the totals that it gave. The calendar of a published contest is
    frozen, so a session before its public day is possible only when the scoring itself was closed before it, which
    asks for a confirmation and leaves its mark in the audit chain.
    """

    public_on: date
    scored_at: datetime | None

    @property
    def first_day(self) -> date:
        """Give the first day on which the jury can have met."""
        return self.public_on if self.scored_at is None else min(self.public_on, office_date(self.scored_at))


def session_problems(told: JurySession, *, now: datetime, limits: SessionLimits) -> tuple[Problem, ...]:
    """Name what is wrong with a session: no place, impossible hours, before what it records, or still to come."""
    order = _order(told)
    closing = _before_closing(told, limits) if order is None else None
    found = (_place(told), order, _too_early(told, limits), closing, _past(told, now))
    return tuple(problem for problem in found if problem is not None)


def _place(told: JurySession) -> Problem | None:
    if told.place.strip():
        return None
    return Problem(
        "session.without_place", field="place", message=N_("Escriba el lugar donde sesionó el jurado.")
    )


def _order(told: JurySession) -> Problem | None:
    same_day = office_date(told.opened_at) == office_date(told.closed_at)
    if told.opened_at < told.closed_at and same_day:
        return None
    return Problem(
        "session.wrong_hours",
        field="closed_at",
        message=N_(
            "La hora de cierre debe ser del mismo día y posterior a la de inicio. Corrija una de las dos."
        ),
    )


def _too_early(told: JurySession, limits: SessionLimits) -> Problem | None:
    if office_date(told.opened_at) >= limits.first_day:
        return None
    return Problem(
        "session.before_public_day",
        field="opened_at",
        message=N_(
            "El calendario convocó a la presentación pública el %(day)s: la sesión no puede ser anterior. Corrija el "
            "día."
        ),
        params={"day": f"{limits.first_day:%d/%m/%Y}"},
    )


def _before_closing(told: JurySession, limits: SessionLimits) -> Problem | None:
    if limits.scored_at is None or told.closed_at >= limits.scored_at.replace(second=0, microsecond=0):
        return None
    closed = limits.scored_at.astimezone(OFFICE_ZONE)
    return Problem(
        "session.before_closing",
        field="closed_at",
        message=N_(
            "La calificación se cerró el %(day)s a las %(hour)s: la sesión que conoce los puntajes no pudo terminar "
            "antes. Corrija la hora."
        ),
        params={"day": f"{closed:%d/%m/%Y}", "hour": f"{closed:%H:%M}"},
    )


def _past(told: JurySession, now: datetime) -> Problem | None:
    if told.closed_at <= now:
        return None
    return Problem(
        "session.in_the_future",
        field="closed_at",
        message=N_(
            "La sesión todavía no ha terminado a esa hora. Emita el acta cuando el jurado haya cerrado."
        ),
    )
