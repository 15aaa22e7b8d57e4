"""Settle an award: everything paid is accounted for or returned."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.allocation.envelope_counter import change_committed
from contest_portal.awards.agreed import items_of
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.party import party_of
from contest_portal.awards.documents.settlement import SETTLEMENT, SettledItem, Settlement
from contest_portal.awards.follow_up_acts import (
    agreement_of,
    deposited,
    end_facts,
    follow_up_to_change,
    issue_paper,
    put_on_record,
)
from contest_portal.awards.follow_up_models import Expense, FollowUp
from contest_portal.awards.release_models import AwardRelease
from contest_portal.awards.rules.follow_up import FOLLOW_UP, reason_problems
from contest_portal.documents.models import Document
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse

log = logging.getLogger(__name__)


def settle_award(session: Session, act: Act, *, award_id: int, reason: str = "") -> Document:
    """Issue the settlement; after it nothing is paid or noted. Refused while the group answers for anything.

    What was not transferred goes back to the envelope, with the `reason` for it.
    """
    follow_up = follow_up_to_change(session, act, award_id, action=Action.DOCUMENT_ISSUE, is_running=False)
    FOLLOW_UP.require(follow_up, "settle")
    left, reason = follow_up.amount - follow_up.paid, clean_text(reason)
    refuse(
        [
            *FOLLOW_UP.problems("settle", end_facts(session, follow_up)),
            *(reason_problems(reason) if left else ()),
        ]
    )
    paper = _settlement(session, follow_up, reason if left else "")
    document = issue_paper(
        session,
        act,
        follow_up.award,
        kind=SETTLEMENT,
        title=titles.SETTLED.format(group=paper.party.group_name),
        paper=paper,
    )
    # with its paper: the table takes one only with the other
    FOLLOW_UP.move(follow_up, "settle", end_facts(session, follow_up))
    follow_up.settlement_id, follow_up.settled_by = document.id, act.actor.user_id
    if left:
        _release(session, act, follow_up, left, reason)
    put_on_record(
        session,
        act,
        award_id,
        action="award.settled",
        document_id=document.id,
        amount_cents=follow_up.accounted.cents,
        released_cents=left.cents,
    )
    log.info("award settled", extra={"award_id": award_id})
    return document


def _release(session: Session, act: Act, follow_up: FollowUp, left: Money, reason: str) -> None:
    """Take what will not be transferred out of what the envelope spent, as long as it is there."""
    session.add(
        AwardRelease(
            follow_up_id=follow_up.id,
            amount=left,
            reason=reason,
            released_at=act.at,
            released_by=act.actor.user_id,
        )
    )
    if not change_committed(session, follow_up.award.envelope_id, ZERO - left):
        raise WrongState([_NOT_COMMITTED])


_NOT_COMMITTED = Problem(
    "follow_up.not_committed",
    field="state",
    message=N_("El sobre tiene comprometido menos de lo que este premio devuelve. Avise a auditoría."),
)


def _settlement(session: Session, follow_up: FollowUp, reason: str) -> Settlement:
    rows = session.execute(
        select(Expense.item, Expense.amount)
        .where(Expense.follow_up_id == follow_up.id, Expense.voided_at.is_(None))
        .order_by(Expense.id)
    ).all()
    return Settlement(
        party=party_of(session, follow_up.award, agreement_of(session, follow_up)),
        award=follow_up.amount,
        paid=follow_up.paid,
        accounted=follow_up.accounted,
        returned=follow_up.returned,
        promised=follow_up.promised,
        counterpart=deposited(session, follow_up.id),
        vouchers=len(rows),
        items=tuple(
            SettledItem(
                item.name or titles.OTHER_ITEMS,
                item.planned,
                Money.total(amount for code, amount in rows if code == item.code),
            )
            for item in items_of(session, follow_up)
        ),
        released=follow_up.amount - follow_up.paid,
        release_reason=reason,
    )
