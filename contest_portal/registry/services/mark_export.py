"""Give a file of the register the mark that it must bear."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.kernel.file_marks import FileMark
from contest_portal.registry.access import Screen, keep_taken
from contest_portal.registry.exporting import permit_export
from contest_portal.registry.rules.exports import ExportOrder


def mark_export(session: Session, act: Act, order: ExportOrder, *, screen: Screen) -> FileMark:
    """Keep in the access log that the file was asked for and why, before it is written: its number stands in it."""
    permit_export(act.actor, order)
    mark = keep_taken(session, act, screen=screen, why=order.reason)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="registry.file_marked",
        subject=f"access:{mark.number}",
        data={"access": mark.number, "content": order.content.value},
    )
    return mark
