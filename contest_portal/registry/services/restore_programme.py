"""Bring a retired programme back into the catalogue of social programmes."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.registry.memberships import note_programme, programme_by_id

log = logging.getLogger(__name__)


def restore_programme(session: Session, act: Act, *, programme_id: int) -> None:
    """Let a programme take new members again. Restored twice is restored once."""
    permit(act.actor, Action.PROGRAMME_EDIT)
    row = programme_by_id(session, programme_id)
    if row.is_active:
        return
    row.is_active = True
    session.flush()
    note_programme(session, act, row, action="programme.restored")
    log.info("programme restored", extra={"programme_id": row.id})
