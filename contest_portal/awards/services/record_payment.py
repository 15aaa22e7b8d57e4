"""Record that an approved transfer was paid."""

import logging
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.follow_up_acts import (
    follow_up_to_change,
    instalment_of,
    move_counter,
    put_on_record,
    transfer_facts,
)
from contest_portal.awards.follow_up_models import Instalment
from contest_portal.awards.hands import hands_of
from contest_portal.awards.rules.follow_up import (
    TRANSFER,
    TransferState,
    noting_problems,
    operation_problem,
)
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def record_payment(
    session: Session, act: Act, *, award_id: int, number: int, paid_on: date, operation: str
) -> Instalment:
    """Record it as the treasury, and as a person who neither proposed nor approved anything of this award."""
    follow_up = follow_up_to_change(session, act, award_id, action=Action.AWARD_SEE)
    instalment = instalment_of(follow_up, number)
    earlier = hands_of(session, follow_up.award).before(TransferState.APPROVED)
    permit(
        act.actor,
        Action.TRANSFER_PAY,
        Scope(contest_id=follow_up.award.contest_id, earlier_ids=earlier),
    )
    operation = clean_text(operation)
    TRANSFER.require(instalment, "pay")
    today = office_date(act.at)
    refuse(
        [
            operation_problem(operation),
            *noting_problems(
                instalment.amount, paid_on, since=follow_up.signed_on, today=today, field="paid_on"
            ),
        ]
    )
    TRANSFER.move(instalment, "pay", transfer_facts(session, follow_up, number))
    instalment.paid_by, instalment.paid_on, instalment.operation = act.actor.user_id, paid_on, operation
    move_counter(session, follow_up, "paid", instalment.amount)
    put_on_record(
        session, act, award_id, action="award.paid", number=number, amount_cents=instalment.amount.cents
    )
    log.info("transfer paid", extra={"award_id": award_id, "number": number})
    return instalment
