"""Keep pairs that may be one person, for somebody to look into."""

import logging
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.database import inserting
from contest_portal.registry.models.duplicates import DuplicatePair
from contest_portal.registry.rules.duplicates import LikelyPair

log = logging.getLogger(__name__)
ROWS_AT_ONCE = 2_000


def note_duplicates(session: Session, act: Act, *, found: Sequence[LikelyPair]) -> int:
    """Keep the pairs that are not known yet, and give how many were new. What was decided stays decided.

    Looking through the register is apart (`duplicate_search.py`): it takes a while and must not hold the lock.
    """
    permit(act.actor, Action.REGISTER_CORRECT)
    before = _count(session)
    for start in range(0, len(found), ROWS_AT_ONCE):
        rows = [
            {
                "one_id": pair.one_id,
                "other_id": pair.other_id,
                "date_sign": pair.sign.value,
                "similarity": pair.similarity,
                "found_at": act.at,
                "version": 1,
            }
            for pair in found[start : start + ROWS_AT_ONCE]
        ]
        statement = inserting(session)(DuplicatePair).on_conflict_do_nothing(
            index_elements=["one_id", "other_id"]
        )
        session.execute(statement, rows)
    new = _count(session) - before
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="duplicates.searched",
        subject="duplicate_pair:all",
        data={"found": len(found), "new": new},
    )
    log.info("duplicates searched", extra={"found": len(found), "new": new})
    return new


def _count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(DuplicatePair)).one()
