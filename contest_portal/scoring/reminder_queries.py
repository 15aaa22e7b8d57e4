"""Named reads of reminders: what a juror has not read, and when each juror was last reminded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest
from contest_portal.jury.models import Juror
from contest_portal.scoring.reminder_models import SheetReminder


@dataclass(frozen=True, slots=True)
class UnreadReminder:
    """A reminder that a juror has not read, with its contest."""

    reminder_id: int
    contest_title: str
    missing: int
    told_at: datetime


@dataclass(frozen=True, slots=True)
class LastReminder:
    """When a juror was last reminded, and when it was read."""

    told_at: datetime
    read_at: datetime | None


def unread_reminders(session: Session, user_id: int | None) -> tuple[UnreadReminder, ...]:
    """List what a juror has not read, the newest first."""
    rows = session.execute(
        select(SheetReminder.id, Contest.title, SheetReminder.missing, SheetReminder.told_at)
        .join(Juror, Juror.id == SheetReminder.juror_id)
        .join(Contest, Contest.id == Juror.contest_id)
        .where(Juror.user_id == user_id, SheetReminder.read_at.is_(None))
        .order_by(SheetReminder.told_at.desc(), SheetReminder.id.desc())
    )
    return tuple(UnreadReminder(*row) for row in rows)


def last_reminders(session: Session, contest_id: int) -> Mapping[int, LastReminder]:
    """Give the last reminder of each juror of a contest; who was never reminded is left out."""
    rows = session.execute(
        select(SheetReminder.juror_id, SheetReminder.told_at, SheetReminder.read_at)
        .join(Juror, Juror.id == SheetReminder.juror_id)
        .where(Juror.contest_id == contest_id)
        .order_by(SheetReminder.told_at, SheetReminder.id)
    )
    return {juror_id: LastReminder(told_at, read_at) for juror_id, told_at, read_at in rows}
