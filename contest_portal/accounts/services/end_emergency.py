"""End an emergency access before its time."""

from sqlalchemy.orm import Session

from contest_portal.accounts.emergency_models import EmergencyAccess
from contest_portal.accounts.emergency_queries import emergency_to_change, state_of
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.emergency import EmergencyState, not_waiting
from contest_portal.accounts.rules.permissions import Action, Scope, can
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import NotPermitted, WrongState


def end_emergency(session: Session, act: Act, *, emergency_id: int) -> EmergencyAccess:
    """End it at once: its own person may, and whoever could confirm it. WrongState when it is over already."""
    wait_for_turn(session)
    found = emergency_to_change(session, emergency_id)
    is_own = act.actor.user_id is not None and act.actor.user_id == found.user_id
    if not is_own and not can(act.actor, Action.EMERGENCY_CONFIRM, Scope(contest_id=found.contest_id)):
        raise NotPermitted(f"user {act.actor.user_id} may not end emergency {emergency_id}")
    if state_of(found, act.at) not in (EmergencyState.WAITING, EmergencyState.RUNNING):
        raise WrongState([not_waiting("over")])
    found.ended_by, found.ended_at = act.actor.user_id, act.at
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="emergency.ended",
        subject=f"emergency:{found.id}",
        data={"user_id": found.user_id},
    )
    return found
