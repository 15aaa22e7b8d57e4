"""Note what a group gave back."""

from datetime import date

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.follow_up_acts import follow_up_to_change, move_counter, put_on_record
from contest_portal.awards.follow_up_models import AwardReturn
from contest_portal.awards.rules.follow_up import accounting_problem, noting_problems, operation_problem
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import refuse


def note_return(
    session: Session, act: Act, *, award_id: int, amount: Money, on_date: date, voucher: str
) -> AwardReturn:
    """Note a deposit to the programme; Refused above what the group still answers for."""
    follow_up = follow_up_to_change(session, act, award_id)
    voucher = clean_text(voucher)
    refuse(
        [
            *noting_problems(amount, on_date, since=follow_up.starts_on, today=office_date(act.at)),
            operation_problem(voucher, field="voucher"),
            accounting_problem(amount, follow_up.balance),
        ]
    )
    line = AwardReturn(
        follow_up_id=follow_up.id,
        amount=amount,
        on_date=on_date,
        voucher=voucher,
        noted_at=act.at,
        noted_by=act.actor.user_id,
    )
    session.add(line)
    move_counter(session, follow_up, "returned", amount)
    put_on_record(session, act, award_id, action="award.return_noted", amount_cents=amount.cents)
    return line
