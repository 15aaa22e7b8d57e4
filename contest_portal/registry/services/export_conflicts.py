"""Take the differences between sources away as a table."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.registry.queries.conflicts import ConflictFilter, ConflictLine, conflicts

log = logging.getLogger(__name__)


def export_conflicts(session: Session, act: Act, *, wanted: ConflictFilter) -> tuple[ConflictLine, ...]:
    """Give every difference of a filter, and keep on record who took how many: the lines hold people's data."""
    permit(act.actor, Action.REGISTRY_IMPORT)
    found = conflicts(session, wanted, limit=None)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="source_conflicts.exported",
        subject="source_conflict:all",
        data={"rows": len(found), "source": wanted.source, "field": wanted.field, "closed": wanted.closed},
    )
    log.info("conflicts exported", extra={"rows": len(found)})
    return found
