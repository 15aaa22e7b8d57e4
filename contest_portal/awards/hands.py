"""Whose hands an award went through: who proposed, who approved, who paid. No person is in two of the three.

It is asked by person, not by role: somebody with several roles has one pair of hands. The allocation and the call of
the reserve list count as the transfers do.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.hands import known_people, run_hands
from contest_portal.allocation.models import Award
from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.awards.follow_up_models import FollowUp, Instalment
from contest_portal.awards.rules.follow_up import TransferState


@dataclass(frozen=True, slots=True)
class Hands:
    """Users by what they did for one award, up to now."""

    proposers: frozenset[int]
    approvers: frozenset[int]
    payers: frozenset[int]

    def before(self, state: str) -> frozenset[int]:
        """Give who may not take the next step of a transfer that stands so."""
        if state == TransferState.PLANNED:
            return self.approvers | self.payers
        if state == TransferState.PROPOSED:
            return self.proposers | self.payers
        return self.proposers | self.approvers


def hands_of(session: Session, award: Award) -> Hands:
    """Read them from what is stored."""
    run = run_hands(session, award.run_id)
    calls = session.execute(
        select(ReserveCall.proposed_by, ReserveCall.called_by).where(ReserveCall.award_id == award.id)
    ).all()
    parts = session.execute(
        select(Instalment.proposed_by, Instalment.approved_by, Instalment.paid_by)
        .join(FollowUp, FollowUp.id == Instalment.follow_up_id)
        .where(FollowUp.award_id == award.id)
    ).all()
    return Hands(
        proposers=run.proposers | known_people(*(one[0] for one in (*calls, *parts))),
        approvers=run.approvers | known_people(*(one[1] for one in (*calls, *parts))),
        payers=known_people(*(one.paid_by for one in parts)),
    )
