"""Whose hands an allocation went through, for whatever may only be done by somebody else."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import AllocationApproval, AllocationRun
from contest_portal.allocation.rules.chain import StepOutcome


@dataclass(frozen=True, slots=True)
class RunHands:
    """Who proposed a run and who approved a step of it."""

    proposers: frozenset[int]
    approvers: frozenset[int]


def run_hands(session: Session, run_id: int) -> RunHands:
    """Read them from what is stored."""
    run = session.execute(
        select(AllocationRun.proposed_by, AllocationRun.approved_by).where(AllocationRun.id == run_id)
    ).one()
    steps = session.scalars(
        select(AllocationApproval.decided_by).where(
            AllocationApproval.run_id == run_id, AllocationApproval.outcome == StepOutcome.APPROVED.value
        )
    )
    return RunHands(known_people(run.proposed_by), known_people(run.approved_by, *steps))


def known_people(*user_ids: int | None) -> frozenset[int]:
    """Leave out the steps that nobody took yet."""
    return frozenset(user_id for user_id in user_ids if user_id is not None)
