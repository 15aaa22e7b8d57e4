"""Give up the jobs of workers that died."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import ANONYMOUS, Act
from contest_portal.registry.imports.jobs import close_job
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.rules.import_jobs import JobState


def interrupt_import_jobs(session: Session, *, job_ids: Sequence[int], at: datetime) -> int:
    """End as interrupted those of these jobs that still run; give how many.

    Nothing of theirs is stored: an import that is about to end holds its row, and is passed over.
    """
    jobs = session.scalars(
        select(ImportJob)
        .where(ImportJob.id.in_(job_ids), ImportJob.state == JobState.RUNNING.value)
        .order_by(ImportJob.id)
        .with_for_update(skip_locked=True)
    ).all()
    for job in jobs:
        close_job(session, Act(ANONYMOUS, at), job, "interrupt")
    return len(jobs)
