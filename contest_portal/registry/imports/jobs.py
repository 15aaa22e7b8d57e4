"""What the services of import jobs share: the order for one, the row a worker holds, and how it ends."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import Stale
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.rules.import_jobs import JOB, JobState, JobWork
from contest_portal.registry.rules.reports import ImportReport

log = logging.getLogger(__name__)
_GOOD_ROWS = "*"
"""The chosen columns stand under this name, which no field has, when rejected rows are to be left out."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is asked for: an upload that is kept under its hash, what it holds, and how it is to be read."""

    work: JobWork
    kind: str
    filename: str
    sha256: str
    options: ImportOptions


@dataclass(frozen=True, slots=True)
class TakenJob:
    """A job in the hands of one worker."""

    id: int
    worker: str
    asked_by: int
    taken_at: datetime
    order: ImportOrder


def order_of(job: ImportJob) -> ImportOrder:
    """Give what a job was asked to do."""
    said = json.loads(job.choices or "null")
    good_rows = job.choices is not None and _GOOD_ROWS in said
    choices: Mapping[str, str] | None = said[_GOOD_ROWS] if good_rows else said
    return ImportOrder(
        work=JobWork(job.work),
        kind=job.kind,
        filename=job.filename,
        sha256=job.sha256,
        options=ImportOptions(is_complete=job.is_complete, choices=choices, good_rows=good_rows),
    )


def add_job(session: Session, act: Act, order: ImportOrder, *, follows: int | None = None) -> ImportJob:
    """Put an order in the queue; the same one, asked for twice and not yet done, is one job."""
    assert act.actor.user_id is not None  # noqa: S101 - callers have asked for a right, which only accounts hold
    asked = {
        "work": order.work.value,
        "kind": order.kind,
        "sha256": order.sha256,
        "is_complete": order.options.is_complete,
        "choices": _written(order.options),
    }
    twin = session.scalars(
        select(ImportJob)
        .filter_by(**asked)
        .where(ImportJob.ended_at.is_(None))
        .order_by(ImportJob.id)
        .limit(1)
    ).one_or_none()
    if twin is not None:
        return twin
    job = ImportJob(
        **asked,
        filename=order.filename[:200],
        state=JobState.WAITING.value,
        asked_at=act.at,
        asked_by=act.actor.user_id,
    )
    session.add(job)
    session.flush()
    data = {"work": job.work, "kind": job.kind, "sha256": job.sha256, "follows": follows}
    note_job(session, act, job, action="import_job.asked", data=data)
    return job


def _written(options: ImportOptions) -> str | None:
    """Write what was chosen as `order_of` reads it."""
    choices = None if options.choices is None else dict(options.choices)
    if options.good_rows:
        return canonical_json({_GOOD_ROWS: choices})
    return None if choices is None else canonical_json(choices)


def held_job(session: Session, taken: TakenJob) -> ImportJob:
    """Lock the row of a job that a worker holds. Stale when it is no longer its: given up for dead, or cancelled."""
    job = session.scalars(
        select(ImportJob)
        .where(ImportJob.id == taken.id, ImportJob.taken_by == taken.worker)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if job is None or job.state != JobState.RUNNING:
        raise Stale(f"import job {taken.id} is no longer held by {taken.worker}")
    return job


def close_job(
    session: Session, act: Act, job: ImportJob, action: str, report: ImportReport | None = None
) -> None:
    """End a job by an action of its table, with the counts of its report when it has one."""
    JOB.move(job, action, None)
    job.ended_at = act.at
    if report is not None:
        job.rows_read, job.rows_rejected, job.batch_id = report.read, report.rejected, report.batch_id
    session.flush()
    data = {"state": job.state, "rows_read": job.rows_read, "rows_rejected": job.rows_rejected}
    note_job(session, act, job, action="import_job.ended", data=data)


def note_job(
    session: Session, act: Act, job: ImportJob, *, action: str, data: Mapping[str, str | int | None]
) -> None:
    """Write one deed about a job into the chain and the log."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=action,
        subject=f"import_job:{job.id}",
        data=dict(data),
    )
    log.info("import job", extra={"job_id": job.id, "deed": action, "state": job.state})
