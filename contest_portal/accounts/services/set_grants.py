"""Give and take roles."""

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import put_grants
from contest_portal.accounts.models import User
from contest_portal.accounts.power import change_of_roles, refuse_power, word_of_one
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act, Grant
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import wait_for_turn


def set_grants(
    session: Session, act: Act, *, user_id: int, grants: frozenset[Grant], is_active: bool
) -> User:
    """Set a user's roles and whether the account is open. Open sessions end, so that rights are read anew.

    Refused for what gives power where another administrator has to confirm it; taking it away needs nobody.
    """
    permit(act.actor, Action.USERS_MANAGE)
    wait_for_turn(session)
    user = user_with_grants(session, user_id)
    asked = change_of_roles(user, grants, is_active=is_active)
    refuse_power(session, act, asked)
    put_grants(session, act, user, asked, word_of_one(session, act, asked))
    return user
