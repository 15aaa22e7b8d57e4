"""Bring the pages of a synchronisation into the register."""

import logging
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.models.register import ImportBatch
from contest_portal.registry.models.sources import RegistrySource, SourceRun
from contest_portal.registry.precedence import Settlement
from contest_portal.registry.queries.sources import source_by_id
from contest_portal.registry.rules.reports import ImportReport, RejectedFile, RowProblem
from contest_portal.registry.rules.source_run import RUN, Fault, RunFacts
from contest_portal.registry.run_ending import drop_contents, end_failed
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.kept_pages import HouseholdOfLine, KeptPages

log = logging.getLogger(__name__)
_DNI = re.compile(r"(?<!\d)\d{4}(\d{4})(?!\d)")
MOST_REJECTIONS = 200


def apply_run(session: Session, act: Act, *, run_id: int) -> SourceRun:
    """Import all pages as one file of households, or nothing of them when one row is refused.

    What the sources say differently is settled first, by their precedence, and listed. A refusal does not raise: the
    run ends as failed with its rows and their reasons, and the register is as it was.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    run = session.scalars(select(SourceRun).where(SourceRun.id == run_id).with_for_update()).one_or_none()
    if run is None:
        raise NotFound(f"synchronisation {run_id}")
    RUN.require(run, "apply")
    source = source_by_id(session, run.source_id)
    if not run.households:
        if run.since is None:
            return end_failed(session, act, run, Fault.NOTHING_SENT, keeps_pages=False)
        return _end_applied(session, act, run, source, conflicts=0)
    lines = HouseholdOfLine()
    try:
        with session.begin_nested():
            settlement = _import(session, act, run, source, lines)
    except RejectedFile as refusal:
        _note_rejections(run, refusal.report, lines)
        return end_failed(session, act, run, Fault.ROWS_REJECTED, keeps_pages=False)
    return _end_applied(session, act, run, source, conflicts=settlement.noted)


def _import(
    session: Session, act: Act, run: SourceRun, source: RegistrySource, lines: HouseholdOfLine
) -> Settlement:
    settlement = Settlement(session, source_code=source.code, run_id=run.id, at=act.at)
    pages = KeptPages(session, run.id, f"{source.name} · {run.id}", settlement.settle, lines)
    with pages.as_file() as file:
        session.flush()
        options = ImportOptions(is_complete=run.since is None, told_by=source.code)
        report = import_file(session, act, kind="households", source=file, options=options)
    newest = select(ImportBatch).where(ImportBatch.kind == "households").order_by(ImportBatch.id.desc())
    batch = session.scalars(newest.limit(1)).one()
    batch.source_code, run.batch_id = source.code, batch.id
    run.rows_new, run.rows_changed, run.rows_unchanged = report.new, report.changed, report.unchanged
    session.flush()
    return settlement


def _end_applied(
    session: Session, act: Act, run: SourceRun, source: RegistrySource, *, conflicts: int
) -> SourceRun:
    RUN.move(run, "apply", RunFacts())
    run.ended_at = act.at
    source.last_complete_at, source.watermark = run.started_at, run.watermark
    drop_contents(session, run)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="source_run.applied",
        subject=f"source_run:{run.id}",
        data={
            "source": source.code,
            "households": run.households,
            "rows_new": run.rows_new,
            "rows_changed": run.rows_changed,
            "conflicts": conflicts,
        },
    )
    log.info("synchronisation applied", extra={"run_id": run.id, "conflicts": conflicts})
    return run


def _note_rejections(run: SourceRun, report: ImportReport, lines: HouseholdOfLine) -> None:
    run.rows_rejected = report.rejected or len(report.problems)
    found = [_rejection(problem, lines) for problem in report.problems[:MOST_REJECTIONS]]
    run.rejections = canonical_json(found)


def _rejection(found: RowProblem, lines: HouseholdOfLine) -> dict[str, str | dict[str, str]]:
    """Write a refusal so that the source's people find the row, without any DNI in full."""
    return {
        "household_code": lines.at(found.line),
        "column": found.column,
        "code": found.problem.code,
        "field": found.problem.field,
        "message": found.problem.message,
        "params": {name: _DNI.sub(r"****\1", value) for name, value in found.problem.params.items()},
    }
