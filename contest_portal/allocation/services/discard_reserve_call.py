"""Discard a proposed call of a group in reserve. It stays on record, and the group keeps its place."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, can
from contest_portal.allocation.on_record import put_on_record
from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.allocation.reserve_queries import lock_call
from contest_portal.allocation.rules.reserve import CALL, CallFacts
from contest_portal.kernel.problems import NotPermitted

log = logging.getLogger(__name__)


def discard_reserve_call(session: Session, act: Act, *, call_id: int) -> ReserveCall:
    """Set a proposed call aside: whoever may propose or approve it. WrongState once the group was called."""
    call = lock_call(session, call_id)
    scope = Scope(contest_id=call.contest_id, proposer_id=call.proposed_by)
    if not any(can(act.actor, one, scope) for one in (Action.ALLOCATION_PROPOSE, Action.ALLOCATION_APPROVE)):
        raise NotPermitted(f"user {act.actor.user_id} may not discard call {call.id}")
    CALL.move(call, "discard", CallFacts())
    put_on_record(
        session, act, f"application:{call.application_id}", action="reserve.call_discarded", call=call.id
    )
    log.info("reserve call discarded", extra={"contest_id": call.contest_id, "call_id": call.id})
    return call
