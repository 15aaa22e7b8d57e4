"""Approve a move between envelopes: issue its act and move the money, never what is committed."""

import logging

from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.documents.envelope_move import ENVELOPE_MOVE, TITLE, EnvelopeMoveAct, Place
from contest_portal.allocation.move_models import EnvelopeMove
from contest_portal.allocation.move_queries import (
    MovePlace,
    approved_run_id,
    is_run_proposed,
    lock_move,
    move_places,
)
from contest_portal.allocation.on_record import put_on_record
from contest_portal.allocation.rules.moves import MOVE, MoveFacts
from contest_portal.contests.models import Contest, Envelope, Fund
from contest_portal.contests.queries import contest_by_id
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Refused, refuse

log = logging.getLogger(__name__)


def approve_envelope_move(session: Session, act: Act, *, move_id: int) -> EnvelopeMove:
    """Move the money as somebody else than who proposed it.

    Raises NotPermitted for the proposer, WrongState when it is decided already, Refused while an allocation waits or
    when the source does not hold the amount free any more.
    """
    move = lock_move(session, move_id)
    scope = Scope(contest_id=move.contest_id, proposer_id=move.proposed_by)
    permit(act.actor, Action.ALLOCATION_APPROVE, scope)
    contest = contest_by_id(session, move.contest_id)
    session.refresh(contest.fund, with_for_update=True)
    places = {place.number: place for place in move_places(session, contest)}
    source, target = places[move.source_id or 0], places[move.target_id or 0]
    facts = MoveFacts(move.amount, source.free, run_proposed=is_run_proposed(session, contest.id))
    MOVE.require(move, "approve")
    refuse(MOVE.problems("approve", facts))
    document = _issue(session, act, contest, _act(session, act, contest, move, source, target))
    move.run_id = approved_run_id(session, contest.id)
    # with its act: the table takes one only with the other
    MOVE.move(move, "approve", facts)
    move.decided_at, move.decided_by, move.document_id = act.at, act.actor.user_id, document.id
    _change_both(session, contest.fund, move)
    put_on_record(
        session,
        act,
        f"contest:{contest.id}",
        action="envelope.moved",
        move=move.id,
        amount_cents=move.amount.cents,
        document_id=document.id,
    )
    log.info("envelope move approved", extra={"contest_id": contest.id, "move_id": move.id})
    return move


def _issue(session: Session, act: Act, contest: Contest, paper: EnvelopeMoveAct) -> Document:
    return issue_document(
        session,
        act,
        kind=ENVELOPE_MOVE,
        office=contest.office,
        subject=f"contest:{contest.id}",
        title=TITLE.format(amount=paper.amount.format(), place=paper.target.name),
        build=lambda _issue: paper,
    )


def _act(
    session: Session, act: Act, contest: Contest, move: EnvelopeMove, source: MovePlace, target: MovePlace
) -> EnvelopeMoveAct:
    return EnvelopeMoveAct(
        contest_code=contest.code,
        contest_title=contest.title,
        source=Place(source.name, source.free, source.free - move.amount),
        target=Place(target.name, target.free, target.free + move.amount),
        amount=move.amount,
        reason=move.reason,
        proposed_by=session.get_one(User, move.proposed_by).full_name,
        proposed_on=office_date(move.proposed_at),
        approved_by=session.get_one(User, act.actor.user_id).full_name,
    )


def _change_both(session: Session, fund: Fund, move: EnvelopeMove) -> None:
    session.flush()
    _change(session, fund, move.source_id, ZERO - move.amount)
    _change(session, fund, move.target_id, move.amount)
    session.flush()


def _change(session: Session, fund: Fund, envelope_id: int | None, amount: Money) -> None:
    """Change an envelope, or what contests hold of the fund; a CHECK of each table is the second lock on the door."""
    if envelope_id is None:
        fund.reserved = fund.reserved - amount
        return
    changed = session.execute(
        update(Envelope)
        .where(Envelope.id == envelope_id, Envelope.amount + amount >= Envelope.committed)
        .values(amount=Envelope.amount + amount)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused(MOVE.problems("approve", MoveFacts(Money(1), ZERO, run_proposed=False)))
