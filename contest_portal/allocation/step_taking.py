"""Taking a step of the chain that approves a run: whose turn it is, and the row that says what was decided."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import permit
from contest_portal.allocation.models import AllocationApproval, AllocationRun
from contest_portal.allocation.rules.chain import ACTIONS, StepOutcome, step_scope, taken_problem
from contest_portal.allocation.rules.lifecycle import RUN
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.approval_chain import ApprovalStep
from contest_portal.kernel.problems import NotFound, Stale, WrongState


def require_turn(
    session: Session, act: Act, run: AllocationRun, *, step: int, result_sha256: str
) -> tuple[ApprovalStep, ...]:
    """Let nobody take a step but who the rules name, on what that person looked at; give the whole chain.

    The run is locked. Raises NotFound for a step that the rules do not have, NotPermitted, WrongState when the run is
    decided or another step waits, Stale for another hash.
    """
    chain = rulebook_of(session, run.contest_id).approvals
    if not 1 <= step <= len(chain):
        raise NotFound(f"step {step} of the approval of run {run.id}")
    decided = [(one.step, one.decided_by) for one in run.approvals]
    permit(
        act.actor,
        ACTIONS[chain[step - 1].approver],
        step_scope(run.contest_id, run.proposed_by, decided, step),
    )
    RUN.require(run, "approve")
    taken = taken_problem(step, len(decided))
    if taken is not None:
        raise WrongState([taken])
    if run.result_sha256 != result_sha256:
        raise Stale(f"run {run.id} is not the one that was looked at")
    return chain


def note_step(
    act: Act, run: AllocationRun, step: int, outcome: StepOutcome, reason: str | None = None
) -> None:
    """Add what was decided on a step, tied to the hashes of the run."""
    run.approvals.append(
        AllocationApproval(
            step=step,
            outcome=outcome.value,
            reason=reason,
            decided_by=act.actor.user_id,
            decided_at=act.at,
            inputs_sha256=run.inputs_sha256,
            result_sha256=run.result_sha256,
        )
    )
