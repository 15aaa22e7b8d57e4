"""Take back a counterpart that was noted by mistake."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.follow_up_acts import follow_up_to_change, put_on_record, void_line
from contest_portal.awards.follow_up_models import CounterpartDeposit


def void_counterpart(session: Session, act: Act, *, award_id: int, line_id: int, reason: str) -> None:
    """Void it, with the reason; it stays to be seen."""
    follow_up = follow_up_to_change(session, act, award_id)
    void_line(session, act, session.get(CounterpartDeposit, line_id), follow_up.id, reason)
    put_on_record(session, act, award_id, action="award.counterpart_voided", line_id=line_id)
