"""Discard a proposal, so that another can be made. It stays on record."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, can
from contest_portal.allocation.models import AllocationRun
from contest_portal.allocation.queries import lock_run
from contest_portal.allocation.rules.lifecycle import RUN, RunFacts
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotPermitted

log = logging.getLogger(__name__)


def discard_allocation(session: Session, act: Act, *, run_id: int) -> AllocationRun:
    """Set a proposal aside. Both the one who proposes and the one who approves may.

    Raises NotPermitted for anyone else, WrongState when the run is already approved or discarded.
    """
    run = lock_run(session, run_id)
    _permit_either(act, run)
    RUN.move(run, "discard", RunFacts())
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="allocation.discarded",
        subject=f"contest:{run.contest_id}",
        data={"run": run.id, "result_sha256": run.result_sha256},
    )
    log.info("allocation discarded", extra={"contest_id": run.contest_id, "run_id": run.id})
    return run


def _permit_either(act: Act, run: AllocationRun) -> None:
    scope = Scope(contest_id=run.contest_id, proposer_id=run.proposed_by)
    if not any(
        can(act.actor, action, scope) for action in (Action.ALLOCATION_PROPOSE, Action.ALLOCATION_APPROVE)
    ):
        raise NotPermitted(f"user {act.actor.user_id} may not discard run {run.id}")
