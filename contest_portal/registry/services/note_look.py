"""Keep on record that somebody looked at a file."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.registry.access import Screen, access_row
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.queries.personal_files import territory_of_file
from contest_portal.registry.rules.disclosure import AccessKind, FileRef

log = logging.getLogger(__name__)


def note_look(session: Session, act: Act, *, file: FileRef, screen: Screen) -> FileAccess:
    """Add the row that must exist before a masked file is shown; NotFound when there is no such file."""
    permit(act.actor, Action.REGISTRY_SEE, Scope(ubigeo=territory_of_file(session, file)))
    row = access_row(act, AccessKind.LOOK, screen, file=file)
    session.add(row)
    session.flush()
    log.info("file looked at", extra={"access_id": row.id})
    return row
