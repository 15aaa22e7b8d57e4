"""Leave one session."""

import logging
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest_portal.accounts.models import EndedSession
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.lasting import SESSION_HOURS
from contest_portal.kernel.audit import record, wait_for_turn

log = logging.getLogger(__name__)
_REMEMBERED = timedelta(hours=2 * SESSION_HOURS)
"""Longer than any cookie lasts."""


def end_session(session: Session, act: Act, *, key_hash: str) -> None:
    """Note that a session was left, so that its cookie opens nothing any more. Doing it twice changes nothing."""
    wait_for_turn(session)
    session.execute(delete(EndedSession).where(EndedSession.ended_at < act.at - _REMEMBERED))
    if session.get(EndedSession, key_hash) is not None:
        return
    session.add(EndedSession(key_hash=key_hash, ended_at=act.at))
    user_id = act.actor.user_id
    record(session, at=act.at, actor_id=user_id, action="session.ended", subject=f"user:{user_id}")
    log.info("signed out", extra={"user_id": user_id})
