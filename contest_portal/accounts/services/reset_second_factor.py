"""Take off the second factor of somebody who lost telephone and codes."""

import logging

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest_portal.accounts.models import FactorReset, RecoveryCode, SecondFactor
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.accounts.rules.second_factor import none_problem, own_reset_problem, reset_reason_problem
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def reset_second_factor(session: Session, act: Act, *, user_id: int, reason: str) -> FactorReset:
    """Take it off for another person, with a reason that the person reads at the next sign-in; open sessions end.

    The password stays what it is. Raises NotFound, NotPermitted, or Refused for the own one, without a reason, or when
    there is none.
    """
    permit(act.actor, Action.USERS_MANAGE)
    wait_for_turn(session)
    user = user_with_grants(session, user_id)
    reason = clean_text(reason)
    refuse(
        [
            own_reset_problem() if act.actor.user_id == user_id else None,
            None if user.has_second_factor else none_problem(),
            reset_reason_problem(reason),
        ]
    )
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    user.session_epoch += 1
    reset = FactorReset(user_id=user_id, reset_by=act.actor.user_id, reset_at=act.at, reason=reason)
    session.add(reset)
    session.flush()
    session.refresh(user, ["has_second_factor"])
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="second_factor.reset",
        subject=f"user:{user_id}",
        data={"reason": reason},
    )
    log.info("second factor reset", extra={"user_id": user_id})
    return reset
