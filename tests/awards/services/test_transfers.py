"""Money leaves by three pairs of hands, in its order, once, and never more than was granted."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.follow_up_acts import move_counter
from contest_portal.awards.follow_up_models import CounterpartDeposit, Instalment
from contest_portal.awards.follow_up_queries import award_file
from contest_portal.awards.services.approve_transfer import approve_transfer
from contest_portal.awards.services.propose_transfer import propose_transfer
from contest_portal.awards.services.record_payment import record_payment
from contest_portal.awards.services.void_counterpart import void_counterpart
from contest_portal.awards.services.void_expense import void_expense
from contest_portal.awards.services.withdraw_transfer import withdraw_transfer
from contest_portal.kernel.money import ZERO, Money
from contest_portal.publication.invariants import broken_invariants
from tests.awards.deeds import DEEDS, REASON, refused
from tests.awards.papers import content_of
from tests.factories.accounts import make_user
from tests.factories.follow_ups import CCI, PAID_ON, Followed, make_followed, make_paid, make_ready

TODAY = date(2026, 12, 15)


@pytest.fixture
def ready(session: Session, tmp_path: Path) -> Followed:
    return make_ready(session, tmp_path)


@pytest.fixture
def paid(session: Session, tmp_path: Path) -> Followed:
    return make_paid(session, tmp_path)


def part(followed: Followed, number: int = 1) -> Instalment:
    found = select(Instalment).where(Instalment.number == number).execution_options(populate_existing=True)
    return followed.session.scalars(found).one()


def propose(followed: Followed, user: User | None = None, number: int = 1) -> Instalment:
    return propose_transfer(followed.session, followed.act(user), award_id=followed.award.id, number=number)


def approve(followed: Followed, user: User | None = None, number: int = 1) -> Instalment:
    user = user or followed.approver
    return approve_transfer(followed.session, followed.act(user), award_id=followed.award.id, number=number)


def pay(
    followed: Followed,
    user: User | None = None,
    number: int = 1,
    paid_on: date = PAID_ON,
    operation: str = "0001",
) -> Instalment:
    return record_payment(
        followed.session,
        followed.act(user or followed.payer),
        award_id=followed.award.id,
        number=number,
        paid_on=paid_on,
        operation=operation,
    )


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_any_three_of_the_staff_may_share_the_steps(ready: Followed, order: tuple[int, ...]) -> None:
    three = [ready.approver, ready.payer, make_user(ready.session, Role.STAFF, Role.TREASURER)]
    first, second, third = (three[index] for index in order)

    propose(ready, first)
    approve(ready, second)
    found = pay(ready, third)

    assert (found.proposed_by, found.approved_by, found.paid_by) == (first.id, second.id, third.id)


def test_no_hand_does_two_steps(ready: Followed) -> None:
    propose(ready, ready.approver)
    own = refused(ready, lambda: approve(ready, ready.approver))
    approve(ready, ready.payer)

    told = [refused(ready, lambda user=user: pay(ready, user)) for user in (ready.approver, ready.payer)]

    assert [own, *told] == [["NotPermitted"]] * 3


def test_who_approved_the_allocation_pays_nothing_but_may_approve(ready: Followed) -> None:
    propose(ready)
    approve(ready, ready.scored.staff)

    ready.scored.staff.grants.append(RoleGrant(role=Role.TREASURER.value))
    ready.session.flush()
    assert refused(ready, lambda: pay(ready, ready.scored.staff)) == ["NotPermitted"]
    assert pay(ready, ready.payer).state == "paid"


def with_every_role(ready: Followed, user: User) -> User:
    """Let a person hold all the roles of the office at once."""
    ready.session.refresh(user, ["grants"])
    held = {grant.role for grant in user.grants}
    wanted = {role.value for role in (Role.STAFF, Role.SECRETARY, Role.TREASURER)}
    user.grants.extend(RoleGrant(role=role) for role in sorted(wanted - held))
    ready.session.flush()
    return user


def test_one_person_with_every_role_has_one_part_in_an_award(ready: Followed) -> None:
    """Also from the allocation on: who proposed or approved that does neither of the other two here."""
    proposer, approver = (
        with_every_role(ready, user) for user in (ready.scored.secretary, ready.scored.staff)
    )

    told = [refused(ready, lambda: propose(ready, approver))]
    propose(ready, proposer)
    told.append(refused(ready, lambda: approve(ready, proposer)))
    approve(ready, approver)
    told += [refused(ready, lambda user=user: pay(ready, user)) for user in (proposer, approver)]

    assert told == [["NotPermitted"]] * 4
    assert pay(ready, ready.payer).state == "paid"
    assert refused(ready, lambda: propose(ready, ready.payer, 2)) == ["NotPermitted"]
    broken = {one.code for one in broken_invariants(ready.session)}
    assert "award.three_hands" not in broken


def test_the_treasury_alone_pays(ready: Followed) -> None:
    propose(ready)
    approve(ready)
    others = [make_user(ready.session, role) for role in (Role.STAFF, Role.SECRETARY, Role.AUDITOR)]

    told = [refused(ready, lambda user=user: pay(ready, user)) for user in others]

    assert told == [["NotPermitted"]] * 3
    assert pay(ready, make_user(ready.session, Role.TREASURER)).state == "paid"


def test_who_withdrew_a_proposal_may_approve_the_next(ready: Followed) -> None:
    propose(ready, ready.approver)
    withdraw_transfer(ready.session, ready.act(ready.approver), award_id=ready.award.id, number=1)

    assert part(ready).proposed_by is None
    propose(ready, ready.payer)
    assert approve(ready, ready.approver).state == "approved"


@pytest.mark.parametrize(
    ("done", "action", "code"),
    [
        (0, "withdraw", "withdraw"),
        (0, "approve", "approve"),
        (0, "pay", "pay"),
        (1, "propose", "propose"),
        (1, "pay", "pay"),
        (2, "propose", "propose"),
        (2, "withdraw", "withdraw"),
        (2, "approve", "approve"),
        (3, "propose", "propose"),
        (3, "withdraw", "withdraw"),
        (3, "approve", "approve"),
        (3, "pay", "pay"),
    ],
)
def test_a_step_out_of_its_turn_changes_nothing(ready: Followed, done: int, action: str, code: str) -> None:
    other = make_user(ready.session, Role.STAFF, Role.TREASURER)
    for step in (propose, approve, pay)[:done]:
        step(ready)

    told = refused(ready, lambda: DEEDS[action](ready, ready.act(other), ready.award.id))

    assert told == [f"transfer.wrong_state.{code}"]


def test_the_order_is_issued_once_and_its_payment_raises_the_counter_once(ready: Followed) -> None:
    propose(ready)
    approve(ready)
    order = part(ready).order_id
    pay(ready)

    again = refused(ready, lambda: pay(ready, make_user(ready.session, Role.TREASURER)))

    assert again == ["transfer.wrong_state.pay"]
    assert (part(ready).order_id, ready.follow_up.paid) == (order, part(ready).amount)


@pytest.mark.parametrize(
    ("paid_on", "operation", "codes"),
    [
        (date(2026, 11, 23), "0001", ["day"]),
        (date(2026, 12, 16), "0001", ["day"]),
        (date(2026, 11, 24), "1", ["operation"]),
        (date(2026, 11, 24), "\u200b\u200b\u200b", ["operation"]),
        (date(1, 1, 1), "1" * 41, ["operation", "day"]),
    ],
)
def test_a_payment_that_cannot_be_is_refused(
    ready: Followed, paid_on: date, operation: str, codes: list[str]
) -> None:
    propose(ready)
    approve(ready)

    told = refused(ready, lambda: pay(ready, paid_on=paid_on, operation=operation))

    assert told == [f"follow_up.{code}" for code in codes]


def test_a_counterpart_that_is_taken_back_stops_the_approval(ready: Followed) -> None:
    propose(ready)
    line = ready.session.scalars(select(CounterpartDeposit)).one().id
    void_counterpart(ready.session, ready.act(), award_id=ready.award.id, line_id=line, reason=REASON)

    assert refused(ready, lambda: approve(ready)) == ["follow_up.counterpart"]
    assert award_file(ready.session, ready.award.id, TODAY).deposited == ZERO


def test_half_of_the_part_of_the_group_is_enough_and_a_centimo_less_is_not(
    session: Session, tmp_path: Path
) -> None:
    followed = make_followed(session, tmp_path)
    DEEDS["account"](followed, followed.act(), followed.award.id)
    followed.put_in(1_249)
    short = refused(followed, lambda: propose(followed))
    followed.put_in(1)

    assert short == ["follow_up.counterpart"]
    assert propose(followed).state == "proposed"


def test_the_second_waits_for_the_payment_of_the_first_at_each_of_its_steps(ready: Followed) -> None:
    told = [refused(ready, lambda: propose(ready, number=2))]
    for step in (propose, approve):
        step(ready)
        told.append(refused(ready, lambda: propose(ready, number=2)))

    assert told == [["follow_up.not_next"]] * 3


def test_accounts_taken_back_stop_the_approval_of_the_second(paid: Followed) -> None:
    due = -(-paid.follow_up.paid.cents * 70 // 10_000)
    paid.spend(due)
    propose(paid, number=2)
    line = award_file(paid.session, paid.award.id, TODAY).expenses[0].id
    void_expense(paid.session, paid.act(), award_id=paid.award.id, line_id=line, reason=REASON)

    assert refused(paid, lambda: approve(paid, number=2)) == ["follow_up.accounts"]


def test_both_instalments_are_the_whole_award(paid: Followed) -> None:
    paid.spend(-(-paid.follow_up.paid.cents * 70 // 10_000))
    paid.pay(2)

    file = award_file(paid.session, paid.award.id, TODAY)

    assert Money.total(one.amount for one in file.transfers) == file.line.paid == paid.award.amount
    assert [(one.state, one.actions, one.problems) for one in file.transfers] == [("paid", (), ())] * 2


def test_an_account_changes_between_two_transfers_and_each_order_keeps_its_own(paid: Followed) -> None:
    paid.spend(-(-paid.follow_up.paid.cents * 70 // 10_000))
    DEEDS["account"](paid, paid.act(), paid.award.id)
    paid.pay(2)

    orders = [content_of(paid.session, part(paid, number).order_id) for number in (1, 2)]

    assert [(order["bank"], order["cci"]) for order in orders] == [
        ("Banco de la Nación", CCI),
        ("Caja Huancayo", CCI),
    ]
    assert [order["paid_before"]["cents"] for order in orders] == [0, part(paid).amount.cents]


@pytest.mark.parametrize("step", [propose, approve])
def test_an_account_stays_while_a_transfer_to_it_is_under_way(ready: Followed, step: object) -> None:
    propose(ready)
    if step is approve:
        approve(ready)

    told = refused(ready, lambda: DEEDS["account"](ready, ready.act(), ready.award.id))

    assert told == ["follow_up.account_in_use"]


@pytest.mark.parametrize(
    ("name", "amount", "code"),
    [
        ("accounted", Money.soles(1_000_000), "follow_up.above_balance"),
        ("returned", Money.soles(1_000_000), "follow_up.above_balance"),
        ("paid", Money.soles(1_000_000), "follow_up.above_balance"),
        ("accounted", Money(-1), "follow_up.counter"),
        ("returned", Money(-1), "follow_up.counter"),
        ("paid", Money(-2_000_000), "follow_up.counter"),
    ],
)
def test_no_counter_leaves_its_bounds(paid: Followed, name: str, amount: Money, code: str) -> None:
    assert refused(paid, lambda: move_counter(paid.session, paid.follow_up, name, amount)) == [code]


def test_what_a_transfer_waits_for_is_shown_with_whose_hands_were_in_it(ready: Followed) -> None:
    propose(ready)
    approve(ready)
    first, second = award_file(ready.session, ready.award.id, TODAY).transfers

    assert (first.state, first.actions, first.problems, first.paid_by, first.paid_on) == (
        "approved",
        ("pay",),
        (),
        None,
        None,
    )
    assert (first.proposed_by, first.approved_by) == (ready.secretary.full_name, ready.approver.full_name)
    granting = {ready.scored.secretary.id, ready.scored.staff.id}
    assert first.hands == {ready.secretary.id, ready.approver.id} | granting
    assert [problem.code for problem in second.problems] == ["follow_up.not_next"]
    assert (second.hands, second.order_id) == ({ready.approver.id, ready.scored.staff.id}, None)
