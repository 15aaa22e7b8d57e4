"""Start a synchronisation, or take up the one that stopped."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.registry.models.sources import RegistrySource, SourceRun
from contest_portal.registry.queries.sources import source_by_id
from contest_portal.registry.rules.source_run import RUN, STARTS_ANEW, Fault, RunFacts, RunState
from contest_portal.registry.source_checks import live_run

log = logging.getLogger(__name__)


def start_run(session: Session, act: Act, *, source_id: int) -> SourceRun:
    """Give the run to go on with: the one under way, the last one where it stopped, or a new one.

    A new one asks for what changed since the last complete synchronisation, or for everything when there was none.
    Raises Refused for files and for a source that is not in use.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    source = source_by_id(session, source_id)
    session.refresh(source, with_for_update=True)  # two starts at once wait for one another
    refuse([_not_in_use(source)])
    run = live_run(session, source_id)
    if run is not None:
        return run
    run = _last_run(session, source_id)
    if run is not None and _stopped_half_way(run):
        RUN.move(run, "resume", RunFacts(Fault(run.error_code or "")))
        run.error_code = run.ended_at = None
    else:
        run = SourceRun(
            source_id=source_id,
            state=RunState.FETCHING.value,
            since=source.watermark,
            started_at=act.at,
            started_by=act.actor.user_id,
        )
        session.add(run)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="source_run.started",
        subject=f"source_run:{run.id}",
        data={"source": source.code, "is_whole": run.since is None, "pages": run.pages},
    )
    log.info("synchronisation started", extra={"run_id": run.id, "source": source.code, "pages": run.pages})
    return run


def _stopped_half_way(run: SourceRun) -> bool:
    return run.state == RunState.FAILED and Fault(run.error_code or "") not in STARTS_ANEW


def _last_run(session: Session, source_id: int) -> SourceRun | None:
    return session.scalars(
        select(SourceRun).where(SourceRun.source_id == source_id).order_by(SourceRun.id.desc()).limit(1)
    ).one_or_none()


def _not_in_use(source: RegistrySource) -> Problem | None:
    if source.kind == "http" and source.is_active:
        return None
    message = N_(
        "Esta fuente no se sincroniza: es de archivos o no está en uso. Active la fuente para hacerlo."
    )
    return Problem("source.not_in_use", field="source", message=message)
