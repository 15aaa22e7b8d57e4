"""End a job that stored nothing."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.registry.imports.jobs import TakenJob, close_job, held_job
from contest_portal.registry.rules.reports import ImportReport


def end_import_job(
    session: Session, act: Act, *, taken: TakenJob, action: str, report: ImportReport | None = None
) -> None:
    """Note how a worker's job ended: an action of its table, with the report of "finish" and "refuse".

    Raises Stale when the job is no longer this worker's.
    """
    close_job(session, act, held_job(session, taken), action, report)
