"""Leave one session."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import leave_session
from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record, wait_for_turn

log = logging.getLogger(__name__)


def end_session(session: Session, act: Act, *, key_hash: str) -> None:
    """Note that a session was left, so that its cookie opens nothing any more. Doing it twice changes nothing."""
    wait_for_turn(session)
    if not leave_session(session, act, key_hash):
        return
    user_id = act.actor.user_id
    record(session, at=act.at, actor_id=user_id, action="session.ended", subject=f"user:{user_id}")
    log.info("signed out", extra={"user_id": user_id})
