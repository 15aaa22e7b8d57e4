"""End all sessions of somebody's account."""

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import end_all_sessions
from contest_portal.accounts.models import User
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import wait_for_turn


def end_sessions(session: Session, act: Act, *, user_id: int) -> User:
    """End the open sessions of an account as administrator; give the user, grants loaded."""
    permit(act.actor, Action.USERS_MANAGE)
    wait_for_turn(session)
    user = user_with_grants(session, user_id)
    end_all_sessions(session, act, user)
    return user
