"""A group of the reserve list is called by two persons, answers in time, and is granted what was held for it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.models import Award
from contest_portal.allocation.reserve_queries import reserve_list, reserve_of
from contest_portal.allocation.services.approve_reserve_call import approve_reserve_call
from contest_portal.allocation.services.discard_reserve_call import discard_reserve_call
from contest_portal.contests.models import Envelope
from contest_portal.documents.models import Document
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.publication.invariants import broken_invariants
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest
from tests.factories.follow_ups import annulled_by_two
from tests.factories.moves import envelope_of, make_moved
from tests.factories.publication import make_announced_contest
from tests.factories.reserve import make_answered, make_call, make_called

AFTER = NOON + timedelta(days=30)


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    """A contest whose reserve asks for 12,000, then 5,000, with 5,000 left and 20,000 more moved in."""
    scored = make_full_contest(session)
    make_approved(session, scored)
    make_moved(session, scored, "MARCHA", "IDEA", 20_000)
    return scored


def committed(session: Session, scored: ScoredContest) -> Money:
    envelope: Envelope = envelope_of(session, scored, "IDEA")
    session.refresh(envelope)
    return envelope.committed


def test_who_accepts_is_granted_what_was_held(session: Session, scored: ScoredContest) -> None:
    call = make_called(session, scored)
    held = committed(session, scored)

    make_answered(session, scored, call, "accepted")

    award = session.get_one(Award, call.award_id)
    letter = session.get_one(Document, call.document_id)
    assert (held, committed(session, scored)) == (Money.soles(47_000), Money.soles(47_000))
    assert (award.amount, award.goods, award.application_id) == (
        Money.soles(12_000),
        Money.soles(7_200),
        scored.groups["Allin Ruway"].id,
    )
    assert letter.code == "LLAMADO A LA RESERVA N.° 001-2026-UT-HUANCAVELICA"
    assert call.expires_on == date(2026, 11, 30)
    assert broken_invariants(session) == ()


@pytest.mark.parametrize(("answer", "at"), [("declined", NOON), ("lapsed", AFTER)])
def test_who_does_not_accept_makes_room_for_the_next(
    session: Session, scored: ScoredContest, answer: str, at: object
) -> None:
    call = make_called(session, scored)

    make_answered(session, scored, call, answer, at=at)  # type: ignore[arg-type]

    following = make_call(session, scored)
    assert committed(session, scored) == Money.soles(35_000)
    assert (following.application_id, following.amount) == (
        scored.groups["Wiñay Warmi"].id,
        Money.soles(5_000),
    )
    assert broken_invariants(session) == ()


def test_two_wait_for_their_answers_and_then_nobody_is_left(session: Session, scored: ScoredContest) -> None:
    make_called(session, scored)
    make_call(session, scored)

    (idea, _) = reserve_list(session, scored.contest.id)

    assert (idea.free, idea.next, idea.missing) == (Money.soles(8_000), None, None)
    assert [one.state for one in idea.waiting] == ["called", "proposed"]
    with pytest.raises(WrongState):
        make_call(session, scored)
    assert broken_invariants(session) == ()


def test_an_annulled_award_calls_the_next(session: Session) -> None:
    scored = make_announced_contest(session)
    award = session.scalars(select(Award).order_by(Award.id)).first()
    assert award is not None
    other = make_user(session, Role.STAFF)
    annulled_by_two(session, act_of(other, NOON), award_id=award.id, reason="El grupo renunció.")

    call = make_called(session, scored)
    make_answered(session, scored, call, "accepted")

    assert call.amount == Money.soles(12_000)
    assert broken_invariants(session) == ()


def test_the_proposer_does_not_approve_and_others_do_neither(session: Session, scored: ScoredContest) -> None:
    call = make_call(session, scored)
    auditor = make_user(session, Role.AUDITOR)
    for who in (scored.secretary, auditor):
        with pytest.raises(NotPermitted):
            approve_reserve_call(session, act_of(who, NOON), call_id=call.id)
    with pytest.raises(NotPermitted):
        discard_reserve_call(session, act_of(auditor, NOON), call_id=call.id)
    with pytest.raises(WrongState):
        make_answered(session, scored, call, "accepted")

    discard_reserve_call(session, act_of(scored.staff, NOON), call_id=call.id)

    assert make_call(session, scored).application_id == call.application_id
    with pytest.raises(WrongState):
        approve_reserve_call(session, act_of(scored.staff, NOON), call_id=call.id)
    with pytest.raises(NotFound):
        approve_reserve_call(session, act_of(scored.staff, NOON), call_id=987_654)


def test_a_proposal_that_the_rule_would_not_make_any_more_is_refused(
    session: Session, scored: ScoredContest
) -> None:
    call = make_call(session, scored)
    make_moved(session, scored, "IDEA", "MARCHA", 14_000)
    before = reserve_of(session, scored.contest.id, call.envelope_id, without=call.id)
    assert before.missing == Money.soles(1_000)

    with pytest.raises(Refused) as refusal:
        approve_reserve_call(session, act_of(scored.staff, NOON), call_id=call.id)

    assert [problem.code for problem in refusal.value.problems] == ["reserve.not_next"]


def test_an_answer_says_how_and_comes_in_time(session: Session, scored: ScoredContest) -> None:
    call = make_called(session, scored)

    with pytest.raises(Refused):
        make_answered(session, scored, call, "accepted", at=AFTER)
    with pytest.raises(Refused):
        make_answered(session, scored, call, "lapsed")
    make_answered(session, scored, call, "declined")
    with pytest.raises(WrongState):
        make_answered(session, scored, call, "accepted")
    with pytest.raises(NotFound):
        make_call(session, make_full_contest(session, beside=scored))
