"""Note a line of a group's accounts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.agreed import items_of
from contest_portal.awards.follow_up_acts import follow_up_to_change, move_counter, put_on_record
from contest_portal.awards.follow_up_models import Expense
from contest_portal.awards.rules.follow_up import (
    accounting_problem,
    item_problem,
    noting_problems,
    voucher_number,
    voucher_problems,
    voucher_taken,
)
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text, parse_ruc
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Problem, Refused, refuse


@dataclass(frozen=True, slots=True)
class Spent:
    """An expense as somebody types it; `ruc` is empty for a sworn statement."""

    on_date: date
    supplier: str
    ruc: str
    voucher_kind: str
    voucher_number: str
    amount: Money
    item: str


def note_expense(session: Session, act: Act, *, award_id: int, spent: Spent) -> Expense:
    """Account for an amount with its voucher, which counts once in the whole programme.

    Refused for a voucher that was used already, and above what the group still answers for.
    """
    follow_up = follow_up_to_change(session, act, award_id)
    ruc, bad_ruc = _read_ruc(spent.ruc)
    number, supplier = voucher_number(spent.voucher_number), clean_text(spent.supplier)
    known = frozenset(item.code for item in items_of(session, follow_up))
    today = office_date(act.at)
    refuse(
        [
            *noting_problems(spent.amount, spent.on_date, since=follow_up.starts_on, today=today),
            *bad_ruc,
            *voucher_problems(spent.voucher_kind, number, has_ruc=bool(spent.ruc.strip()), supplier=supplier),
            item_problem(spent.item, known),
            accounting_problem(spent.amount, follow_up.balance),
            voucher_taken(is_taken=_used(session, ruc, spent.voucher_kind, number)),
        ]
    )
    expense = Expense(
        follow_up_id=follow_up.id,
        noted_at=act.at,
        noted_by=act.actor.user_id,
        ruc=ruc or None,
        supplier=supplier,
        voucher_number=number,
        **{name: getattr(spent, name) for name in ("on_date", "voucher_kind", "amount", "item")},
    )
    session.add(expense)
    move_counter(session, follow_up, "accounted", spent.amount)
    put_on_record(
        session,
        act,
        award_id,
        action="award.expense_noted",
        line_id=expense.id,
        amount_cents=spent.amount.cents,
    )
    return expense


def _read_ruc(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Read a RUC, with what is wrong with it: to be told beside whatever else is."""
    if not text.strip():
        return "", ()
    try:
        return parse_ruc(text, field="ruc"), ()
    except Refused as refusal:
        return "", refusal.problems


def _used(session: Session, ruc: str, kind: str, number: str) -> bool:
    same = select(Expense.id).where(
        Expense.ruc == ruc,
        Expense.voucher_kind == kind,
        Expense.voucher_number == number,
        Expense.voided_at.is_(None),
    )
    return session.scalar(same.limit(1)) is not None
