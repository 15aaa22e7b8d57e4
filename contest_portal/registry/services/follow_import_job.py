"""Take the next step after a job that ended: import what was checked, read other columns, or do it again."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.problems import NotFound, refuse
from contest_portal.registry.imports.jobs import add_job, order_of
from contest_portal.registry.models.jobs import ImportJob
from contest_portal.registry.rules.import_jobs import FOLLOWED, JobWork, StepFacts


def follow_import_job(
    session: Session,
    act: Act,
    *,
    job_id: int,
    step: str,
    is_file_kept: bool,
    choices: Mapping[str, str] | None = None,
) -> ImportJob:
    """Queue the job that follows: `step` is "apply", "apply_good" (rejected rows are left out), "choose_columns" (with
    `choices`) or "repeat".

    Raises WrongState before the job has ended or when its end does not allow the step, Refused when the file is
    no longer kept, NotFound when there is no such job.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    job = session.get(ImportJob, job_id)
    if job is None:
        raise NotFound(f"import job {job_id}")
    FOLLOWED.require(job, step)
    order = order_of(job)
    refuse(FOLLOWED.problems(step, StepFacts(order.work, is_file_kept)))
    if step == "apply":
        order = replace(order, work=JobWork.APPLY)
    if step == "apply_good":
        options = replace(order.options, is_complete=False, good_rows=True)
        order = replace(order, work=JobWork.APPLY, options=options)
    if step == "choose_columns":
        order = replace(order, work=JobWork.CHECK, options=replace(order.options, choices=choices))
    return add_job(session, act, order, follows=job_id)
