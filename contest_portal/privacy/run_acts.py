"""What the acts on a run share: the run under the turn, and how it is noted."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import NotFound, Stale
from contest_portal.privacy.models import RetentionRun

log = logging.getLogger(__name__)


def hold_run(session: Session, run_id: int) -> RetentionRun:
    """Give a run as it is now, under the turn; NotFound without one."""
    wait_for_turn(session)
    run = session.get(RetentionRun, run_id, populate_existing=True)
    if run is None:
        raise NotFound(f"retention run {run_id}")
    return run


def refuse_stale(run: RetentionRun, expected_version: int) -> None:
    """Raise Stale for another version than the one that was read."""
    if run.version != expected_version:
        raise Stale(f"retention run {run.id}")


def note_run(session: Session, act: Act, run: RetentionRun, *, action: str, **facts: Json) -> None:
    """Write a deed on a run into the chain: counts and hashes, nothing of what is withdrawn."""
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=action,
        subject=f"retention_run:{run.id}",
        data={"plan_sha256": run.plan_sha256, **facts},
    )
    log.info(action, extra={"retention_run_id": run.id})
