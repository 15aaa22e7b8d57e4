"""Changes of what opens an account, told to its person. Source: OWASP ASVS 5.0, 6.3.7; the portal sends no mail."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import AccountChange
from contest_portal.accounts.rules.actor import Act

KEPT = timedelta(days=365)
SHOWN = 10


class ChangeKind(StrEnum):
    """What changed."""

    PASSWORD = "password"  # noqa: S105 - the name of a change
    HANDED_PASSWORD = "handed_password"  # noqa: S105 - as above
    TELEPHONE = "telephone"
    RECOVERY_CODES = "recovery_codes"
    FACTOR_OFF = "factor_off"


def note_change(
    session: Session, act: Act, user_id: int, kind: ChangeKind, *, reason: str | None = None
) -> AccountChange:
    """Keep a change for its person to read; those of more than a year ago go, once they were told.

    `reason` belongs to a second factor that was taken off, and to nothing else.
    """
    session.execute(
        delete(AccountChange).where(
            AccountChange.user_id == user_id,
            AccountChange.changed_at < act.at - KEPT,
            AccountChange.told_at.is_not(None),
        )
    )
    by = act.actor.user_id
    change = AccountChange(
        user_id=user_id,
        kind=kind.value,
        changed_by=None if by == user_id else by,
        changed_at=act.at,
        reason=reason,
    )
    session.add(change)
    return change


def changes_of(session: Session, user_id: int, *, untold: bool = False) -> tuple[AccountChange, ...]:
    """List the newest changes of an account, or those of which its person was not told, the newest first.

    A second factor that was taken off comes before whatever others its taker could heap upon it untold.
    """
    changes = select(AccountChange).where(AccountChange.user_id == user_id)
    if untold:
        changes = changes.where(AccountChange.told_at.is_(None)).order_by(AccountChange.reason.is_(None))
    newest = changes.order_by(AccountChange.changed_at.desc(), AccountChange.id.desc())
    return tuple(session.scalars(newest.limit(SHOWN)))
