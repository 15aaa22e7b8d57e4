"""Check a file before it is imported."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.clock import office_date
from contest_portal.registry.imports.run import ImportOptions, ImportRun
from contest_portal.registry.rules.import_progress import OnProgress
from contest_portal.registry.rules.kinds.every_kind import file_kind
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.sources.source_file import SourceFile

log = logging.getLogger(__name__)


def check_file(
    session: Session,
    act: Act,
    *,
    kind: str,
    source: SourceFile,
    options: ImportOptions | None = None,
    on_progress: OnProgress | None = None,
) -> ImportReport:
    """Read a whole file and say what an import would do. Nothing is stored, whatever the file holds.

    Raises NotFound for an unknown kind.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    today = office_date(act.at)
    run = ImportRun(session, file_kind(kind), source, today=today, options=options, on_progress=on_progress)
    report = run.run()
    log.info("file checked", extra={"kind": kind, "rows": report.read, "rejected": report.rejected})
    return report
