"""Note that a juror has read a reminder."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.jury.models import Juror
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.reminder_models import SheetReminder

log = logging.getLogger(__name__)


def read_reminder(session: Session, act: Act, *, reminder_id: int) -> int:
    """Note it once and give the contest it is about; anybody else's reminder does not exist."""
    wait_for_turn(session)
    found = session.execute(
        select(SheetReminder, Juror.contest_id)
        .join(Juror, Juror.id == SheetReminder.juror_id)
        .where(SheetReminder.id == reminder_id, Juror.user_id == act.actor.user_id)
    ).one_or_none()
    if found is None:
        raise NotFound(f"reminder {reminder_id}")
    reminder, contest_id = found
    permit(act.actor, Action.SHEET_WRITE, Scope(contest_id=contest_id, owner_id=act.actor.user_id))
    if reminder.read_at is None:
        reminder.read_at = act.at
        session.flush()
        record(
            session,
            at=act.at,
            actor_id=act.actor.user_id,
            action="reminder.read",
            subject=f"contest:{contest_id}",
            data={"reminder_id": reminder_id},
        )
        log.info("reminder read", extra={"reminder_id": reminder_id})
    return int(contest_id)
