"""Every act of a follow-up by its name, as somebody would do it, and what the database holds of an award."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.allocation.models import Award
from contest_portal.applications.benefit_models import Benefit
from contest_portal.awards.follow_up_models import (
    AgreementChange,
    AwardReturn,
    CounterpartDeposit,
    Expense,
    FollowUp,
    Instalment,
)
from contest_portal.awards.services.amend_agreement import Amending, amend_agreement
from contest_portal.awards.services.annul_award import annul_award
from contest_portal.awards.services.approve_transfer import approve_transfer
from contest_portal.awards.services.close_award import close_award
from contest_portal.awards.services.note_counterpart import note_counterpart
from contest_portal.awards.services.note_expense import note_expense
from contest_portal.awards.services.note_return import note_return
from contest_portal.awards.services.propose_transfer import propose_transfer
from contest_portal.awards.services.record_payment import record_payment
from contest_portal.awards.services.set_bank_account import set_bank_account
from contest_portal.awards.services.settle_award import settle_award
from contest_portal.awards.services.sign_agreement import sign_agreement
from contest_portal.awards.services.void_counterpart import void_counterpart
from contest_portal.awards.services.void_expense import void_expense
from contest_portal.awards.services.void_return import void_return
from contest_portal.awards.services.withdraw_transfer import withdraw_transfer
from contest_portal.contests.models import Envelope
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import PortalError, Refused
from contest_portal.kernel.storage import Storage
from tests.factories.follow_ups import CCI, PAID_ON, Followed, annulled_by_two

Deed = Callable[[Followed, Act, int], object]
REASON = "Era de otro grupo, por error."
HOLDER = "Asociación Sumaq Kuy"
_TABLES = (
    *(FollowUp, Instalment, CounterpartDeposit, Expense, AwardReturn, AgreementChange),
    *(Award, Envelope, Benefit, Document, AuditRow),
)


def _sign(followed: Followed, act: Act, award_id: int) -> object:
    return sign_agreement(
        followed.session, act, award_id=award_id, signed_on=PAID_ON, storage=Storage(Path("unused"))
    )


def _account(followed: Followed, act: Act, award_id: int) -> object:
    return set_bank_account(
        followed.session,
        act,
        award_id=award_id,
        expected_version=followed.follow_up.version,
        bank="Caja Huancayo",
        cci=CCI,
        holder=HOLDER,
    )


def _counterpart(followed: Followed, act: Act, award_id: int) -> object:
    return note_counterpart(
        followed.session,
        act,
        award_id=award_id,
        kind="labour",
        amount=Money.soles(40),
        on_date=PAID_ON,
        voucher="Acta de jornales 3",
    )


def _expense(followed: Followed, act: Act, award_id: int) -> object:
    return note_expense(followed.session, act, award_id=award_id, spent=followed.spent(30, "F009-9"))


def _return(followed: Followed, act: Act, award_id: int) -> object:
    return note_return(
        followed.session, act, award_id=award_id, amount=Money.soles(20), on_date=PAID_ON, voucher="0009"
    )


def _amend(followed: Followed, act: Act, award_id: int) -> object:
    later = followed.follow_up.ends_on + timedelta(days=30)
    return amend_agreement(
        followed.session, act, award_id=award_id, change=Amending("term", later, "", REASON)
    )


def _pay(followed: Followed, act: Act, award_id: int, number: int = 1) -> object:
    return record_payment(
        followed.session, act, award_id=award_id, number=number, paid_on=PAID_ON, operation="0001"
    )


NOTING: Mapping[str, Deed] = MappingProxyType(
    {
        "account": _account,
        "counterpart": _counterpart,
        "expense": _expense,
        "return": _return,
        "propose": lambda f, act, award_id: propose_transfer(f.session, act, award_id=award_id, number=1),
        "withdraw": lambda f, act, award_id: withdraw_transfer(f.session, act, award_id=award_id, number=1),
        "approve": lambda f, act, award_id: approve_transfer(f.session, act, award_id=award_id, number=1),
        "pay": _pay,
        "void counterpart": lambda f, act, award_id: void_counterpart(
            f.session, act, award_id=award_id, line_id=1, reason=REASON
        ),
        "void expense": lambda f, act, award_id: void_expense(
            f.session, act, award_id=award_id, line_id=1, reason=REASON
        ),
        "void return": lambda f, act, award_id: void_return(
            f.session, act, award_id=award_id, line_id=1, reason=REASON
        ),
        "amend": _amend,
    }
)
"""What is done while an award runs."""
ENDING: Mapping[str, Deed] = MappingProxyType(
    {
        "settle": lambda f, act, award_id: settle_award(f.session, act, award_id=award_id, reason=REASON),
        "close": lambda f, act, award_id: close_award(f.session, act, award_id=award_id),
        "annul": lambda f, act, award_id: annul_award(f.session, act, award_id=award_id, reason=REASON),
    }
)
DEEDS: Mapping[str, Deed] = MappingProxyType({"sign": _sign, **NOTING, **ENDING})


def stored(session: Session, *, chain: bool = True) -> list[tuple[object, ...]]:
    """Give every row of an award's life, its papers and the audit chain, in which refused attempts are rows."""
    session.flush()
    tables = [model.__table__ for model in _TABLES if chain or model is not AuditRow]
    return [
        tuple(row) for table in tables for row in session.execute(select(table).order_by(*table.primary_key))
    ]


def refused(followed: Followed, deed: Callable[[], object]) -> list[str]:
    """Try something that is refused; give the codes, or the name of the error, after looking that nothing stays."""
    before = stored(followed.session)
    try:
        with followed.session.begin_nested():
            deed()
    except Refused as refusal:
        said = [problem.code for problem in refusal.problems]
    except PortalError as error:
        said = [type(error).__name__]
    else:
        raise AssertionError("it was done")
    followed.session.expire_all()
    assert stored(followed.session) == before
    return said


def settled(followed: Followed) -> Followed:
    """Let everything paid come back and settle the award as the approver."""
    session, award_id = followed.session, followed.award.id
    balance = followed.follow_up.balance
    note_return(session, followed.act(), award_id=award_id, amount=balance, on_date=PAID_ON, voucher="0009")
    settle_award(session, followed.act(followed.approver), award_id=award_id, reason=REASON)
    return followed


def annulled(followed: Followed) -> Followed:
    annulled_by_two(
        followed.session, followed.act(followed.approver), award_id=followed.award.id, reason=REASON
    )
    return followed
