"""Import the file of a job: the register and the job change in one transaction, or neither does."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.registry.imports.jobs import TakenJob, close_job, held_job
from contest_portal.registry.rules.import_progress import OnProgress
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.source_file import SourceFile


def apply_import_job(
    session: Session, act: Act, *, taken: TakenJob, source: SourceFile, on_progress: OnProgress
) -> ImportReport:
    """Store every row and end the job.

    Raises Stale when the job is no longer this worker's, RejectedFile when a row is rejected; then nothing is stored.
    """
    # locked from the start: on PostgreSQL nobody can give a living import up for dead
    job = held_job(session, taken)
    report = import_file(
        session,
        act,
        kind=taken.order.kind,
        source=source,
        options=taken.order.options,
        on_progress=on_progress,
    )
    close_job(session, act, job, "finish", report)
    return report
