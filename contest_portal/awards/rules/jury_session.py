"""What the secretary tells about the jury's session, and what of it cannot be."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import N_, Problem


@dataclass(frozen=True, slots=True)
class JurySession:
    """The session that the acta records: where, from when to when, and what else was said in it."""

    opened_at: datetime
    closed_at: datetime
    place: str
    remarks: str = ""


def session_problems(told: JurySession, *, now: datetime) -> tuple[Problem, ...]:
    """Name what is wrong with a session: without a place, ending before it begins, over days, or still to come."""
    return tuple(problem for problem in (_place(told), _order(told), _past(told, now)) if problem is not None)


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
