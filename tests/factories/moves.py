"""Moves of money between the envelopes of a contest."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.move_models import EnvelopeMove
from contest_portal.allocation.rules.moves import MoveWish
from contest_portal.allocation.services.approve_envelope_move import approve_envelope_move
from contest_portal.allocation.services.propose_envelope_move import propose_envelope_move
from contest_portal.contests.models import Envelope
from contest_portal.kernel.money import Money
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest

WHY = "Nadie más la pide en esta categoría."


def envelope_of(session: Session, scored: ScoredContest, category: str) -> Envelope:
    return session.scalars(
        select(Envelope).where(Envelope.contest_id == scored.contest.id, Envelope.category_code == category)
    ).one()


def make_move(
    session: Session, scored: ScoredContest, source: str, target: str, soles: int, *, at: datetime = NOON
) -> EnvelopeMove:
    """Propose a move as the secretary; an empty place is the fund."""
    places = [envelope_of(session, scored, code).id if code else None for code in (source, target)]
    return propose_envelope_move(
        session,
        act_of(scored.secretary, at),
        contest_id=scored.contest.id,
        wish=MoveWish(places[0], places[1], Money.soles(soles), WHY),
    )


def make_moved(session: Session, scored: ScoredContest, source: str, target: str, soles: int) -> EnvelopeMove:
    """Propose a move and approve it as the staff."""
    move = make_move(session, scored, source, target, soles)
    return approve_envelope_move(session, act_of(scored.staff, NOON), move_id=move.id)
