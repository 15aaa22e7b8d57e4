"""The board of awards and one award whole; what a household's file and double benefit say of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Actor, Grant, Role
from contest_portal.awards.follow_up_queries import award_file, award_lines, award_of_application
from contest_portal.awards.past_queries import past_of
from contest_portal.awards.services.note_return import note_return
from contest_portal.awards.services.settle_award import settle_award
from contest_portal.awards.services.void_expense import void_expense
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound, Refused
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from tests.factories.files import winner_of
from tests.factories.follow_ups import (
    PAID_ON,
    Followed,
    annulled_by_two,
    award_of,
    make_agreed_contest,
    make_followed,
)
from tests.query_count import counted_queries

TODAY = date(2026, 12, 15)
AUDITOR = Actor(1, frozenset({Grant(Role.AUDITOR)}))


@pytest.fixture
def followed(session: Session, tmp_path: Path) -> Followed:
    return make_followed(session, tmp_path)


def test_the_board_lists_what_is_latest_first(session: Session, followed: Followed) -> None:
    lines = award_lines(session, TODAY, contest_id=followed.scored.contest.id)

    assert [(line.group_name, line.state, line.late, line.days) for line in lines][-1] == (
        "Sumaq Kuy",
        "running",
        6,
        22,
    )
    assert [line.late for line in lines] == [7, 7, 6]
    assert award_lines(session, TODAY, contest_id=0) == ()
    assert len(award_lines(session, TODAY)) == 3


def test_an_award_shows_whole_and_before_its_signature_only_its_papers(
    session: Session, followed: Followed
) -> None:
    followed.ready().pay()
    followed.spend(100)
    other = award_of(session, followed.scored, "Mishki Tanta")

    found, early = (award_file(session, award_id, TODAY) for award_id in (followed.award.id, other.id))

    assert [(part.number, part.state, bool(part.problems)) for part in found.transfers] == [
        (1, "paid", False),
        (2, "planned", True),
    ]
    assert (found.deposited, found.spent_on("goods-1"), found.spent_on("other")) == (
        Money.soles(2_500),
        Money.soles(100),
        ZERO,
    )
    assert [paper.kind for paper in found.papers] == ["agreement", "transfer_order"]
    assert [problem.code for problem in found.end_problems] == ["follow_up.balance"]
    assert (early.line.state, early.follow_up, [paper.kind for paper in early.papers]) == (
        "unsigned",
        None,
        ["agreement"],
    )
    with pytest.raises(NotFound):
        award_file(session, 0, TODAY)


def test_the_board_asks_the_database_as_often_for_one_as_for_three(session: Session, tmp_path: Path) -> None:
    scored = make_agreed_contest(session)
    with counted_queries(session) as before:
        award_lines(session, TODAY)
    make_followed(session, tmp_path, scored)
    with counted_queries(session) as after:
        award_lines(session, TODAY)

    assert after.total - before.total <= 2


def test_a_file_of_the_register_tells_the_whole_award(session: Session, followed: Followed) -> None:
    member = winner_of(session, followed.scored)
    file = FileRef(FileOf.HOUSEHOLD, member.household_id)
    followed.ready().pay()
    paid = followed.follow_up.paid
    running = past_of(session, AUDITOR, file)[0].award
    note_return(
        session,
        followed.act(),
        award_id=followed.award.id,
        amount=paid,
        on_date=PAID_ON,
        voucher="0009",
    )
    settled_as = settle_award(
        session, followed.act(followed.approver), award_id=followed.award.id, reason="No aprobó el avance."
    ).code

    settled = past_of(session, AUDITOR, file)[0].award

    assert running is not None
    assert (running.state, running.paid, running.balance, running.settlement) == ("running", paid, paid, None)
    assert settled == replace(running, state="settled", balance=ZERO, settlement=settled_as)


def test_an_annulled_award_is_told_as_such_and_has_nothing_due(session: Session, followed: Followed) -> None:
    award_id = followed.award.id
    assert award_of_application(session, followed.award.application_id) == award_id

    annulled_by_two(session, followed.act(followed.approver), award_id=award_id, reason="El grupo desistió.")

    line = award_file(session, award_id, TODAY).line
    assert (line.state, line.dues) == ("annulled", ())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["spend", "give back", "void"]), st.integers(1, 900_000)),
        max_size=8,
    )
)
def test_the_balance_is_always_what_was_paid_less_what_was_shown(
    session: Session, followed: Followed, deeds: list[tuple[str, int]]
) -> None:
    with session.begin_nested() as undone:
        if not followed.follow_up.paid:
            followed.ready().pay()
        for number, (deed, cents) in enumerate(deeds):
            _try(followed, deed, Money(cents), number)
        found = award_file(session, followed.award.id, TODAY)
        shown = Money.total(one.amount for one in found.expenses if one.voided_at is None)
        back = Money.total(one.amount for one in found.returns if one.voided_at is None)

        assert (found.line.accounted, found.line.returned) == (shown, back)
        assert ZERO <= found.line.balance == found.line.paid - shown - back
        undone.rollback()


def _try(followed: Followed, deed: str, amount: Money, number: int) -> None:
    session, act, award_id = followed.session, followed.act(), followed.award.id
    expenses = award_file(session, award_id, TODAY).expenses
    standing = [one for one in expenses if one.voided_at is None]
    try:
        if deed == "spend":
            followed.spend(0, f"F001-{number + 1}", amount=amount)
        elif deed == "give back":
            note_return(
                session, act, award_id=award_id, amount=amount, on_date=PAID_ON, voucher=f"00{number}"
            )
        elif standing:
            void_expense(session, act, award_id=award_id, line_id=standing[0].id, reason="Era de otro.")
    except Refused:
        return
