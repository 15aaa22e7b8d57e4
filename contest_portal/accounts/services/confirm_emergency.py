"""Confirm an emergency access of somebody else."""

import logging
from datetime import timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.emergency_models import EmergencyAccess
from contest_portal.accounts.emergency_queries import emergency_to_change, running_emergency, state_of
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.emergency import EmergencyState, not_waiting
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import NotPermitted, WrongState

log = logging.getLogger(__name__)


def confirm_emergency(session: Session, act: Act, *, emergency_id: int) -> EmergencyAccess:
    """Let it count from now on, for the hours asked for.

    NotPermitted to its own person and to whoever is in an emergency too; WrongState once it waits no more.
    """
    wait_for_turn(session)
    asked = emergency_to_change(session, emergency_id)
    if running_emergency(session, act.actor.user_id or 0, act.at) is not None:
        raise NotPermitted(f"user {act.actor.user_id} is in an emergency too")
    permit(
        act.actor,
        Action.EMERGENCY_CONFIRM,
        Scope(contest_id=asked.contest_id, earlier_ids=frozenset({asked.user_id})),
    )
    if state_of(asked, act.at) is not EmergencyState.WAITING:
        raise WrongState([not_waiting("not_waiting")])
    asked.confirmed_by, asked.confirmed_at = act.actor.user_id, act.at
    asked.ends_at = act.at + timedelta(hours=asked.hours)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="emergency.confirmed",
        subject=f"emergency:{asked.id}",
        data={"user_id": asked.user_id, "role": asked.role, "contest_id": asked.contest_id},
    )
    log.info("emergency access confirmed", extra={"emergency_id": asked.id})
    return asked
