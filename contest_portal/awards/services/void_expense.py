"""Take back a line of the accounts that was noted by mistake."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.follow_up_acts import follow_up_to_change, move_counter, put_on_record, void_line
from contest_portal.awards.follow_up_models import Expense
from contest_portal.kernel.money import ZERO


def void_expense(session: Session, act: Act, *, award_id: int, line_id: int, reason: str) -> None:
    """Void it, with the reason: the group answers for its amount again, and the voucher may be used."""
    follow_up = follow_up_to_change(session, act, award_id)
    line = void_line(session, act, session.get(Expense, line_id), follow_up.id, reason)
    move_counter(session, follow_up, "accounted", ZERO - line.amount)
    put_on_record(
        session, act, award_id, action="award.expense_voided", line_id=line_id, amount_cents=line.amount.cents
    )
