"""Going back once awards have papers: all of them become void by the act, and nothing is lost."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.models import Award, UndoneAward
from contest_portal.allocation.reserve_models import UndoneReserveCall
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.queries import contest_documents, verification
from contest_portal.awards.reopening_queries import reopening_facts
from contest_portal.awards.rules.reopening import BackTo, reopening_problems
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.awards.services.note_return import note_return
from contest_portal.awards.services.propose_transfer import propose_transfer
from contest_portal.awards.services.withdraw_transfer import withdraw_transfer
from contest_portal.awards.undoing import undoing_of
from contest_portal.contests.models import Envelope
from contest_portal.documents.models import Document
from contest_portal.publication.invariants import broken_invariants
from tests.factories.accounts import act_of, make_user
from tests.factories.awards import agreements_by_two
from tests.factories.follow_ups import (
    PAID_ON,
    annulled_by_two,
    award_of,
    make_followed,
    make_paid,
    make_ready,
)
from tests.factories.reopening import ACT, WHY, make_reopened
from tests.factories.reserve import make_called

BEFORE = f"{ACT}: {WHY}"


@pytest.fixture
def other(session: Session) -> User:
    return make_user(session, Role.STAFF)


def broken(session: Session) -> list[str]:
    """Name the invariants that do not hold, but for the one that this scene's later members never kept."""
    return [one.code for one in broken_invariants(session) if one.code != "application.members_as_sent"]


def states(session: Session, contest_id: int) -> list[tuple[str, str]]:
    return sorted((one.kind, one.state) for one in contest_documents(session, contest_id))


def test_everything_issued_since_is_void_and_every_row_stays(
    session: Session, tmp_path: Path, other: User
) -> None:
    followed = make_followed(session, tmp_path)
    scored, contest_id = followed.scored, followed.scored.contest.id
    ended = award_of(session, scored, "Mishki Tanta")
    annulled_by_two(
        session, act_of(other, followed.act().at), award_id=ended.id, reason="El grupo desistió por escrito."
    )
    call = make_called(session, scored)
    ids = set(session.scalars(select(Award.id)))
    told = undoing_of(session, contest_id, BackTo.ALLOCATION)

    make_reopened(session, contest_id, scored.secretary, other, BackTo.ALLOCATION, at=followed.act().at)

    assert [(one.kind, one.about) for one in told.papers] == [
        ("resolution", ""),
        ("agreement", "Sumaq Kuy"),
        ("agreement", "Llaqta Maki"),
        ("reserve_call", "Allin Ruway"),
    ]
    assert states(session, contest_id) == [
        ("acta", "issued"),
        ("agreement", "void"),
        ("agreement", "void"),
        ("agreement", "void"),
        ("annulment", "issued"),
        ("resolution", "void"),
    ]
    letter = session.get_one(Document, call.document_id)
    assert (letter.state, letter.void_reason) == ("void", BEFORE)
    assert set(session.scalars(select(UndoneAward.id))) == ids
    assert session.scalars(select(UndoneReserveCall.state)).all() == ["called"]
    assert session.scalars(select(Award.id)).all() == []
    assert session.scalars(select(FollowUp.state)).all() == ["annulled"]
    assert {one.committed.cents for one in session.scalars(select(Envelope))} == {0}
    assert broken(session) == []


def test_the_stages_are_gone_through_again_with_other_awards_and_the_next_numbers(
    session: Session, tmp_path: Path, other: User
) -> None:
    followed = make_followed(session, tmp_path)
    scored, contest_id, at = followed.scored, followed.scored.contest.id, followed.act().at
    old = {one.code: one for one in contest_documents(session, contest_id) if one.kind == "agreement"}

    make_reopened(session, contest_id, scored.secretary, other, BackTo.ALLOCATION, at=at)
    run = propose_allocation(session, act_of(scored.secretary, at), contest_id=contest_id)
    approve_allocation(session, act_of(scored.staff, at), run_id=run.id, result_sha256=run.result_sha256)
    again = issue_resolution(session, act_of(scored.staff, at), contest_id=contest_id)
    new = agreements_by_two(session, act_of(scored.staff, at), contest_id=contest_id)

    shown = verification(session, next(iter(old.values())).verification_code)
    assert shown is not None
    assert (shown.is_void, shown.void_reason, shown.contest_code) == (True, BEFORE, scored.contest.code)
    replaced = json.loads(again.data)["content"]["replaces"]
    assert (replaced["reason"], replaced["changed"]) == (BEFORE, [])
    assert len(new) == len(old) == 3
    assert set(old) & {one.code for one in new} == set()
    assert len(set(session.scalars(select(Award.id))) | set(session.scalars(select(UndoneAward.id)))) == 6
    assert broken(session) == []


def test_money_that_a_group_keeps_comes_back_first(session: Session, tmp_path: Path, other: User) -> None:
    followed = make_paid(session, tmp_path)
    contest_id = followed.scored.contest.id

    def standing() -> list[str]:
        return [one.code for one in reopening_problems(reopening_facts(session, contest_id))]

    kept = standing()
    note_return(
        session,
        followed.act(),
        award_id=followed.award.id,
        amount=followed.follow_up.paid,
        on_date=PAID_ON,
        voucher="Depósito 77",
    )
    returned = standing()
    annulled_by_two(
        session,
        act_of(other, followed.act().at),
        award_id=followed.award.id,
        reason="Devolvió todo el dinero.",
    )
    annulled = standing()
    make_reopened(session, contest_id, followed.scored.secretary, other, at=followed.act().at)

    assert (kept, returned, annulled) == (["reopening.money_kept"], ["reopening.returned"], [])
    follow_up = session.scalars(select(FollowUp)).one()
    assert (follow_up.state, follow_up.returned) == ("annulled", follow_up.paid)
    orders = session.execute(select(Document.state).where(Document.kind == "transfer_order")).scalars().all()
    assert orders == ["issued"]
    assert broken(session) == []


def test_a_transfer_under_way_is_withdrawn_first(session: Session, tmp_path: Path) -> None:
    followed = make_ready(session, tmp_path)
    propose_transfer(session, followed.act(), award_id=followed.award.id, number=1)
    facts = reopening_facts(session, followed.scored.contest.id)

    withdraw_transfer(session, followed.act(), award_id=followed.award.id, number=1)

    assert [one.code for one in reopening_problems(facts)] == ["reopening.under_way"]
    assert reopening_problems(reopening_facts(session, followed.scored.contest.id)) == ()
