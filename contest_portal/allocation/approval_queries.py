"""Named reads of the approval of a run: its chain as it stands, what waits in every contest, what came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only, selectinload

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.permissions import Action, Scope
from contest_portal.allocation.models import AllocationApproval, AllocationRun
from contest_portal.allocation.queries import approval_view, present_inputs
from contest_portal.allocation.rules.chain import ACTIONS, StepState, step_scope, step_state, step_to_take
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.allocation.views import ApprovalView, RunView
from contest_portal.contests.models import ContestRulebook
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.approval_chain import ApprovalStep, Approver
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.records import to_data


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the rules and what was decided on it; None while nothing was."""

    number: int
    name: str
    approver: Approver
    state: StepState
    decided: ApprovalView | None


@dataclass(frozen=True, slots=True)
class Turn:
    """The step to take of a run: of how many it is which, and what somebody must be allowed to take it."""

    number: int
    steps: int
    name: str
    approver: Approver
    action: Action
    scope: Scope

    @property
    def is_last(self) -> bool:
        """Tell whether this step commits the money."""
        return self.number == self.steps


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    """What was decided on a step of a proposal that is discarded."""

    run_id: int
    proposed_at: datetime
    step: int
    decided: ApprovalView


def still_stands(session: Session, run: RunView) -> bool:
    """Tell whether a proposal rests on what there is now: if not, what was approved of it is approved no more."""
    if run.state is not RunState.PROPOSED:
        return True
    return canonical_hash(to_data(present_inputs(session, run.contest_id))) == run.inputs_sha256


def chain_of(chain: tuple[ApprovalStep, ...], run: RunView, *, stands: bool) -> tuple[StepView, ...]:
    """List the steps of the rules with what was decided on each."""
    decided = {one.step: one for one in run.approvals}
    to_take = len(decided) + 1 if run.state is RunState.PROPOSED else None
    return tuple(
        StepView(
            number=number,
            name=step.name,
            approver=step.approver,
            state=step_state(
                number,
                decided[number].outcome if number in decided else None,
                to_take=to_take,
                stands=stands,
            ),
            decided=decided.get(number),
        )
        for number, step in enumerate(chain, 1)
    )


def turn_of(chain: tuple[ApprovalStep, ...], run: RunView, step: int | None = None) -> Turn:
    """Give the step that is next, or one that is named; of an approved run the last."""
    return _turn(chain, run, [(one.step, one.by) for one in run.approvals], step)


def waiting_turns(session: Session) -> dict[int, Turn]:
    """Give the step that waits in each contest with a proposal, by contest."""
    runs = session.scalars(
        select(AllocationRun)
        .where(AllocationRun.state == RunState.PROPOSED.value)
        .options(
            load_only(AllocationRun.contest_id, AllocationRun.proposed_by),
            selectinload(AllocationRun.approvals),
        )
        .order_by(AllocationRun.id)
    ).all()
    if not runs:
        return {}
    rules = session.scalars(
        select(ContestRulebook)
        .where(ContestRulebook.contest_id.in_([run.contest_id for run in runs]))
        .order_by(ContestRulebook.version, ContestRulebook.id)
    )
    newest = {row.contest_id: row.data for row in rules}
    return {
        run.contest_id: _turn(
            read_rulebook(newest[run.contest_id]).approvals,
            run,
            [(one.step, one.decided_by) for one in run.approvals],
        )
        for run in runs
    }


def earlier_decisions(session: Session, contest_id: int) -> tuple[EarlierDecision, ...]:
    """List what was decided on proposals that are discarded, the newest proposal first."""
    rows = session.execute(
        select(AllocationApproval, AllocationRun.proposed_at, User.full_name)
        .join(AllocationRun, AllocationRun.id == AllocationApproval.run_id)
        .join(User, User.id == AllocationApproval.decided_by)
        .where(AllocationRun.contest_id == contest_id, AllocationRun.state == RunState.DISCARDED.value)
        .order_by(AllocationRun.id.desc(), AllocationApproval.step)
    )
    return tuple(
        EarlierDecision(row.run_id, proposed_at, row.step, approval_view(row, {row.decided_by: name}))
        for row, proposed_at, name in rows
    )


def _turn(
    chain: tuple[ApprovalStep, ...],
    run: RunView | AllocationRun,
    decided: Sequence[tuple[int, int]],
    number: int | None = None,
) -> Turn:
    """Give a step, or the next one; `decided` are the steps that were taken, with who took them."""
    number = number or step_to_take(chain, len(decided))
    step, scope = chain[number - 1], step_scope(run.contest_id, run.proposed_by, decided, number)
    return Turn(number, len(chain), step.name, step.approver, ACTIONS[step.approver], scope)
