"""Decide that two entries of the register are two people."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.duplicates import pair_to_decide
from contest_portal.registry.models.duplicates import DuplicatePair
from contest_portal.registry.rules.duplicates import Decision, decision_problems

log = logging.getLogger(__name__)


def part_persons(
    session: Session, act: Act, *, pair_id: int, expected_version: int, reason: str
) -> DuplicatePair:
    """Remember that they are two: the pair is not proposed again. Raises Stale when it was changed meanwhile."""
    pair, _, _ = pair_to_decide(session, act, pair_id, expected_version)
    reason = clean_text(reason)
    refuse(decision_problems(reason, is_decided=pair.decision is not None))
    pair.decision, pair.reason = Decision.DIFFERENT.value, reason
    pair.decided_at, pair.decided_by = act.at, act.actor.user_id
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="duplicates.parted",
        subject=f"duplicate_pair:{pair.id}",
        data={"persons": [pair.one_id, pair.other_id]},
    )
    log.info("persons parted", extra={"pair_id": pair.id})
    return pair
