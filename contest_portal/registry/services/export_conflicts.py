"""Take the differences between sources away as a table."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.file_marks import FileMark
from contest_portal.registry.access import Screen, keep_taken
from contest_portal.registry.queries.conflicts import ConflictFilter, ConflictLine, conflicts

log = logging.getLogger(__name__)


def export_conflicts(
    session: Session, act: Act, *, wanted: ConflictFilter, screen: Screen
) -> tuple[tuple[ConflictLine, ...], FileMark]:
    """Give every difference of a filter, with the mark that their file must bear.

    They hold people's data: who took how many stands on record.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    found = conflicts(session, wanted, limit=None)
    mark = keep_taken(session, act, screen=screen, content="conflicts", why="discrepancias entre fuentes")
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="source_conflicts.exported",
        subject="source_conflict:all",
        data={
            "rows": len(found),
            "source": wanted.source,
            "field": wanted.field,
            "closed": wanted.closed,
            "access": mark.number,
        },
    )
    log.info("conflicts exported", extra={"rows": len(found)})
    return found, mark
