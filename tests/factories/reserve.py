"""Calls of the reserve list."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.allocation.services.answer_reserve_call import answer_reserve_call
from contest_portal.allocation.services.approve_reserve_call import approve_reserve_call
from contest_portal.allocation.services.propose_reserve_call import propose_reserve_call
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import ScoredContest
from tests.factories.moves import envelope_of

WHY = "Un grupo renunció por escrito."
HOW = "Carta firmada, entregada en la oficina."


def make_call(session: Session, scored: ScoredContest, category: str = "IDEA") -> ReserveCall:
    """Propose to call the next of an envelope as the secretary."""
    return propose_reserve_call(
        session,
        act_of(scored.secretary, NOON),
        contest_id=scored.contest.id,
        envelope_id=envelope_of(session, scored, category).id,
        reason=WHY,
    )


def make_called(session: Session, scored: ScoredContest, category: str = "IDEA") -> ReserveCall:
    """Propose a call and approve it as the staff."""
    call = make_call(session, scored, category)
    return approve_reserve_call(session, act_of(scored.staff, NOON), call_id=call.id)


def make_answered(
    session: Session, scored: ScoredContest, call: ReserveCall, answer: str, *, at: datetime = NOON
) -> ReserveCall:
    """Record an answer as the secretary."""
    return answer_reserve_call(
        session, act_of(scored.secretary, at), call_id=call.id, answer=answer, note=HOW
    )
