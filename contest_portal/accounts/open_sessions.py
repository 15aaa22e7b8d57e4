"""The open sessions of an account, as its person may see and end them.

A row goes with its session: when it is left or ended, and at the next sign-in of anybody when its time is over. A
session without a row, opened before there were rows, is good all the same and ends with "all others".
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import OpenSession, User
from contest_portal.accounts.rules.devices import Device
from contest_portal.accounts.rules.lasting import open_since, used_since


@dataclass(frozen=True, slots=True)
class SessionLine:
    """An open session: `seen_at` is at most a quarter of an hour behind its last use."""

    id: int
    device: Device
    opened_at: datetime
    seen_at: datetime
    is_this: bool


def open_sessions(session: Session, user_id: int, *, key_hash: str, now: datetime) -> tuple[SessionLine, ...]:
    """List the open sessions of an account, this one (by the hash of its key) first, then by their last use."""
    rows = session.scalars(
        select(OpenSession)
        .where(OpenSession.user_id == user_id, _lasting(now))
        .order_by(OpenSession.seen_at.desc(), OpenSession.id)
    )
    lines = (
        SessionLine(row.id, Device(row.device), row.opened_at, row.seen_at, row.key_hash == key_hash)
        for row in rows
    )
    return tuple(sorted(lines, key=lambda line: not line.is_this))


def close_sessions(session: Session, user: User) -> None:
    """End every open session of an account."""
    user.session_epoch += 1
    session.execute(delete(OpenSession).where(OpenSession.user_id == user.id))


def forget_past_sessions(session: Session, now: datetime) -> None:
    """Remove the rows of sessions whose time is over."""
    session.execute(delete(OpenSession).where(~_lasting(now)))


def _lasting(now: datetime) -> ColumnElement[bool]:
    return and_(OpenSession.opened_at >= open_since(now), OpenSession.seen_at >= used_since(now))
