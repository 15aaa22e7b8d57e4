"""Approve a proposed transfer: its order is issued."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.party import party_of
from contest_portal.awards.documents.transfer_order import TRANSFER_ORDER, TransferOrder
from contest_portal.awards.follow_up_acts import (
    agreement_of,
    deposited,
    follow_up_to_change,
    instalment_of,
    issue_paper,
    put_on_record,
    transfer_facts,
)
from contest_portal.awards.follow_up_models import FollowUp, Instalment
from contest_portal.awards.hands import hands_of
from contest_portal.awards.rules.follow_up import TRANSFER, TransferState
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def approve_transfer(session: Session, act: Act, *, award_id: int, number: int) -> Instalment:
    """Approve it as a person who neither proposed nor paid anything of this award; the rules must still be met."""
    follow_up = follow_up_to_change(session, act, award_id)
    instalment = instalment_of(follow_up, number)
    permit(
        act.actor,
        Action.TRANSFER_APPROVE,
        Scope(
            contest_id=follow_up.award.contest_id,
            earlier_ids=hands_of(session, follow_up.award).before(TransferState.PROPOSED),
        ),
    )
    facts = transfer_facts(session, follow_up, number)
    TRANSFER.require(instalment, "approve")
    refuse(TRANSFER.problems("approve", facts))
    order = _order(session, follow_up, instalment)
    document = issue_paper(
        session,
        act,
        follow_up.award,
        kind=TRANSFER_ORDER,
        title=titles.TRANSFER.format(number=number, group=order.party.group_name),
        paper=order,
    )
    TRANSFER.move(instalment, "approve", facts)  # with its order: the table takes one only with the other
    instalment.approved_by, instalment.order_id = act.actor.user_id, document.id
    put_on_record(
        session, act, award_id, action="award.transfer_approved", number=number, document_id=document.id
    )
    log.info("transfer approved", extra={"award_id": award_id, "number": number})
    return instalment


def _order(session: Session, follow_up: FollowUp, instalment: Instalment) -> TransferOrder:
    return TransferOrder(
        party=party_of(session, follow_up.award, agreement_of(session, follow_up)),
        number=instalment.number,
        of=len(follow_up.instalments),
        percent=instalment.percent,
        amount=instalment.amount,
        award=follow_up.amount,
        paid_before=follow_up.paid,
        accounted=follow_up.accounted,
        counterpart=deposited(session, follow_up.id),
        bank=follow_up.bank or "",
        cci=follow_up.cci or "",
        holder=follow_up.holder or "",
    )
