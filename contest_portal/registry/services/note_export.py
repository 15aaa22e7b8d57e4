"""Keep on record that somebody took the access log away."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.file_marks import FileMark
from contest_portal.registry.access import Screen, keep_taken


def note_export(session: Session, act: Act, *, screen: Screen) -> FileMark:
    """Add the row that must exist before the log leaves as a file."""
    permit(act.actor, Action.ACCESS_LOG_SEE)
    why = "registro de consultas de expedientes"
    return keep_taken(session, act, screen=screen, content="access_log", why=why)
