"""Keep the page that came from a source, or the reason why none came."""

import logging

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import Stale
from contest_portal.registry.models.sources import SourcePage, SourceRun
from contest_portal.registry.rules.source_pages import ReadPage
from contest_portal.registry.rules.source_run import RUN, STARTS_ANEW, Fault, RunFacts
from contest_portal.registry.run_ending import end_failed

log = logging.getLogger(__name__)


def record_fetch(
    session: Session, act: Act, *, run_id: int, sequence: int, outcome: ReadPage | Fault
) -> SourceRun:
    """Store one page and where the next one begins, in the caller's transaction; the last page ends the fetching.

    `sequence` is the page that was asked for: when another one was stored meanwhile, raises Stale. A page that came
    before, or a cursor that leads back, ends the run; the register is not touched.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    run = session.scalars(select(SourceRun).where(SourceRun.id == run_id).with_for_update()).one()
    RUN.require(run, "finish")
    if run.pages + 1 != sequence:
        raise Stale(f"page {sequence} of synchronisation {run_id}")
    fault = outcome if isinstance(outcome, Fault) else _seen_before(session, run, outcome)
    if fault is not None:
        return end_failed(session, act, run, fault, keeps_pages=fault not in STARTS_ANEW)
    if isinstance(outcome, ReadPage):
        _keep(session, act, run, outcome)
    session.flush()
    log.info("page kept", extra={"run_id": run_id, "page": sequence})
    return run


def _keep(session: Session, act: Act, run: SourceRun, page: ReadPage) -> None:
    session.add(
        SourcePage(
            run_id=run.id,
            sequence=run.pages + 1,
            cursor_after=page.next_cursor,
            households=len(page.households),
            sha256=sha256_hex(page.content),
            content=page.content,
            fetched_at=act.at,
        )
    )
    run.pages += 1
    run.households += len(page.households)
    run.persons += page.persons
    run.next_cursor = page.next_cursor
    if run.pages == 1:  # what changes while pages are read belongs to the next synchronisation
        run.watermark, run.expected = page.watermark, page.total
    if page.next_cursor is None:
        RUN.move(run, "finish", RunFacts())


def _seen_before(session: Session, run: SourceRun, page: ReadPage) -> Fault | None:
    sha256 = sha256_hex(page.content)
    earlier = session.execute(
        select(SourcePage.cursor_after, SourcePage.sha256)
        .where(
            SourcePage.run_id == run.id,
            or_(SourcePage.cursor_after == page.next_cursor, SourcePage.sha256 == sha256),
        )
        .order_by(SourcePage.sequence)
    ).all()
    if any(row.cursor_after == page.next_cursor for row in earlier if page.next_cursor):
        return Fault.CURSOR_LOOP
    return Fault.PAGE_REPEATED if earlier and page.households else None
