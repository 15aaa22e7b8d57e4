"""Open an account for a juror."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Grant, Role
from contest_portal.accounts.rules.permissions import Scope
from contest_portal.accounts.services.invite_user import invite_user


def invite_juror_user(
    session: Session, act: Act, *, email: str, full_name: str, contest_id: int | None = None
) -> tuple[User, str]:
    """Open a juror's account and give it with its temporary password, shown once.

    `contest_id` is the contest the secretary acts for. The role itself reaches every contest: what a juror may open
    is decided by the seats held, not by the account.
    """
    return invite_user(
        session,
        act,
        email=email,
        full_name=full_name,
        grants=frozenset({Grant(Role.JUROR)}),
        scope=Scope(contest_id=contest_id),
    )
