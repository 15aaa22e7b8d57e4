"""New money for the finished contest: a move into one envelope, a call of its reserve, a move that waits."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.allocation.rules.moves import MoveWish
from contest_portal.allocation.services.approve_envelope_move import approve_envelope_move
from contest_portal.allocation.services.approve_reserve_call import approve_reserve_call
from contest_portal.allocation.services.propose_envelope_move import propose_envelope_move
from contest_portal.allocation.services.propose_reserve_call import propose_reserve_call
from contest_portal.cli.demo.cast import OFFICE_PLAYERS, act_of
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import envelopes_of
from contest_portal.kernel.money import Money

_STAFF, _SECRETARY, _ = OFFICE_PLAYERS[:3]


def call_the_next(session: Session, contest: Contest, now: datetime) -> None:
    """Move what the first of one reserve list needs, call that group, and propose the same for the other list."""
    idea, running = (one.id for one in envelopes_of(session, contest.id))
    secretary, staff = (
        act_of(session, who, now - timedelta(hours=hours)) for who, hours in ((_SECRETARY, 30), (_STAFF, 28))
    )
    wish = MoveWish(
        None, idea, Money.soles(3_100), "Saldo libre del fondo, para atender a la lista de reserva."
    )
    move = propose_envelope_move(session, secretary, contest_id=contest.id, wish=wish)
    approve_envelope_move(session, staff, move_id=move.id)
    call = propose_reserve_call(
        session,
        secretary,
        contest_id=contest.id,
        envelope_id=idea,
        reason="El programa destinó a este sobre saldo libre del fondo.",
    )
    approve_reserve_call(session, staff, call_id=call.id)
    wish = MoveWish(None, running, Money.soles(9_250), "Alcanza para el primero de la lista de reserva.")
    propose_envelope_move(session, secretary, contest_id=contest.id, wish=wish)
