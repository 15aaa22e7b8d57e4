"""Let a person end sessions of the own account on other devices."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import end_all_sessions, leave_session
from contest_portal.accounts.models import OpenSession, User
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.passwords import matches, wrong_current
from contest_portal.kernel.problems import N_, NotPermitted, Problem, refuse

log = logging.getLogger(__name__)


def end_own_sessions(session: Session, act: Act, *, current: str, session_id: int | None) -> User:
    """End one session of the own account, or all with None; give the user, grants loaded.

    `current` is the password of today, so that whoever found an open telephone cannot put its owner out. Raises
    Refused for another password, and for a session that is not open any more or somebody else's.
    """
    if act.actor.user_id is None:
        raise NotPermitted("nobody is signed in")
    user = user_with_grants(session, act.actor.user_id)
    row = None if session_id is None else session.get(OpenSession, session_id)
    is_gone = session_id is not None and (row is None or row.user_id != user.id)
    refuse(
        [
            None if matches(user.password_hash, current) else wrong_current(),
            _gone() if is_gone else None,
        ]
    )
    wait_for_turn(session)  # not while the password is tried, which takes its time
    if row is None:
        end_all_sessions(session, act, user)
        return user
    leave_session(session, act, row.key_hash)
    record(session, at=act.at, actor_id=user.id, action="session.one_ended", subject=f"user:{user.id}")
    log.info("another session ended", extra={"user_id": user.id})
    return user


def _gone() -> Problem:
    return Problem(
        "session.gone",
        field="which",
        message=N_("Esa sesión ya no está abierta. Mire la lista otra vez."),
    )
