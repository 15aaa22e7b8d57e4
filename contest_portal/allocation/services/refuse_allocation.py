"""Send a proposal back at a step of its approval, with a reason. It stays on record."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.allocation.models import AllocationRun
from contest_portal.allocation.queries import lock_run
from contest_portal.allocation.rules.chain import StepOutcome, reason_problem
from contest_portal.allocation.rules.lifecycle import RUN, RunFacts
from contest_portal.allocation.step_taking import note_step, require_turn
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def refuse_allocation(
    session: Session, act: Act, *, run_id: int, result_sha256: str, reason: str, step: int = 1
) -> AllocationRun:
    """Refuse the step that waits; the proposal is discarded, what was approved before it is kept with it.

    Raises what `require_turn` raises, and Refused without a reason.
    """
    run = lock_run(session, run_id)
    require_turn(session, act, run, step=step, result_sha256=result_sha256)
    reason = clean_text(reason)
    refuse([reason_problem(reason)])
    note_step(act, run, step, StepOutcome.REFUSED, reason)
    RUN.move(run, "discard", RunFacts())
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="allocation.refused",
        subject=f"contest:{run.contest_id}",
        data={"run": run.id, "step": step, "reason": reason, "result_sha256": run.result_sha256},
    )
    log.info("allocation refused", extra={"contest_id": run.contest_id, "run_id": run.id})
    return run
