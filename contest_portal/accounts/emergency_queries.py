"""Named reads of emergency accesses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.emergency_models import EmergencyAccess
from contest_portal.accounts.queries import names_of_users
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.emergency import EmergencyState, EmergencyTimes, emergency_state
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound

PAGE = "emergency.page"


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """An emergency access as pages show it; names are empty where nobody did that yet. `pages` were opened under it."""

    id: int
    user_id: int
    who: str
    role: Role
    contest_id: int
    contest_code: str
    hours: int
    reason: str
    state: EmergencyState
    asked_at: datetime
    confirmed_by: int | None
    confirmer: str
    confirmed_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    ender: str
    pages: int = 0


def emergencies(
    session: Session,
    now: datetime,
    *,
    contest_id: int | None = None,
    confirmed_only: bool = False,
    most: int | None = 100,
) -> tuple[EmergencyView, ...]:
    """List those of a contest, or of all, the newest first and so many at most (None: every one)."""
    query = select(EmergencyAccess).order_by(EmergencyAccess.id.desc()).limit(most)
    if contest_id is not None:
        query = query.where(EmergencyAccess.contest_id == contest_id)
    if confirmed_only:
        query = query.where(EmergencyAccess.confirmed_at.is_not(None))
    rows = tuple(session.scalars(query))
    people = {one for row in rows for one in (row.user_id, row.confirmed_by, row.ended_by) if one is not None}
    names = names_of_users(session, frozenset(people))
    pages = _pages(session, [row.id for row in rows])
    return tuple(_view(row, names, pages.get(_subject(row.id), 0), now) for row in rows)


def emergency_to_change(session: Session, emergency_id: int) -> EmergencyAccess:
    """Give one under a lock; NotFound when there is none."""
    found = session.get(EmergencyAccess, emergency_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound(f"emergency access {emergency_id}")
    return found


def open_emergency(session: Session, user_id: int, now: datetime) -> EmergencyAccess | None:
    """Give the person's one that waits or runs; None when there is none."""
    rows = session.scalars(
        select(EmergencyAccess)
        .where(EmergencyAccess.user_id == user_id, EmergencyAccess.ended_at.is_(None))
        .order_by(EmergencyAccess.id.desc())
        .limit(1)
    )
    states = (EmergencyState.WAITING, EmergencyState.RUNNING)
    return next((row for row in rows if state_of(row, now) in states), None)


def running_emergency(session: Session, user_id: int, now: datetime) -> EmergencyAccess | None:
    """Give the person's one that counts now; None when there is none."""
    row = open_emergency(session, user_id, now)
    return row if row is not None and row.confirmed_at is not None else None


def state_of(row: EmergencyAccess, now: datetime) -> EmergencyState:
    """Tell where a row stands."""
    return emergency_state(EmergencyTimes(row.asked_at, row.ends_at, row.ended_at), now)


def _pages(session: Session, emergency_ids: Iterable[int]) -> dict[str, int]:
    """Count the pages that were opened under each, by its subject in the log."""
    counted = session.execute(
        select(AuditRow.subject, func.count().label("pages"))
        .where(AuditRow.action == PAGE, AuditRow.subject.in_(map(_subject, emergency_ids)))
        .group_by(AuditRow.subject)
        .order_by(AuditRow.subject)
    )
    return {row.subject: row.pages for row in counted}


def _subject(emergency_id: int) -> str:
    return f"emergency:{emergency_id}"


def _view(row: EmergencyAccess, names: dict[int, str], pages: int, now: datetime) -> EmergencyView:
    return EmergencyView(
        id=row.id,
        user_id=row.user_id,
        who=names.get(row.user_id, ""),
        role=Role(row.role),
        contest_id=row.contest_id,
        contest_code=row.contest_code,
        hours=row.hours,
        reason=row.reason,
        state=state_of(row, now),
        asked_at=row.asked_at,
        confirmed_by=row.confirmed_by,
        confirmer=names.get(row.confirmed_by or 0, ""),
        confirmed_at=row.confirmed_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
        ender=names.get(row.ended_by or 0, ""),
        pages=pages,
    )
