"""Keep on record that somebody took the access log away."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.registry.access import Screen, access_row
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.rules.disclosure import AccessKind

log = logging.getLogger(__name__)


def note_export(session: Session, act: Act, *, screen: Screen) -> FileAccess:
    """Add the row that must exist before the log leaves as a file."""
    permit(act.actor, Action.ACCESS_LOG_SEE)
    row = access_row(act, AccessKind.EXPORT, screen)
    session.add(row)
    session.flush()
    log.info("access log exported", extra={"access_id": row.id})
    return row
