"""Keep on record that somebody took the history of a file away."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.registry.access import Screen, access_row
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.queries.personal_files import territory_of_file
from contest_portal.registry.rules.disclosure import AccessKind, FileRef

log = logging.getLogger(__name__)


def note_history_export(session: Session, act: Act, *, file: FileRef, screen: Screen) -> FileAccess:
    """Add the row that must exist before a history leaves as a file; NotFound when there is no such person or home."""
    permit(act.actor, Action.REGISTRY_SEE, Scope(ubigeo=territory_of_file(session, file)))
    row = access_row(act, AccessKind.EXPORT, screen, file=file)
    session.add(row)
    session.flush()
    log.info("history exported", extra={"access_id": row.id})
    return row
