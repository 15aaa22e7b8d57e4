"""Named reads of import jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.models.register import ImportBatch
from contest_portal.registry.rules.import_jobs import LIVE, JobState, JobWork


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as pages show it. The counts of an import are those of its place in the history."""

    id: int
    work: str
    kind: str
    filename: str
    sha256: str
    state: str
    asked_at: datetime
    asked_by: str
    taken_at: datetime | None
    ended_at: datetime | None
    rows_read: int | None
    rows_rejected: int | None
    rows_new: int | None
    rows_changed: int | None
    rows_unchanged: int | None
    rows_gone: int | None

    @property
    def is_live(self) -> bool:
        """Tell whether it has still to end."""
        return self.state in LIVE

    @property
    def has_report(self) -> bool:
        """Tell whether its result is a report: of a check, or of an import that was refused."""
        return self.state == JobState.REFUSED or (self.state == JobState.DONE and self.is_check)

    @property
    def is_check(self) -> bool:
        """Tell a check from an import."""
        return self.work == JobWork.CHECK


_VIEWS = (
    select(
        ImportJob.id,
        ImportJob.work,
        ImportJob.kind,
        ImportJob.filename,
        ImportJob.sha256,
        ImportJob.state,
        ImportJob.asked_at,
        User.full_name.label("asked_by"),
        ImportJob.taken_at,
        ImportJob.ended_at,
        ImportJob.rows_read,
        ImportJob.rows_rejected,
        ImportBatch.rows_new,
        ImportBatch.rows_changed,
        ImportBatch.rows_unchanged,
        ImportBatch.rows_gone,
    )
    .join(User, User.id == ImportJob.asked_by)
    .outerjoin(ImportBatch, ImportBatch.id == ImportJob.batch_id)
)


def job_view(session: Session, job_id: int) -> JobView:
    """Give a job; NotFound when there is none."""
    row = session.execute(_VIEWS.where(ImportJob.id == job_id)).one_or_none()
    if row is None:
        raise NotFound(f"import job {job_id}")
    return JobView(**row._mapping)


def recent_jobs(session: Session, *, limit: int, offset: int = 0) -> tuple[JobView, ...]:
    """List jobs, the newest first."""
    rows = session.execute(_VIEWS.order_by(ImportJob.id.desc()).limit(limit).offset(offset))
    return tuple(JobView(**row._mapping) for row in rows)


def count_jobs(session: Session) -> int:
    """Count all jobs."""
    return session.scalars(select(func.count()).select_from(ImportJob)).one()


def jobs_before(session: Session, job_id: int) -> int:
    """Count the jobs that a waiting one waits for."""
    before = select(func.count()).where(ImportJob.id < job_id, ImportJob.ended_at.is_(None))
    return session.scalars(before).one()


def has_waiting(session: Session) -> bool:
    """Tell whether there is something to take."""
    waiting = select(ImportJob.id).where(ImportJob.state == JobState.WAITING.value).limit(1)
    return session.scalars(waiting).first() is not None


def has_ended(session: Session, job_id: int) -> bool:
    """Tell whether a job has ended."""
    return session.scalars(select(ImportJob.ended_at).where(ImportJob.id == job_id)).first() is not None


def running_since(session: Session) -> Mapping[int, datetime]:
    """Give the running jobs and when each was taken."""
    rows = session.execute(
        select(ImportJob.id, ImportJob.taken_at)
        .where(ImportJob.state == JobState.RUNNING.value)
        .order_by(ImportJob.id)
    )
    return {job_id: taken_at for job_id, taken_at in rows if taken_at is not None}


def files_in_use(session: Session) -> frozenset[str]:
    """Give the hashes of the uploads that jobs still wait for."""
    statement = select(ImportJob.sha256).where(ImportJob.ended_at.is_(None)).order_by(ImportJob.id)
    return frozenset(session.scalars(statement))
