"""End the review of a contest, so that its data are withdrawn when their term is over."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState
from contest_portal.privacy.models import LegalHold

log = logging.getLogger(__name__)


def lift_hold(session: Session, act: Act, *, hold_id: int) -> LegalHold:
    """Lift it. NotFound without one, WrongState when it was lifted."""
    permit(act.actor, Action.RETENTION_PROPOSE)
    wait_for_turn(session)
    hold = session.get(LegalHold, hold_id, populate_existing=True)
    if hold is None:
        raise NotFound(f"hold {hold_id}")
    if hold.lifted_at is not None:
        message = N_("Esta revisión ya terminó. Vuelva a cargar la página.")
        raise WrongState([Problem("retention.lifted", field="hold", message=message)])
    hold.lifted_by, hold.lifted_at = act.actor.user_id, act.at
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="retention.released",
        subject=f"contest:{hold.contest_id}",
        data={"hold": hold.id},
    )
    log.info("contest released", extra={"contest_id": hold.contest_id})
    return hold
