"""Take back the proposal of a transfer that nobody approved yet."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.follow_up_acts import (
    follow_up_to_change,
    instalment_of,
    put_on_record,
    transfer_facts,
)
from contest_portal.awards.follow_up_models import Instalment
from contest_portal.awards.rules.follow_up import TRANSFER


def withdraw_transfer(session: Session, act: Act, *, award_id: int, number: int) -> Instalment:
    """Make the instalment planned again."""
    follow_up = follow_up_to_change(session, act, award_id)
    instalment = instalment_of(follow_up, number)
    TRANSFER.move(instalment, "withdraw", transfer_facts(session, follow_up, number))
    instalment.proposed_by = None
    put_on_record(session, act, award_id, action="award.transfer_withdrawn", number=number)
    return instalment
