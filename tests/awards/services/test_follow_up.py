"""An award from the signature to its end: three people for each transfer, and no céntimo unaccounted for."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.benefit_models import Benefit
from contest_portal.awards.follow_up_models import CounterpartDeposit, Expense, Instalment
from contest_portal.awards.queries import award_subject
from contest_portal.awards.services.amend_agreement import Amending, amend_agreement
from contest_portal.awards.services.approve_transfer import approve_transfer
from contest_portal.awards.services.close_award import close_award
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
from contest_portal.documents.queries import documents_of
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotPermitted, Refused, Stale, WrongState
from contest_portal.kernel.storage import Storage
from contest_portal.publication.invariants import broken_invariants
from tests.factories.accounts import act_of, make_user
from tests.factories.follow_ups import (
    CCI,
    LATER,
    PAID_ON,
    Followed,
    annulled_by_two,
    award_of,
    make_agreed_contest,
    make_followed,
)
from tests.factories.voiding import make_void


@pytest.fixture
def followed(session: Session, tmp_path: Path) -> Followed:
    return make_followed(session, tmp_path)


def codes(deed: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refusal:
        deed()
    return [problem.code for problem in refusal.value.problems]


def counters(followed: Followed) -> tuple[Money, Money, Money, Money]:
    found = followed.follow_up
    return found.paid, found.accounted, found.returned, found.balance


def broken(session: Session) -> set[str]:
    """Name what does not hold, but for what the scene itself leaves out."""
    return {one.code for one in broken_invariants(session)} - {"application.members_as_sent"}


def papers(followed: Followed) -> list[str]:
    return [one.kind for one in documents_of(followed.session, award_subject(followed.award.id))]


def test_a_signature_begins_with_the_terms_of_the_agreement(session: Session, followed: Followed) -> None:
    found = followed.follow_up
    parts = session.scalars(select(Instalment).order_by(Instalment.number)).all()

    assert (found.amount, found.promised, found.starts_on) == (
        followed.award.amount,
        Money.soles(2_500),
        date(2026, 11, 23),
    )
    assert [(one.number, one.percent, one.state) for one in parts] == [(1, 70, "planned"), (2, 30, "planned")]
    assert Money.total(one.amount for one in parts) == followed.award.amount


def test_a_signature_is_noted_once_and_keeps_the_agreement_from_being_voided(
    session: Session, followed: Followed, tmp_path: Path
) -> None:
    contest_id, agreement = followed.scored.contest.id, followed.follow_up.agreement_id

    def again() -> object:
        return sign_agreement(
            session,
            followed.act(),
            award_id=followed.award.id,
            signed_on=PAID_ON,
            storage=Storage(tmp_path),
        )

    def void() -> object:
        return make_void(
            session,
            followed.act(followed.approver),
            contest_id=contest_id,
            document_id=agreement,
            reason="Se firmó mal.",
        )

    assert (codes(again), codes(void)) == (["follow_up.signed"], ["document.signed"])


def test_a_transfer_waits_for_account_and_counterpart(followed: Followed) -> None:
    given = {"award_id": followed.award.id, "number": 1}

    def propose() -> object:
        return propose_transfer(followed.session, followed.act(), **given)

    assert codes(propose) == ["follow_up.no_account", "follow_up.counterpart"]
    followed.ready()
    assert propose_transfer(followed.session, followed.act(), **given).state == "proposed"


def test_three_people_make_a_transfer_and_its_order_says_where_to(
    session: Session, followed: Followed
) -> None:
    followed.ready()
    given = {"award_id": followed.award.id, "number": 1}
    paying = {**given, "paid_on": PAID_ON, "operation": "0001"}
    propose_transfer(session, followed.act(followed.approver), **given)
    with pytest.raises(NotPermitted):
        approve_transfer(session, followed.act(followed.approver), **given)
    with pytest.raises(NotPermitted):
        approve_transfer(session, followed.act(followed.secretary), **given)
    approve_transfer(session, followed.act(followed.payer), **given)
    for user in (followed.approver, followed.payer, followed.scored.staff, followed.secretary):
        with pytest.raises(NotPermitted):
            record_payment(session, followed.act(user), **paying)
    other = make_other(followed)

    record_payment(session, followed.act(other), **paying)

    part = session.scalars(select(Instalment).order_by(Instalment.number)).first()
    assert part is not None
    assert (part.state, counters(followed)[0]) == ("paid", part.amount)
    said = json.loads(session.get_one(Document, part.order_id).data)["content"]
    assert (said["cci"], said["amount"], said["number"], said["of"]) == (
        CCI,
        {"cents": part.amount.cents},
        1,
        2,
    )
    assert said["party"]["group_name"] == "Sumaq Kuy"
    assert not session.scalar(select(func.count()).select_from(AuditRow).where(AuditRow.data.contains(CCI)))


def make_other(followed: Followed) -> User:
    return make_user(followed.session, Role.STAFF, Role.TREASURER)


def test_the_second_transfer_waits_for_the_accounts_of_the_first(
    session: Session, followed: Followed
) -> None:
    followed.ready()
    given = {"award_id": followed.award.id, "number": 2}

    def propose() -> object:
        return propose_transfer(session, followed.act(), **given)

    early = codes(propose)
    followed.pay(1)
    paid = counters(followed)[0]
    due = -(-paid.cents * 70 // 100 // 100)
    followed.spend(due - 1, "F001-1")
    short = codes(propose)
    followed.spend(1, "F001-2")
    followed.pay(2)

    assert (early[0], short) == ("follow_up.not_next", ["follow_up.accounts"])
    assert counters(followed)[0] == followed.award.amount


def test_a_proposal_is_withdrawn_and_an_account_in_use_stays(session: Session, followed: Followed) -> None:
    followed.ready()
    given = {"award_id": followed.award.id, "number": 1}
    propose_transfer(session, followed.act(), **given)

    def change(version: int) -> object:
        return set_bank_account(
            session,
            followed.act(),
            award_id=followed.award.id,
            expected_version=version,
            bank="Caja",
            cci=CCI,
            holder="Otro",
        )

    assert codes(lambda: change(followed.follow_up.version)) == ["follow_up.account_in_use"]
    withdraw_transfer(session, followed.act(), **given)
    with pytest.raises(Stale):
        change(0)
    change(followed.follow_up.version)
    assert followed.follow_up.bank == "Caja"


def test_a_voucher_counts_once_in_the_whole_programme_until_it_is_voided(
    session: Session, followed: Followed
) -> None:
    followed.ready().pay()
    followed.spend(100, "F001-0023")

    assert codes(lambda: followed.spend(50, "f001 - 23")) == ["follow_up.voucher_taken"]
    followed.spend(50, "F001-23", voucher_kind="receipt")
    line = session.scalars(select(Expense).order_by(Expense.id)).first()
    assert line is not None
    void_expense(session, followed.act(), award_id=followed.award.id, line_id=line.id, reason="Era de otro.")
    followed.spend(60, "F001-23")

    assert counters(followed)[1] == Money.soles(110)
    with pytest.raises(Stale):
        void_expense(session, followed.act(), award_id=followed.award.id, line_id=line.id, reason="Otra vez.")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": ZERO}, "follow_up.amount"),
        ({"amount": Money.soles(900_000)}, "follow_up.above_balance"),
        ({"item": "goods-9"}, "follow_up.item"),
        ({"item": "other"}, "follow_up.item"),
        ({"on_date": date(2026, 12, 16)}, "follow_up.day"),
        ({"ruc": "20512333796"}, "ruc.invalid"),
    ],
)
def test_an_expense_that_cannot_be_is_refused(
    followed: Followed, changes: dict[str, object], code: str
) -> None:
    followed.ready().pay()

    assert codes(lambda: followed.spend(10, **changes)) == [code]
    assert counters(followed)[1] == ZERO


def test_an_amendment_gives_more_time_or_other_items(session: Session, followed: Followed) -> None:
    followed.ready().pay()
    given = {"award_id": followed.award.id}
    staff = followed.act(followed.approver)
    more = Amending("term", date(2028, 1, 31), "", "La sequía retrasó la compra.")
    other = Amending("items", None, "En lugar de 10 cuyes, una malla ganadera.", "Bajó el precio.")

    first = amend_agreement(session, staff, **given, change=more)
    second = amend_agreement(session, staff, **given, change=other)
    followed.spend(20, item="other")

    assert [(one.number, one.kind) for one in (first, second)] == [(1, "term"), (2, "items")]
    assert followed.follow_up.ends_on == date(2028, 1, 31)
    refused = codes(lambda: amend_agreement(session, staff, **given, change=more))
    assert (refused, papers(followed).count("agreement_change")) == (["follow_up.ends_on"], 2)


def test_an_award_is_settled_when_nothing_is_left_and_closed_by_another(
    session: Session, followed: Followed
) -> None:
    followed.ready().pay()
    given = {"award_id": followed.award.id}
    staff = followed.act(followed.approver)
    assert codes(lambda: settle_award(session, staff, **given, reason="No aprobó el avance.")) == [
        "follow_up.balance"
    ]
    paid = counters(followed)[0]
    followed.spend(1_000)
    note_return(
        session, followed.act(), **given, amount=paid - Money.soles(1_000), on_date=PAID_ON, voucher="0009"
    )

    settlement = settle_award(session, staff, **given, reason="No aprobó el avance.")
    with pytest.raises(NotPermitted):
        close_award(session, staff, **given)
    close_award(session, followed.act(followed.payer), **given, remarks="Quedan cuarenta cuyes.")

    assert (followed.follow_up.state, counters(followed)[3]) == ("closed", ZERO)
    said = json.loads(settlement.data)["content"]
    assert (said["accounted"], said["vouchers"]) == ({"cents": 100_000}, 1)
    assert [item["spent"]["cents"] for item in said["items"]] == [100_000, 0]
    assert codes(lambda: followed.spend(1, "F001-9")) == ["follow_up.over"]
    assert (broken(session), verify_chain(session)[1]) == (set(), None)


def test_what_was_noted_by_mistake_is_voided(session: Session, followed: Followed) -> None:
    followed.ready().pay()
    given = {"award_id": followed.award.id, "reason": "Era de otro grupo."}
    line = note_return(
        session,
        followed.act(),
        award_id=followed.award.id,
        amount=Money.soles(10),
        on_date=PAID_ON,
        voucher="0009",
    )
    deposit = session.scalars(select(CounterpartDeposit)).one()

    void_return(session, followed.act(), **given, line_id=line.id)
    void_counterpart(session, followed.act(), **given, line_id=deposit.id)

    assert (counters(followed)[2], deposit.void_reason) == (ZERO, "Era de otro grupo.")


def test_an_award_is_annulled_before_or_after_the_signature_and_its_money_goes_back(
    session: Session, followed: Followed
) -> None:
    envelope = session.get_one(Envelope, followed.award.envelope_id)
    before = envelope.committed
    given = {"award_id": followed.award.id, "reason": "El grupo desistió por escrito."}
    with pytest.raises(NotPermitted):
        annulled_by_two(session, followed.act(followed.scored.staff), **given)

    annulled_by_two(session, followed.act(followed.approver), **given)

    session.refresh(envelope)
    assert before - envelope.committed == followed.award.amount
    assert (followed.award.state, followed.follow_up.state) == ("void", "annulled")
    standing = {one.kind: one.state for one in documents_of(session, award_subject(followed.award.id))}
    assert standing == {"agreement": "void", "annulment": "issued"}
    assert session.get(Benefit, followed.award.application_id) is None
    assert broken(session) == set()


def test_an_award_whose_money_is_out_is_not_annulled(session: Session, followed: Followed) -> None:
    followed.ready().pay()
    given = {"award_id": followed.award.id, "reason": "El grupo desistió por escrito."}

    refused = codes(lambda: annulled_by_two(session, followed.act(followed.approver), **given))

    assert refused == ["follow_up.money_kept"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE follow_up SET accounted = paid + 1",
        "UPDATE follow_up SET returned = -1",
        "UPDATE follow_up SET paid = amount + 1",
        "UPDATE follow_up SET state = 'settled'",
        "UPDATE instalment SET paid_by = approved_by WHERE number = 1",
        "UPDATE instalment SET approved_by = proposed_by WHERE number = 1",
        "INSERT INTO expense (id, follow_up_id, amount, on_date, noted_at, noted_by, supplier, ruc, voucher_kind, "
        "voucher_number, item) SELECT id + 1, follow_up_id, amount, on_date, noted_at, noted_by, supplier, ruc, "
        "voucher_kind, voucher_number, item FROM expense",
    ],
)
def test_the_tables_refuse_what_the_rules_do(session: Session, followed: Followed, statement: str) -> None:
    followed.ready().pay()
    followed.spend(10)
    session.flush()

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(statement))


def test_only_a_standing_award_with_an_agreement_is_signed(session: Session, tmp_path: Path) -> None:
    scored = make_agreed_contest(session)
    found = award_of(session, scored)
    early = lambda day: sign_agreement(  # noqa: E731
        session, act_of(scored.staff, LATER), award_id=found.id, signed_on=day, storage=Storage(tmp_path)
    )
    assert codes(lambda: early(date(2026, 11, 22))) == ["follow_up.signed_on"]
    assert codes(lambda: early(date(2026, 12, 16))) == ["follow_up.signed_on"]
    found.state = "void"
    with pytest.raises(WrongState):
        early(PAID_ON)
