"""Give a synchronisation up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.sources import SourceRun
from contest_portal.registry.rules.source_run import RUN, Fault
from contest_portal.registry.run_ending import end_failed


def cancel_run(session: Session, act: Act, *, run_id: int) -> SourceRun:
    """End a run that is under way and forget its pages; the register stays as it was."""
    permit(act.actor, Action.REGISTRY_IMPORT)
    run = session.scalars(select(SourceRun).where(SourceRun.id == run_id).with_for_update()).one_or_none()
    if run is None:
        raise NotFound(f"synchronisation {run_id}")
    RUN.require(run, "cancel")
    return end_failed(session, act, run, Fault.CANCELLED, keeps_pages=False)
