"""Writes what happens to the fund after it was shared out into the chain."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record


def put_on_record(session: Session, act: Act, subject: str, *, action: str, **data: int) -> None:
    """Write a deed with its numbers: ids and céntimos, nobody's name."""
    session.flush()
    record(session, at=act.at, actor_id=act.actor.user_id, action=action, subject=subject, data=data)
