"""Keep on record that somebody took the history of a file away."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.file_marks import FileMark
from contest_portal.registry.access import Screen, keep_taken
from contest_portal.registry.queries.personal_files import territory_of_file
from contest_portal.registry.rules.disclosure import FileRef


def note_history_export(session: Session, act: Act, *, file: FileRef, screen: Screen) -> FileMark:
    """Add the row that must exist before a history leaves as a file; NotFound when there is no such person or home."""
    permit(act.actor, Action.REGISTRY_SEE, Scope(ubigeo=territory_of_file(session, file)))
    why = "historia de un expediente"
    return keep_taken(session, act, screen=screen, content="history", why=why, file=file)
