"""Check a person's password."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.queries import user_trying, user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.lasting import is_lapsed
from contest_portal.kernel.audit import record
from contest_portal.kernel.passwords import hash_password, is_outdated, matches

log = logging.getLogger(__name__)


def authenticate(session: Session, act: Act, *, email: str, password: str) -> User | None:
    """Give the active user whose password this is, grants loaded, or None; both are noted in the audit chain.

    It returns None instead of raising, because a failed try must stay on record. The answer and its time are the
    same for an unknown address, a wrong password, a closed account and a temporary password that lapsed. With a
    second factor the password alone opens nothing: see `pass_second_factor`. A hash of another cost than that of today
    is made anew.
    """
    user = user_trying(session, email)
    known = user if user is not None and user.is_active else None
    right = matches(known.password_hash if known else None, password)
    if known is not None and is_lapsed(known.must_change_by, act.at):
        right = False
    has_factor = known is not None and known.has_second_factor
    record(
        session,
        at=act.at,
        actor_id=known.id if known and right else None,
        action=(
            ("session.password_right" if has_factor else "session.opened") if right else "session.refused"
        ),
        subject=f"user:{user.id}" if user else "user:unknown",
    )
    if not right:
        log.info("sign-in refused")
        return None
    if known is not None and is_outdated(known.password_hash):
        known.password_hash = hash_password(password)  # now alone is the password here
    log.info("signed in", extra={"user_id": known.id if known else None})
    return None if known is None else user_with_grants(session, known.id)
