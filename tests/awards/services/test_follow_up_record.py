"""What each act leaves in the chain: who, when, which award, ids and céntimos; nobody's name, account or paper."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.awards.follow_up_models import AwardReturn, CounterpartDeposit, Expense
from contest_portal.awards.services.amend_agreement import Amending, amend_agreement
from contest_portal.awards.services.close_award import close_award
from contest_portal.awards.services.propose_transfer import propose_transfer
from contest_portal.awards.services.void_counterpart import void_counterpart
from contest_portal.awards.services.void_expense import void_expense
from contest_portal.awards.services.void_return import void_return
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.publication.invariants import broken_invariants
from contest_portal.web.shared.audit_labels import AUDIT_ACTION_LABELS
from tests.awards.deeds import DEEDS, HOLDER, REASON, annulled, settled
from tests.factories.follow_ups import CCI, LATER, RUC, Followed, make_followed, make_paid, make_ready

Deed = Callable[[Followed], object]
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")  # any four digits turn up in one, some day


@pytest.fixture
def paid(session: Session, tmp_path: Path) -> Followed:
    return make_paid(session, tmp_path)


def rows_of(followed: Followed) -> list[AuditRow]:
    followed.session.flush()
    about = select(AuditRow).where(AuditRow.subject == f"award:{followed.award.id}")
    return list(followed.session.scalars(about.order_by(AuditRow.seq)))


def row_of(followed: Followed, deed: Deed) -> AuditRow:
    before = len(rows_of(followed))
    deed(followed)
    added = rows_of(followed)[before:]
    assert len(added) == 1
    return added[0]


def said(row: AuditRow) -> dict[str, int | str]:
    data = json.loads(row.data)
    assert isinstance(data, dict)
    return data


def by(name: str, user: str = "secretary") -> Deed:
    return lambda followed: DEEDS[name](followed, followed.act(person(followed, user)), followed.award.id)


def person(followed: Followed, name: str) -> User:
    found = getattr(followed, name)
    assert isinstance(found, User)
    return found


def test_the_way_to_a_payment_is_told_step_by_step(paid: Followed) -> None:
    amount = paid.follow_up.paid.cents

    told = [(row.action, row.actor_id, row.at, said(row).get("amount_cents")) for row in rows_of(paid)]

    secretary, approver, payer = (user.id for user in (paid.secretary, paid.approver, paid.payer))
    assert told == [
        ("award.signed", secretary, LATER, None),
        ("award.account_set", secretary, LATER, None),
        ("award.counterpart_noted", secretary, LATER, 250_000),
        ("award.transfer_proposed", secretary, LATER, amount),
        ("award.transfer_approved", approver, LATER, None),
        ("award.paid", payer, LATER, amount),
    ]


@pytest.mark.parametrize(
    ("name", "action", "data"),
    [
        ("account", "award.account_set", {}),
        ("counterpart", "award.counterpart_noted", {"kind": "labour", "amount_cents": 4_000}),
        ("return", "award.return_noted", {"amount_cents": 2_000}),
    ],
)
def test_what_is_noted_is_one_row_with_its_amount(
    paid: Followed, name: str, action: str, data: dict[str, int | str]
) -> None:
    row = row_of(paid, by(name))

    assert (row.action, row.actor_id, said(row)) == (action, paid.secretary.id, data)


def test_an_expense_and_its_end_name_the_same_line_and_amount(paid: Followed) -> None:
    noted = row_of(paid, by("expense"))
    line = paid.session.scalars(select(Expense)).one().id

    voided = row_of(
        paid,
        lambda f: void_expense(f.session, f.act(), award_id=f.award.id, line_id=line, reason=REASON),
    )

    assert (noted.action, voided.action) == ("award.expense_noted", "award.expense_voided")
    assert said(noted) == said(voided) == {"line_id": line, "amount_cents": 3_000}


def test_what_is_voided_is_told_without_its_reason(paid: Followed) -> None:
    by("return")(paid)
    back = paid.session.scalars(select(AwardReturn)).one().id
    deposit = paid.session.scalars(select(CounterpartDeposit)).one().id

    told = [
        row_of(
            paid, lambda f: void_return(f.session, f.act(), award_id=f.award.id, line_id=back, reason=REASON)
        ),
        row_of(
            paid,
            lambda f: void_counterpart(
                f.session, f.act(), award_id=f.award.id, line_id=deposit, reason=REASON
            ),
        ),
    ]

    assert [(row.action, said(row)) for row in told] == [
        ("award.return_voided", {"line_id": back, "amount_cents": 2_000}),
        ("award.counterpart_voided", {"line_id": deposit}),
    ]


def test_a_proposal_and_its_withdrawal_are_two_rows(session: Session, tmp_path: Path) -> None:
    ready = make_ready(session, tmp_path)

    told = [row_of(ready, by(name)) for name in ("propose", "withdraw")]

    assert [(row.action, said(row)["number"]) for row in told] == [
        ("award.transfer_proposed", 1),
        ("award.transfer_withdrawn", 1),
    ]


def test_what_issues_a_paper_names_it(paid: Followed) -> None:
    approver = paid.act(paid.approver)
    items = Amending("items", None, "Una malla ganadera en lugar de cuyes.", REASON)

    amended = row_of(paid, lambda f: amend_agreement(f.session, approver, award_id=f.award.id, change=items))
    settled(paid)
    closed = row_of(paid, lambda f: close_award(f.session, f.act(f.payer), award_id=f.award.id))

    found = paid.follow_up
    last = rows_of(paid)[-2]
    assert (amended.action, said(amended)["kind"]) == ("award.agreement_amended", "items")
    assert (last.action, said(last)) == (
        "award.settled",
        {"document_id": found.settlement_id, "amount_cents": 0, "released_cents": 540000},
    )
    assert (closed.action, said(closed)) == ("award.closed", {"document_id": found.closing_id})


def test_an_annulment_tells_its_paper_and_what_goes_back(session: Session, tmp_path: Path) -> None:
    ready = make_ready(session, tmp_path)

    annulled(ready)
    asked, confirmed, row = rows_of(ready)[-3:]

    assert [one.action for one in (asked, confirmed)] == ["joint_act.asked", "joint_act.confirmed"]
    assert (asked.actor_id == ready.approver.id, confirmed.actor_id == ready.approver.id) == (False, True)
    assert (row.action, row.actor_id, said(row)["amount_cents"]) == (
        "award.annulled",
        ready.approver.id,
        ready.award.amount.cents,
    )


def whole_life(followed: Followed) -> Followed:
    """Let everything happen that can, each with texts that must not be told."""
    for name in ("expense", "return"):
        by(name)(followed)
    line = followed.session.scalars(select(Expense)).one().id
    void_expense(followed.session, followed.act(), award_id=followed.award.id, line_id=line, reason=REASON)
    by("amend", "approver")(followed)
    settled(followed)
    by("close", "payer")(followed)
    return followed


def test_the_chain_holds_nothing_personal_and_stays_whole(paid: Followed) -> None:
    by("account")(paid)
    whole_life(paid)

    told = DIGEST.sub("", "\n".join(row.data for row in rows_of(paid)))

    hidden = (
        CCI,
        CCI[-4:],
        RUC,
        HOLDER,
        "Sumaq",
        "Caja",
        "Agropecuaria",
        REASON[:8],
        "F009",
        "Acta de",
        "0009",
    )
    assert [text for text in hidden if text in told] == []
    assert verify_chain(paid.session)[1] is None
    assert {one.code for one in broken_invariants(paid.session)} <= {"application.members_as_sent"}


def test_every_act_has_its_words_in_the_log_of_the_office(paid: Followed) -> None:
    by("account")(paid)
    whole_life(paid)

    actions = {row.action for row in rows_of(paid)}

    assert [action for action in sorted(actions) if action not in AUDIT_ACTION_LABELS] == []


def test_an_act_that_is_refused_leaves_no_row(session: Session, tmp_path: Path) -> None:
    followed = make_followed(session, tmp_path)
    before = len(rows_of(followed))

    with pytest.raises(Exception, match="no_account"):
        propose_transfer(session, followed.act(), award_id=followed.award.id, number=1)

    assert len(rows_of(followed)) == before
