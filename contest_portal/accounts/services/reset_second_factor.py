"""Take off the second factor of somebody who lost telephone and codes."""

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import take_factor_off
from contest_portal.accounts.models import AccountChange
from contest_portal.accounts.power import factor_reset, refuse_power, word_of_one
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import wait_for_turn


def reset_second_factor(session: Session, act: Act, *, user_id: int, reason: str) -> AccountChange:
    """Take it off for another person, with a reason that the person reads at the next sign-in; open sessions end.

    The password stays what it is. Raises NotFound, NotPermitted, or Refused for the own one, without a reason, when
    there is none, or of an account with power where another administrator has to confirm it.
    """
    permit(act.actor, Action.USERS_MANAGE)
    wait_for_turn(session)
    user = user_with_grants(session, user_id)
    asked = factor_reset(user, reason)
    refuse_power(session, act, asked)
    return take_factor_off(session, act, user, asked.reason, word_of_one(session, act, asked))
