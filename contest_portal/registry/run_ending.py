"""Ending a synchronisation without a change to the register."""

import logging

from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.registry.models.sources import SourcePage, SourceRun
from contest_portal.registry.rules.source_run import RUN, Fault, RunFacts

log = logging.getLogger(__name__)


def end_failed(session: Session, act: Act, run: SourceRun, fault: Fault, *, keeps_pages: bool) -> SourceRun:
    """Note why a run stopped. Its pages stay only when it can go on from them."""
    RUN.move(run, "cancel" if fault is Fault.CANCELLED else "fail", RunFacts(fault))
    run.error_code, run.ended_at = fault.value, act.at
    if not keeps_pages:
        drop_contents(session, run)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="source_run.cancelled" if fault is Fault.CANCELLED else "source_run.failed",
        subject=f"source_run:{run.id}",
        data={"fault": fault.value, "pages": run.pages, "rows_rejected": run.rows_rejected},
    )
    log.info("synchronisation stopped", extra={"run_id": run.id, "fault": fault.value})
    return run


def drop_contents(session: Session, run: SourceRun) -> None:
    """Forget the people on a run's pages; their hashes stay."""
    session.execute(update(SourcePage).where(SourcePage.run_id == run.id).values(content=None))
