"""Propose the transfer of an instalment."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.follow_up_acts import (
    follow_up_to_change,
    instalment_of,
    put_on_record,
    transfer_facts,
)
from contest_portal.awards.follow_up_models import Instalment
from contest_portal.awards.hands import hands_of
from contest_portal.awards.rules.follow_up import TRANSFER, TransferState


def propose_transfer(session: Session, act: Act, *, award_id: int, number: int) -> Instalment:
    """Propose it, when what the rules ask for is there; somebody else approves it.

    NotPermitted to a person who approved or paid anything of this award.
    """
    follow_up = follow_up_to_change(session, act, award_id)
    instalment = instalment_of(follow_up, number)
    permit(
        act.actor,
        Action.TRANSFER_PROPOSE,
        Scope(
            contest_id=follow_up.award.contest_id,
            earlier_ids=hands_of(session, follow_up.award).before(TransferState.PLANNED),
        ),
    )
    TRANSFER.move(instalment, "propose", transfer_facts(session, follow_up, number))
    instalment.proposed_by = act.actor.user_id
    put_on_record(
        session,
        act,
        award_id,
        action="award.transfer_proposed",
        number=number,
        amount_cents=instalment.amount.cents,
    )
    return instalment
