"""Import a file into the registry."""

import logging
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel import audit
from contest_portal.kernel.clock import office_date
from contest_portal.registry.imports.column_mappings import remember_choices
from contest_portal.registry.imports.run import ImportOptions, ImportRun
from contest_portal.registry.models.register import ImportBatch
from contest_portal.registry.rules.import_progress import ImportStage, OnProgress, Progress
from contest_portal.registry.rules.kinds.every_kind import file_kind
from contest_portal.registry.rules.reports import ImportReport, RejectedFile
from contest_portal.registry.sources.source_file import SourceFile
from contest_portal.registry.targeting import ensure_rule, refresh_targeting

log = logging.getLogger(__name__)


def import_file(
    session: Session,
    act: Act,
    *,
    kind: str,
    source: SourceFile,
    options: ImportOptions | None = None,
    on_progress: OnProgress | None = None,
) -> ImportReport:
    """Store every row of a file, or none: a rejected row refuses the whole, unless the good ones alone are wanted.

    Afterwards the targeting of all centres is assessed anew. Importing the same file again changes nothing but the
    history. Raises RejectedFile with the report (the caller's transaction takes back what was written), NotFound
    for an unknown kind.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    batch = _open_batch(session, act, kind, source.filename)
    run = ImportRun(
        session,
        file_kind(kind),
        source,
        today=office_date(act.at),
        batch_id=batch.id,
        options=options,
        on_progress=on_progress,
    )
    report = run.run()
    if not report.can_apply:
        raise RejectedFile(report)
    _note(batch, report, run.told_by)
    if options is not None and options.choices:
        remember_choices(session, act, kind=kind, names=report.reading.names, choices=options.choices)
    if on_progress is not None:
        on_progress(Progress(ImportStage.TARGETING, report.read, report.read))
    rule = ensure_rule(session, at=act.at, actor_id=act.actor.user_id)
    reassessed = refresh_targeting(session, rule)
    _put_on_record(session, act, batch, report, reassessed)
    log.info("file imported", extra={"batch_id": batch.id, "kind": kind, **_counts(report)})
    return replace(report, batch_id=batch.id)


def _note(batch: ImportBatch, report: ImportReport, told_by: str) -> None:
    """Write into the history what the file did."""
    batch.sha256 = report.sha256
    batch.rows_read, batch.rows_new = report.read, report.new
    batch.rows_changed, batch.rows_unchanged = report.changed, report.unchanged
    batch.rows_gone, batch.is_complete, batch.told_by = report.gone, report.is_complete, told_by


def _put_on_record(
    session: Session, act: Act, batch: ImportBatch, report: ImportReport, reassessed: int
) -> None:
    audit.record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="registry.imported",
        subject=f"import_batch:{batch.id}",
        data={
            "kind": batch.kind,
            "sha256": report.sha256,
            **_counts(report),
            "centres_reassessed": reassessed,
            **({"rows_left_out": report.rejected} if report.rejected else {}),
        },
    )


def _counts(report: ImportReport) -> dict[str, int]:
    """Give the rows of each fate."""
    return {
        "rows_read": report.read,
        "rows_new": report.new,
        "rows_changed": report.changed,
        "rows_unchanged": report.unchanged,
        "rows_gone": report.gone,
    }


def _open_batch(session: Session, act: Act, kind: str, filename: str) -> ImportBatch:
    """Make the batch first: the rows it brings name it."""
    batch = ImportBatch(
        kind=kind,
        filename=filename[:200],
        sha256="",
        rows_read=0,
        rows_new=0,
        rows_changed=0,
        rows_unchanged=0,
        applied_at=act.at,
        applied_by=act.actor.user_id,
    )
    session.add(batch)
    session.flush()
    return batch
