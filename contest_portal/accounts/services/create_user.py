"""Open an account."""

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import open_account
from contest_portal.accounts.models import User
from contest_portal.accounts.power import opening, refuse_power, word_of_one
from contest_portal.accounts.rules.actor import Act, Grant
from contest_portal.accounts.rules.opening import permit_account
from contest_portal.accounts.rules.permissions import NO_SCOPE, Scope
from contest_portal.kernel.passwords import weakness


def create_user(
    session: Session,
    act: Act,
    *,
    email: str,
    full_name: str,
    password: str,
    grants: frozenset[Grant],
    scope: Scope = NO_SCOPE,
    must_change_password: bool = False,
) -> User:
    """Open an account with its first roles. The address is the key, whatever the case typed.

    `scope` is the contest on whose behalf a juror is invited; `must_change_password` is for a password that the
    person did not choose. Refused for roles that give power where another administrator has to confirm them.
    """
    permit_account(act.actor, [grant.role for grant in grants], scope)
    asked = opening(email, full_name, grants)
    words = (asked.email.partition("@")[0], *asked.full_name.split())
    refuse_power(session, act, asked, weakness(password, user_words=words))
    word = word_of_one(session, act, asked)
    return open_account(session, act, asked, word, password=password, must_change=must_change_password)
