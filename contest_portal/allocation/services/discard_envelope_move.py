"""Discard a move between envelopes that was proposed. It stays on record."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, can
from contest_portal.allocation.move_models import EnvelopeMove
from contest_portal.allocation.move_queries import lock_move
from contest_portal.allocation.on_record import put_on_record
from contest_portal.allocation.rules.moves import MOVE, MoveFacts
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import NotPermitted

log = logging.getLogger(__name__)


def discard_envelope_move(session: Session, act: Act, *, move_id: int) -> EnvelopeMove:
    """Set a move aside: whoever may propose or approve it. WrongState when it is decided already."""
    move = lock_move(session, move_id)
    scope = Scope(contest_id=move.contest_id, proposer_id=move.proposed_by)
    if not any(can(act.actor, one, scope) for one in (Action.ALLOCATION_PROPOSE, Action.ALLOCATION_APPROVE)):
        raise NotPermitted(f"user {act.actor.user_id} may not discard move {move.id}")
    MOVE.move(move, "discard", MoveFacts(ZERO, ZERO, run_proposed=False))
    move.decided_at, move.decided_by = act.at, act.actor.user_id
    put_on_record(session, act, f"contest:{move.contest_id}", action="envelope.move_discarded", move=move.id)
    log.info("envelope move discarded", extra={"contest_id": move.contest_id, "move_id": move.id})
    return move
