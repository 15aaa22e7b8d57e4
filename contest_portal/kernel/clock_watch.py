"""Clocks that stand wrong: this machine's behind what the log has seen, and the database's apart from this machine's.

The portal's clock alone decides what is late. Set back, it would open a call that has closed: but the log remembers
later deeds. A clock that had gone ahead, and was put right, is behind what was noted meanwhile; then somebody says so
by an act (`flask audit accept-clock`), and what was noted before it does not count.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditRow, record, wait_for_turn
from contest_portal.kernel.clock import office_moment, utc_now
from contest_portal.kernel.problems import N_, Problem, WrongState

BEHIND = timedelta(minutes=20)
"""More than a deed may be noted late for having waited: a press that is repeated counts for fifteen minutes."""
APART = timedelta(seconds=2)
ACCEPTED = "clock.accepted"
_LAST_ACCEPTED = select(func.coalesce(func.max(AuditRow.seq), 0)).where(AuditRow.action == ACCEPTED)
_NEWEST_AFTER = (
    select(AuditRow.at)
    .where(AuditRow.at > bindparam("at"), AuditRow.seq > _LAST_ACCEPTED.scalar_subquery())
    .order_by(AuditRow.at.desc())
    .limit(1)
)


def newest_after(session: Session, at: datetime) -> datetime | None:
    """Give the latest instant of the log if it lies so long after `at` that the clock must have been set back."""
    return session.scalars(_NEWEST_AFTER, {"at": at + BEHIND}).first()


def require_running_clock(session: Session, at: datetime) -> None:
    """Refuse a deed that a deadline decides about while the clock is behind the log. Raises WrongState."""
    newest = newest_after(session, at)
    if newest is not None:
        problem = Problem(
            "clock.behind",
            field="",
            message=N_(
                "El reloj del portal está atrasado: marca el %(now)s y ya hay actos del %(newest)s. No se puede "
                "saber qué está en plazo. Lo guardado se conserva: avise a la oficina y envíe cuando lo corrijan."
            ),
            params={"now": office_moment(at), "newest": office_moment(newest)},
        )
        raise WrongState([problem])


def accept_clock(session: Session, *, at: datetime, reason: str) -> None:
    """Note that the clock is right now, and what the log holds of later instants came of one that was not."""
    wait_for_turn(session)
    record(session, at=at, actor_id=None, action=ACCEPTED, subject="clock:portal", data={"reason": reason})


def database_apart(session: Session) -> timedelta:
    """Give how far the database's clock is from this machine's, at least; none for the embedded database."""
    if session.get_bind().dialect.name != "postgresql":
        return timedelta()
    before = utc_now()
    there = session.execute(select(func.clock_timestamp())).scalar_one()
    return apart(there, before, utc_now())


def apart(there: datetime, before: datetime, after: datetime) -> timedelta:
    """Give how far an instant lies outside of the two between which it was told."""
    return max(before - there, there - after, timedelta())
