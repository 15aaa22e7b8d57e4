"""Break-glass: for some hours, in one contest, a role that a person does not hold, on the word of two.

It exists so that nobody lends a password when a secretary is ill on jury day. It never joins what is kept apart: roles
that exclude each other stay so, and a person still has one part in an award.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from contest_portal.accounts.rules.actor import Actor, Grant, Role
from contest_portal.accounts.rules.separation import conflicting_roles
from contest_portal.kernel.problems import N_, Problem

ROLES = (Role.SECRETARY, Role.STAFF, Role.TREASURER)
HOURS = (1, 2, 4, 8)
WAITS = timedelta(hours=24)
"""So long an emergency that was asked for waits for the second person."""
LEAST_REASON, MOST_REASON = 20, 300


class EmergencyState(StrEnum):
    """Where an emergency access stands. It ends by somebody, or by itself."""

    WAITING = "waiting"
    RUNNING = "running"
    LAPSED = "lapsed"
    ENDED = "ended"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class EmergencyTimes:
    """When it was asked for, when it ends by itself once it was confirmed, and when somebody ended it."""

    asked_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AskedEmergency:
    """What a person asks for. `role` None: none of those that may be asked for."""

    role: Role | None
    contest_id: int
    contest_code: str
    hours: int
    reason: str


def emergency_state(times: EmergencyTimes, now: datetime) -> EmergencyState:
    """Tell where it stands at an instant."""
    if times.ended_at is not None:
        return EmergencyState.ENDED
    if times.ends_at is not None:
        return EmergencyState.RUNNING if now < times.ends_at else EmergencyState.OVER
    return EmergencyState.WAITING if now < times.asked_at + WAITS else EmergencyState.LAPSED


def asking_problems(actor: Actor, asked: AskedEmergency) -> Iterator[Problem]:
    """Say what is missing or against it."""
    if asked.role is None or asked.role not in ROLES:
        yield _problem("role", N_("Elija la función que necesita."), field="role")
    elif actor.holds(asked.role, asked.contest_id):
        yield _problem("held", N_("Usted ya tiene esa función en este concurso."), field="role")
    elif conflicting_roles({*actor.roles, asked.role}):
        message = N_("Esa función no va con las que usted tiene. Pida que la use otra persona.")
        yield _problem("conflict", message, field="role")
    if asked.hours not in HOURS:
        yield _problem("hours", N_("Elija cuántas horas."), field="hours")
    if not LEAST_REASON <= len(asked.reason) <= MOST_REASON:
        message = N_("Escriba el motivo, en %(least)s a %(most)s letras: se publica con el acceso.")
        params = {"least": str(LEAST_REASON), "most": str(MOST_REASON)}
        yield _problem("reason", message, field="reason", **params)


def with_emergency(actor: Actor, role: Role, contest_id: int) -> Actor:
    """Give the actor the role in the contest as well, unless it is kept apart from those of this moment."""
    if conflicting_roles({*actor.roles, role}):
        return actor
    return Actor(actor.user_id, actor.grants | {Grant(role, contest_id)})


def one_at_a_time() -> Problem:
    """Say that there is one already."""
    message = N_("Usted ya tiene un acceso de emergencia pedido o abierto. Termínelo antes de pedir otro.")
    return _problem("another", message, field="form")


def not_waiting(code: str) -> Problem:
    """Say that it cannot be confirmed or ended any more."""
    message = N_(
        "Ese acceso de emergencia ya terminó o venció. Vuelva a cargar la página para ver cómo quedó."
    )
    return _problem(code, message, field="form")


def _problem(code: str, message: str, *, field: str, **params: str) -> Problem:
    return Problem(f"emergency.{code}", field=field, message=message, params=params)
