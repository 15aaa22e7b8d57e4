"""Note that a session is in use."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import OpenSession


def note_session_use(session: Session, *, key_hash: str, at: datetime) -> None:
    """Write when a session was used last; one that has no row any more was left meanwhile."""
    session.execute(update(OpenSession).where(OpenSession.key_hash == key_hash).values(seen_at=at))
