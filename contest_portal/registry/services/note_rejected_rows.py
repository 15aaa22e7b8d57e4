"""Put on record who takes rejected rows away: they hold people's names and DNI in clear."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.file_marks import FileMark
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.access import Screen, keep_taken
from contest_portal.registry.imports.jobs import note_job
from contest_portal.registry.models.jobs import ImportJob


def note_rejected_rows(session: Session, act: Act, *, job_id: int, screen: Screen) -> FileMark:
    """Write the rows of access log and chain. NotFound when there is no such job."""
    permit(act.actor, Action.REGISTRY_IMPORT)
    job = session.get(ImportJob, job_id)
    if job is None:
        raise NotFound(f"import job {job_id}")
    why = "filas con problemas de un archivo"
    mark = keep_taken(session, act, screen=screen, content="rejected_rows", why=why)
    told = {"rows_rejected": job.rows_rejected, "access": mark.number}
    note_job(session, act, job, action="import_job.rows_taken", data=told)
    return mark
