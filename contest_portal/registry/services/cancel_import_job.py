"""Cancel a job that no worker has taken yet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.registry.imports.jobs import close_job
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.rules.import_jobs import JobState


def cancel_import_job(session: Session, act: Act, *, job_id: int) -> bool:
    """Take a waiting job out of the queue; False when it is in a worker's hands, who must be told otherwise."""
    permit(act.actor, Action.REGISTRY_IMPORT)
    job = session.scalars(
        select(ImportJob)
        .where(ImportJob.id == job_id, ImportJob.state == JobState.WAITING.value)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if job is None:
        return False
    close_job(session, act, job, "cancel")
    return True
