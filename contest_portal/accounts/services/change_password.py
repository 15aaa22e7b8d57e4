"""Let a person choose another password."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.account_changes import ChangeKind, note_change
from contest_portal.accounts.models import User
from contest_portal.accounts.open_sessions import close_sessions
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.kernel.passwords import hash_password, matches, weakness, wrong_current
from contest_portal.kernel.problems import N_, NotPermitted, Problem, refuse

log = logging.getLogger(__name__)


def change_password(session: Session, act: Act, *, current: str, password: str) -> User:
    """Change the own password and give the user, grants loaded; every open session of the account ends."""
    if act.actor.user_id is None:
        raise NotPermitted("nobody is signed in")
    user = user_with_grants(session, act.actor.user_id)
    words = (user.email.partition("@")[0], *user.full_name.split())
    wrong = None if matches(user.password_hash, current) else wrong_current()
    refuse([wrong, weakness(password, user_words=words), _same(current, password)])
    user.password_hash = hash_password(password)
    user.must_change_password = False
    user.must_change_by = None
    close_sessions(session, user)
    note_change(session, act, user.id, ChangeKind.PASSWORD)
    record(session, at=act.at, actor_id=user.id, action="user.password_changed", subject=f"user:{user.id}")
    log.info("password changed", extra={"user_id": user.id})
    return user


def _same(current: str, password: str) -> Problem | None:
    if current != password:
        return None
    return Problem(
        "password.same",
        field="password",
        message=N_("Esa es la contraseña que ya tiene. Escriba una distinta."),
    )
