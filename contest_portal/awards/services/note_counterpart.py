"""Note what a group put in of its own."""

from datetime import date

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.rules.profile import CounterpartKind
from contest_portal.awards.follow_up_acts import follow_up_to_change, put_on_record
from contest_portal.awards.follow_up_models import CounterpartDeposit
from contest_portal.awards.rules.follow_up import deposit_problems, noting_problems
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import refuse


def note_counterpart(
    session: Session, act: Act, *, award_id: int, kind: str, amount: Money, on_date: date, voucher: str
) -> CounterpartDeposit:
    """Note money, goods or labour, with the paper that shows it."""
    follow_up = follow_up_to_change(session, act, award_id)
    voucher = clean_text(voucher)
    refuse(
        [
            *deposit_problems(voucher, is_known=kind in set(CounterpartKind)),
            *noting_problems(amount, on_date, since=follow_up.starts_on, today=office_date(act.at)),
        ]
    )
    deposit = CounterpartDeposit(
        follow_up_id=follow_up.id,
        kind=kind,
        amount=amount,
        on_date=on_date,
        voucher=voucher,
        noted_at=act.at,
        noted_by=act.actor.user_id,
    )
    session.add(deposit)
    put_on_record(
        session, act, award_id, action="award.counterpart_noted", kind=kind, amount_cents=amount.cents
    )
    return deposit
