"""Tell a person what changed of what opens the account."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.account_changes import changes_of
from contest_portal.accounts.models import AccountChange
from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record, wait_for_turn


def tell_of_changes(session: Session, act: Act, *, user_id: int) -> tuple[AccountChange, ...]:
    """Give the changes of which the person was not told, the newest first, and count them as told."""
    wait_for_turn(session)
    changes = changes_of(session, user_id, untold=True)
    if changes:
        session.execute(
            update(AccountChange)
            .where(AccountChange.user_id == user_id, AccountChange.told_at.is_(None))
            .values(told_at=act.at)
        )
        record(session, at=act.at, actor_id=user_id, action="user.changes_told", subject=f"user:{user_id}")
    return changes
