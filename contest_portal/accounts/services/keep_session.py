"""Keep a row of a session that was opened, for its person's own list."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.models import OpenSession
from contest_portal.accounts.open_sessions import forget_past_sessions
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.devices import Device


def keep_session(
    session: Session, act: Act, *, user_id: int, key_hash: str, device: Device, opened_at: datetime
) -> None:
    """Add the row, and forget those of sessions whose time is over.

    The log has a row of its own for what opened the session.
    """
    forget_past_sessions(session, act.at)
    session.add(
        OpenSession(
            user_id=user_id, key_hash=key_hash, device=device.value, opened_at=opened_at, seen_at=act.at
        )
    )
