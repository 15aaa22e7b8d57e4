"""Take the list of entries that may be one person away as a table."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.registry.queries.duplicates import PairFilter, PairLine, pairs

log = logging.getLogger(__name__)


def export_pairs(session: Session, act: Act, *, wanted: PairFilter) -> tuple[PairLine, ...]:
    """Give every pair of a filter, and keep on record who took how many: the lines hold people's data."""
    permit(act.actor, Action.REGISTRY_SEE)
    found = pairs(session, wanted, limit=None)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="duplicates.exported",
        subject="duplicate_pair:all",
        data={"rows": len(found), "decision": wanted.decision or ""},
    )
    log.info("duplicates exported", extra={"rows": len(found)})
    return found
