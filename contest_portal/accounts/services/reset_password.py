"""Replace a forgotten password."""

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import hand_password
from contest_portal.accounts.power import password_reset, refuse_power, word_of_one
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.accounts.rules.opening import permit_account


def reset_password(session: Session, act: Act, *, user_id: int) -> str:
    """Give a user a temporary password, to be changed at the next sign-in; open sessions end.

    It is allowed to those who may open such an account. Raises NotFound, NotPermitted, or Refused for the own one,
    or of an account with power and no second factor where another administrator has to confirm it.
    """
    user = user_with_grants(session, user_id)
    permit_account(act.actor, [Role(grant.role) for grant in user.grants])
    asked = password_reset(user)
    refuse_power(session, act, asked)
    return hand_password(session, act, user, word_of_one(session, act, asked))
