"""Money moves between envelopes by an act of two persons, and never what is committed."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.documents.envelope_move import EnvelopeMoveAct, Place
from contest_portal.allocation.move_queries import moves_of
from contest_portal.allocation.queries import present_inputs
from contest_portal.allocation.rules.moves import MoveWish
from contest_portal.allocation.services.approve_envelope_move import approve_envelope_move
from contest_portal.allocation.services.discard_envelope_move import discard_envelope_move
from contest_portal.allocation.services.propose_envelope_move import propose_envelope_move
from contest_portal.contests.models import Fund
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.kernel.records import from_data
from contest_portal.publication.invariants import broken_invariants
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import make_approved, make_full_contest, make_proposed, make_scored_contest
from tests.factories.moves import WHY, envelope_of, make_move, make_moved


def test_an_approved_move_changes_both_envelopes_and_has_its_act(session: Session) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)

    move = make_moved(session, scored, "MARCHA", "IDEA", 40_000)

    idea, running = envelope_of(session, scored, "IDEA"), envelope_of(session, scored, "MARCHA")
    session.refresh(idea)
    session.refresh(running)
    document = session.get_one(Document, move.document_id)
    assert (idea.amount, running.amount, running.committed) == tuple(
        map(Money.soles, (80_000, 20_000, 20_000))
    )
    assert document.code == "ACTO DE TRASLADO N.° 001-2026-UT-HUANCAVELICA"
    content = from_data(EnvelopeMoveAct, json.loads(document.data)["content"])
    assert (content.source, content.target, content.proposed_by, content.approved_by, content.reason) == (
        Place("En marcha", Money.soles(40_000), Money(0)),
        Place("En idea", Money.soles(5_000), Money.soles(45_000)),
        "Rosa Inga Paredes",
        "Delia Yupanqui Rojas",
        WHY,
    )
    with pytest.raises(Refused):
        make_move(session, scored, "MARCHA", "IDEA", 1)
    assert broken_invariants(session) == ()
    assert [row.action for row in session.scalars(select(AuditRow).order_by(AuditRow.seq))][-3:] == [
        "envelope.move_proposed",
        "document.issued",
        "envelope.moved",
    ]


def test_new_money_of_the_fund_is_shared_out_with_the_rest(session: Session) -> None:
    scored = make_full_contest(session)
    fund = session.get_one(Fund, scored.contest.fund_id)
    fund.amount = fund.amount + Money.soles(12_000)
    make_moved(session, scored, "", "IDEA", 12_000)

    inputs = present_inputs(session, scored.contest.id)
    make_approved(session, scored)

    assert (inputs.fund, inputs.envelopes[0].amount) == (Money.soles(112_000), Money.soles(52_000))
    assert (fund.reserved, fund.free) == (Money.soles(112_000), Money(0))
    assert broken_invariants(session) == ()


def test_what_was_free_may_go_back_to_the_fund_after_the_allocation(session: Session) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)

    make_moved(session, scored, "MARCHA", "", 1_000)

    assert session.get_one(Fund, scored.contest.fund_id).free == Money.soles(1_000)
    assert broken_invariants(session) == ()


def test_who_proposed_does_not_approve_and_others_may_neither(session: Session) -> None:
    scored = make_full_contest(session)
    move = make_move(session, scored, "MARCHA", "IDEA", 5)
    for who in (scored.secretary, make_user(session, Role.AUDITOR)):
        with pytest.raises(NotPermitted):
            approve_envelope_move(session, act_of(who, NOON), move_id=move.id)
    with pytest.raises(NotPermitted):
        discard_envelope_move(session, act_of(make_user(session, Role.AUDITOR), NOON), move_id=move.id)
    with pytest.raises(WrongState):
        make_move(session, scored, "MARCHA", "IDEA", 5)

    discard_envelope_move(session, act_of(scored.staff, NOON), move_id=move.id)

    with pytest.raises(WrongState):
        approve_envelope_move(session, act_of(scored.staff, NOON), move_id=move.id)
    assert [one.state for one in moves_of(session, scored.contest)] == ["discarded"]


def test_while_an_allocation_waits_its_envelopes_stay(session: Session) -> None:
    scored = make_full_contest(session)
    move = make_move(session, scored, "MARCHA", "IDEA", 5)
    make_proposed(session, scored)

    with pytest.raises(Refused) as refusal:
        approve_envelope_move(session, act_of(scored.staff, NOON), move_id=move.id)

    assert [problem.code for problem in refusal.value.problems] == ["move.run_proposed"]


def test_only_envelopes_of_the_contest_and_only_in_time(session: Session) -> None:
    scored = make_full_contest(session)
    other = make_scored_contest(session, beside=scored)
    with pytest.raises(NotFound):
        propose_envelope_move(
            session,
            act_of(scored.secretary, NOON),
            contest_id=scored.contest.id,
            wish=MoveWish(envelope_of(session, other, "IDEA").id, None, Money(1), WHY),
        )
    scored.contest.state = "evaluating"
    with pytest.raises(WrongState):
        make_move(session, scored, "MARCHA", "IDEA", 5)
    with pytest.raises(NotFound):
        approve_envelope_move(session, act_of(scored.staff, NOON), move_id=987_654)
