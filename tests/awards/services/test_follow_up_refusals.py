"""Who may do what with an award, and that a refusal leaves every table as it was."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.awards.follow_up_models import CounterpartDeposit, Expense
from contest_portal.awards.services.note_counterpart import note_counterpart
from contest_portal.awards.services.note_return import note_return
from contest_portal.awards.services.record_payment import record_payment
from contest_portal.awards.services.set_bank_account import set_bank_account
from contest_portal.awards.services.sign_agreement import sign_agreement
from contest_portal.awards.services.void_counterpart import void_counterpart
from contest_portal.awards.services.void_expense import void_expense
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.storage import Storage
from tests.awards.deeds import DEEDS, ENDING, NOTING, REASON, annulled, refused, settled
from tests.factories.follow_ups import (
    CCI,
    LATER,
    PAID_ON,
    Followed,
    award_of,
    make_followed,
    make_paid,
    make_ready,
)

STAFF_ALONE = frozenset({"approve", "pay", "amend", *ENDING})
MANY_YEARS = Money.soles(1_000_000)


@pytest.fixture
def paid(session: Session, tmp_path: Path) -> Followed:
    return make_paid(session, tmp_path)


def act_as(user_id: int, *grants: Grant) -> Act:
    return Act(Actor(user_id, frozenset(grants)), LATER)


@pytest.mark.parametrize("name", DEEDS)
def test_nobody_without_the_right_does_anything(paid: Followed, name: str) -> None:
    elsewhere = paid.scored.contest.id + 1
    strangers = [
        act_as(paid.payer.id),
        *(act_as(paid.payer.id, Grant(role)) for role in (Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE)),
        act_as(paid.payer.id, Grant(Role.SECRETARY, elsewhere)),
        act_as(paid.payer.id, Grant(Role.STAFF, elsewhere)),
        *([act_as(paid.secretary.id, Grant(Role.SECRETARY))] if name in STAFF_ALONE else []),
    ]

    told = [refused(paid, lambda who=who: DEEDS[name](paid, who, paid.award.id)) for who in strangers]

    assert told == [["NotPermitted"]] * len(strangers)


@pytest.mark.parametrize("name", DEEDS)
def test_an_award_that_is_not_there_is_not_found(paid: Followed, name: str) -> None:
    staff = paid.act(paid.approver)

    assert refused(paid, lambda: DEEDS[name](paid, staff, paid.award.id + 900)) == ["NotFound"]


@pytest.mark.parametrize("name", [name for name in DEEDS if name not in ("sign", "annul")])
def test_before_the_signature_there_is_nothing_to_follow(paid: Followed, name: str) -> None:
    unsigned = award_of(paid.session, paid.scored, "Mishki Tanta")

    assert refused(paid, lambda: DEEDS[name](paid, paid.act(paid.approver), unsigned.id)) == ["NotFound"]


@pytest.mark.parametrize("name", NOTING)
def test_a_settled_award_takes_nothing_more(paid: Followed, name: str) -> None:
    settled(paid)

    assert refused(paid, lambda: NOTING[name](paid, paid.act(paid.payer), paid.award.id)) == [
        "follow_up.over"
    ]


@pytest.mark.parametrize("name", NOTING)
def test_an_annulled_award_takes_nothing_more(session: Session, tmp_path: Path, name: str) -> None:
    ready = annulled(make_ready(session, tmp_path))

    assert refused(ready, lambda: NOTING[name](ready, ready.act(ready.payer), ready.award.id)) == [
        "follow_up.over"
    ]


def test_an_end_comes_once_and_only_from_where_it_may(paid: Followed) -> None:
    payer = paid.act(paid.payer)
    early = refused(paid, lambda: ENDING["close"](paid, payer, paid.award.id))
    settled(paid)

    again = {
        name: refused(paid, lambda name=name: ENDING[name](paid, payer, paid.award.id))
        for name in ("settle", "annul")
    }

    assert early == ["follow_up.wrong_state.close"]
    assert again == {"settle": ["follow_up.wrong_state.settle"], "annul": ["follow_up.wrong_state.annul"]}


def test_what_is_annulled_is_neither_settled_closed_nor_annulled_again(
    session: Session, tmp_path: Path
) -> None:
    ready = annulled(make_ready(session, tmp_path))
    payer = ready.act(ready.payer)

    told = [refused(ready, lambda name=name: ENDING[name](ready, payer, ready.award.id)) for name in ENDING]

    assert told == [
        ["follow_up.wrong_state.settle"],
        ["follow_up.wrong_state.close"],
        ["award.wrong_state.annul"],
    ]


def test_an_annulled_award_is_not_signed_again(session: Session, tmp_path: Path) -> None:
    ready = annulled(make_ready(session, tmp_path))

    assert refused(ready, lambda: DEEDS["sign"](ready, ready.act(), ready.award.id)) == [
        "follow_up.no_agreement"
    ]


def test_a_line_of_another_award_is_not_found(paid: Followed, tmp_path: Path) -> None:
    session, other = paid.session, award_of(paid.session, paid.scored, "Mishki Tanta")
    paid.spend(100)
    sign_agreement(session, paid.act(), award_id=other.id, signed_on=PAID_ON, storage=Storage(tmp_path))
    expense = session.scalars(select(Expense)).one().id
    deposit = session.scalars(select(CounterpartDeposit)).one().id
    said = {"award_id": other.id, "reason": REASON}

    told = [
        refused(paid, lambda: void_expense(session, paid.act(), line_id=expense, **said)),
        refused(paid, lambda: void_counterpart(session, paid.act(), line_id=deposit, **said)),
    ]

    assert told == [["NotFound"], ["NotFound"]]


@pytest.mark.parametrize("reason", ["", "    ", "Era\u200b", "r" * 301])
def test_a_line_is_voided_with_a_reason_alone(paid: Followed, reason: str) -> None:
    line = paid.session.scalars(select(CounterpartDeposit)).one().id
    deed = lambda: void_counterpart(  # noqa: E731
        paid.session, paid.act(), award_id=paid.award.id, line_id=line, reason=reason
    )

    assert refused(paid, deed) == ["follow_up.reason"]


@pytest.mark.parametrize("number", [0, 3, -1])
def test_an_instalment_that_is_not_there_is_not_found(paid: Followed, number: int) -> None:
    paying = lambda: record_payment(  # noqa: E731
        paid.session,
        paid.act(paid.payer),
        award_id=paid.award.id,
        number=number,
        paid_on=PAID_ON,
        operation="0001",
    )

    assert refused(paid, paying) == ["NotFound"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"kind": "gold"}, ["kind"]),
        ({"kind": ""}, ["kind"]),
        ({"amount": ZERO}, ["amount"]),
        ({"amount": Money(-1)}, ["amount"]),
        ({"voucher": " "}, ["voucher"]),
        ({"voucher": "v" * 61}, ["voucher"]),
        ({"on_date": date(2026, 12, 16)}, ["day"]),
        ({"on_date": date(2026, 11, 22)}, ["day"]),
        (
            {"kind": "x", "amount": ZERO, "voucher": "", "on_date": date(1, 1, 1)},
            ["kind", "voucher", "amount", "day"],
        ),
    ],
)
def test_a_counterpart_that_cannot_be_is_refused_with_all_that_is_wrong(
    paid: Followed, changes: dict[str, object], codes: list[str]
) -> None:
    said = {"kind": "cash", "amount": Money(1), "on_date": PAID_ON, "voucher": "0012"} | changes
    deed = lambda: note_counterpart(paid.session, paid.act(), award_id=paid.award.id, **said)  # noqa: E731

    assert refused(paid, deed) == [f"follow_up.{code}" for code in codes]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"amount": MANY_YEARS}, ["above_balance"]),
        ({"amount": ZERO}, ["amount"]),
        ({"voucher": "1"}, ["operation"]),
        ({"voucher": "1" * 41}, ["operation"]),
        ({"on_date": date(2027, 1, 1)}, ["day"]),
        (
            {"amount": MANY_YEARS, "voucher": "", "on_date": date(9999, 12, 31)},
            ["day", "operation", "above_balance"],
        ),
    ],
)
def test_a_return_that_cannot_be_is_refused_with_all_that_is_wrong(
    paid: Followed, changes: dict[str, object], codes: list[str]
) -> None:
    said = {"amount": Money(1), "on_date": PAID_ON, "voucher": "0012"} | changes
    deed = lambda: note_return(paid.session, paid.act(), award_id=paid.award.id, **said)  # noqa: E731

    assert refused(paid, deed) == [f"follow_up.{code}" for code in codes]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"supplier": ""}, ["supplier"]),
        ({"voucher_kind": "cash"}, ["voucher_kind"]),
        ({"ruc": ""}, ["ruc"]),
        ({"voucher_kind": "sworn"}, ["sworn_ruc"]),
        ({"number": ""}, ["voucher_number"]),
        ({"number": "F001-"}, ["voucher_number"]),
        ({"number": "sin número"}, ["voucher_number"]),
        ({"item": ""}, ["item"]),
        ({"item": "goods-0"}, ["item"]),
        (
            {"supplier": "", "voucher_kind": "", "ruc": "", "number": "x", "item": "", "amount": MANY_YEARS},
            ["voucher_kind", "supplier", "ruc", "voucher_number", "item", "above_balance"],
        ),
    ],
)
def test_an_expense_tells_all_that_is_wrong_at_once(
    paid: Followed, changes: dict[str, Any], codes: list[str]
) -> None:
    assert refused(paid, lambda: paid.spend(1, **changes)) == [f"follow_up.{code}" for code in codes]


@pytest.mark.parametrize(
    ("bank", "cci", "holder", "codes"),
    [
        ("", CCI, "Grupo", ["bank"]),
        ("BN", "", "Grupo", ["cci"]),
        ("BN", CCI[:-1] + "2", "Grupo", ["cci_check"]),
        ("BN", CCI, "\u200b", ["holder"]),
        ("b" * 61, "1" * 4000, "h" * 121, ["bank", "cci", "holder"]),
    ],
)
def test_an_account_that_cannot_be_leaves_the_one_before(
    session: Session, tmp_path: Path, bank: str, cci: str, holder: str, codes: list[str]
) -> None:
    ready = make_ready(session, tmp_path)
    deed = lambda: set_bank_account(  # noqa: E731
        session,
        ready.act(),
        award_id=ready.award.id,
        expected_version=ready.follow_up.version,
        bank=bank,
        cci=cci,
        holder=holder,
    )

    assert refused(ready, deed) == [f"follow_up.{code}" for code in codes]
    assert (ready.follow_up.bank, ready.follow_up.cci) == ("Banco de la Nación", CCI)


@pytest.mark.parametrize(
    "typed", ["011-366-000100032542-21", "011 366 000100032542 21", "011.366.000100032542.21"]
)
def test_an_account_is_kept_without_what_banks_put_between(
    session: Session, tmp_path: Path, typed: str
) -> None:
    followed = make_followed(session, tmp_path)

    found = set_bank_account(
        session,
        followed.act(),
        award_id=followed.award.id,
        expected_version=1,
        bank="  Banco de la Nación\u200b ",
        cci=typed,
        holder=" Sumaq Kuy ",
    )

    assert (found.bank, found.cci, found.holder) == ("Banco de la Nación", CCI, "Sumaq Kuy")


def test_who_reads_an_older_account_overwrites_nothing(session: Session, tmp_path: Path) -> None:
    ready = make_ready(session, tmp_path)
    seen = ready.follow_up.version
    DEEDS["account"](ready, ready.act(), ready.award.id)
    deed = lambda: set_bank_account(  # noqa: E731
        session,
        ready.act(),
        award_id=ready.award.id,
        expected_version=seen,
        bank="Otro banco",
        cci=CCI,
        holder="Otra",
    )

    assert refused(ready, deed) == ["Stale"]
    assert ready.follow_up.bank == "Caja Huancayo"
