"""Remind every juror whose sheets are missing."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.rules.lifecycle import CONTEST
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.reminder_models import SheetReminder

log = logging.getLogger(__name__)


def remind_jurors(session: Session, act: Act, *, contest_id: int) -> int:
    """Leave a notice on each one's first page, and give how many. One that was not read yet is brought up to date.

    Raises WrongState outside the evaluation, Refused when no sheet is missing.
    """
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    CONTEST.require(hold_contest(session, contest_id), "close_scoring")
    progress = evaluation_board(session, contest_id).juror_progress()
    missing = {juror_id: one.missing for juror_id, one in progress.items() if one.missing}
    refuse([None if missing else _nobody()])
    for juror_id, sheets in missing.items():
        reminder = _unread(session, juror_id) or SheetReminder(juror_id=juror_id)
        reminder.missing, reminder.told_at, reminder.told_by = sheets, act.at, act.actor.user_id or 0
        session.add(reminder)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="jurors.reminded",
        subject=f"contest:{contest_id}",
        data={"jurors": sorted(missing), "missing": sum(missing.values())},
    )
    log.info("jurors reminded", extra={"contest_id": contest_id, "jurors": len(missing)})
    return len(missing)


def _unread(session: Session, juror_id: int) -> SheetReminder | None:
    return session.scalars(
        select(SheetReminder).where(SheetReminder.juror_id == juror_id, SheetReminder.read_at.is_(None))
    ).one_or_none()


def _nobody() -> Problem:
    return Problem(
        "reminder.nobody",
        field="reminder",
        message=N_("No falta ninguna ficha: no hay a quién recordar. Puede cerrar la calificación."),
    )
