"""Give the next job of the queue to one worker."""

from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from contest_portal.registry.imports.jobs import TakenJob, order_of
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.rules.import_jobs import JOB, JobState, JobWork


def take_import_job(session: Session, *, worker: str, at: datetime) -> TakenJob | None:
    """Give the oldest job that nobody has, or None. An import waits while another one runs.

    A row that another worker is taking at this moment is passed over (PostgreSQL) or cannot be (SQLite writes one
    by one). Two workers that take two imports at once: the index lets one of them, the other gets IntegrityError.
    """
    other = aliased(ImportJob)
    is_importing = exists().where(other.state == JobState.RUNNING, other.work == JobWork.APPLY)
    job = session.scalars(
        select(ImportJob)
        .where(ImportJob.state == JobState.WAITING.value, or_(ImportJob.work == JobWork.CHECK, ~is_importing))
        .order_by(ImportJob.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=ImportJob)
    ).one_or_none()
    if job is None:
        return None
    JOB.move(job, "take", None)
    job.taken_by, job.taken_at = worker, at
    session.flush()
    return TakenJob(id=job.id, worker=worker, asked_by=job.asked_by, taken_at=at, order=order_of(job))
