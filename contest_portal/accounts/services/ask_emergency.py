"""Ask for an emergency access."""

import logging
from dataclasses import asdict, replace

from sqlalchemy.orm import Session

from contest_portal.accounts.emergency_models import EmergencyAccess
from contest_portal.accounts.emergency_queries import open_emergency
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.emergency import AskedEmergency, asking_problems, one_at_a_time
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import NotPermitted, refuse

log = logging.getLogger(__name__)


def ask_emergency(session: Session, act: Act, asked: AskedEmergency) -> EmergencyAccess:
    """Ask for a role in a contest for some hours. It gives nothing until a second person confirms it.

    Raises NotPermitted to whoever does not work in the office, Refused without a reason, for a role that is held
    already or that excludes one held, or while another emergency of this person is open.
    """
    permit(act.actor, Action.EMERGENCY_ASK)
    if act.actor.user_id is None:
        raise NotPermitted("nobody is signed in")
    wait_for_turn(session)
    asked = replace(asked, reason=clean_text(asked.reason))
    is_open = open_emergency(session, act.actor.user_id, act.at) is not None
    refuse([one_at_a_time() if is_open else None, *asking_problems(act.actor, asked)])
    access = EmergencyAccess(user_id=act.actor.user_id, asked_at=act.at, **asdict(asked))
    session.add(access)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="emergency.asked",
        subject=f"emergency:{access.id}",
        data={
            "role": access.role,
            "contest_id": asked.contest_id,
            "hours": asked.hours,
            "reason": asked.reason,
        },
    )
    log.info("emergency access asked for", extra={"emergency_id": access.id})
    return access
