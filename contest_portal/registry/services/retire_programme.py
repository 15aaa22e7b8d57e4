"""Retire a programme of the catalogue of social programmes."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.registry.memberships import note_programme, programme_by_id

log = logging.getLogger(__name__)


def retire_programme(session: Session, act: Act, *, programme_id: int) -> None:
    """Take a programme out of use: no new members, the recorded ones stay. Retired twice is retired once."""
    permit(act.actor, Action.PROGRAMME_EDIT)
    row = programme_by_id(session, programme_id)
    if not row.is_active:
        return
    row.is_active = False
    session.flush()
    note_programme(session, act, row, action="programme.retired")
    log.info("programme retired", extra={"programme_id": row.id})
