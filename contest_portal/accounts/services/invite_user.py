"""Open an account for somebody who is not at the keyboard."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Grant
from contest_portal.accounts.rules.permissions import NO_SCOPE, Scope
from contest_portal.accounts.services.create_user import create_user
from contest_portal.kernel.passwords import temporary_password


def invite_user(
    session: Session,
    act: Act,
    *,
    email: str,
    full_name: str,
    grants: frozenset[Grant],
    scope: Scope = NO_SCOPE,
) -> tuple[User, str]:
    """Open an account with a temporary password and give both.

    The password is shown once, handed over on paper, and changed by its owner at the first sign-in. Nothing else
    keeps it.
    """
    password = temporary_password()
    user = create_user(
        session,
        act,
        email=email,
        full_name=full_name,
        password=password,
        grants=grants,
        scope=scope,
        must_change_password=True,
    )
    return user, password
