"""Replace a forgotten password."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.accounts.rules.opening import permit_account
from contest_portal.kernel.audit import record
from contest_portal.kernel.passwords import hash_password, temporary_password
from contest_portal.kernel.problems import N_, Problem, refuse

log = logging.getLogger(__name__)


def reset_password(session: Session, act: Act, *, user_id: int) -> str:
    """Give a user a temporary password, to be changed at the next sign-in; open sessions end.

    It is allowed to those who may open such an account. Raises NotFound, NotPermitted, or Refused for the own one.
    """
    user = user_with_grants(session, user_id)
    permit_account(act.actor, [Role(grant.role) for grant in user.grants])
    refuse([_own(act, user_id)])
    password = temporary_password()
    user.password_hash = hash_password(password)
    user.must_change_password = True
    user.session_epoch += 1
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="user.password_reset",
        subject=f"user:{user.id}",
    )
    log.info("password reset", extra={"user_id": user.id})
    return password


def _own(act: Act, user_id: int) -> Problem | None:
    if act.actor.user_id != user_id:
        return None
    return Problem(
        "user.own_password",
        field="form",
        message=N_("Esta es su propia cuenta. Cambie su contraseña en la página «Mi cuenta»."),
    )
