"""Give a file of the register the mark that it must bear."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.file_marks import FileMark
from contest_portal.registry.access import Screen, keep_taken
from contest_portal.registry.exporting import permit_export
from contest_portal.registry.rules.exports import ExportOrder


def mark_export(session: Session, act: Act, order: ExportOrder, *, screen: Screen) -> FileMark:
    """Keep in the access log that the file was asked for and why, before it is written: its number stands in it."""
    permit_export(act.actor, order)
    return keep_taken(session, act, screen=screen, content=order.content.value, why=order.reason)
