"""Set a proposed run aside."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.privacy.models import RetentionRun
from contest_portal.privacy.rules.retention import RETENTION_RUN
from contest_portal.privacy.run_acts import hold_run, note_run, refuse_stale


def discard_retention(session: Session, act: Act, *, run_id: int, expected_version: int) -> RetentionRun:
    """Discard it, by whoever may propose one; nothing was withdrawn. WrongState when it was decided."""
    permit(act.actor, Action.RETENTION_PROPOSE)
    run = hold_run(session, run_id)
    refuse_stale(run, expected_version)
    RETENTION_RUN.move(run, "discard", None)
    run.decided_by, run.decided_at = act.actor.user_id, act.at
    note_run(session, act, run, action="retention.discarded")
    return run
