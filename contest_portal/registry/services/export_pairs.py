"""Take the list of entries that may be one person away as a table."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.file_marks import FileMark
from contest_portal.registry.access import Screen, keep_taken
from contest_portal.registry.queries.duplicates import PairFilter, PairLine, pairs

log = logging.getLogger(__name__)


def export_pairs(
    session: Session, act: Act, *, wanted: PairFilter, screen: Screen
) -> tuple[tuple[PairLine, ...], FileMark]:
    """Give every pair of a filter, with the mark that their file must bear.

    They hold people's data: who took how many stands on record.
    """
    permit(act.actor, Action.REGISTRY_SEE)
    found = pairs(session, wanted, limit=None)
    why = "registros que pueden ser de una misma persona"
    mark = keep_taken(session, act, screen=screen, content="duplicates", why=why)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="duplicates.exported",
        subject="duplicate_pair:all",
        data={"rows": len(found), "decision": wanted.decision or "", "access": mark.number},
    )
    log.info("duplicates exported", extra={"rows": len(found)})
    return found, mark
