"""Take back what was decided about two entries of the register."""

import logging

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.registry.duplicates import pair_to_decide
from contest_portal.registry.life_undo import dependants_of, take_back
from contest_portal.registry.models.duplicates import DuplicatePair, PersonMerge
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.rules.duplicates import decision_problems
from contest_portal.registry.rules.life_events import undo_problems

log = logging.getLogger(__name__)


def reopen_pair(
    session: Session, act: Act, *, pair_id: int, expected_version: int, reason: str
) -> DuplicatePair:
    """Put a pair among those to look into; of one that was joined, both entries stand again as they did.

    Refused when either household changed since. What was decided and why it was taken back stay in the history of
    the register (joined) and in the audit chain (both).
    """
    pair, _, _ = pair_to_decide(session, act, pair_id, expected_version)
    if pair.decision is None:
        message = N_("Este par está por revisar: no hay decisión que deshacer.")
        raise WrongState([Problem("duplicate.open", field="decision", message=message)])
    decision, reason = pair.decision, clean_text(reason)
    event = None if pair.event_id is None else session.get_one(LifeEvent, pair.event_id)
    if event is None:
        refuse(decision_problems(reason, is_decided=False))
    else:
        refuse(undo_problems(reason, dependants_of(session, event), is_undone=False))
        session.execute(delete(PersonMerge).where(PersonMerge.pair_id == pair.id))
        take_back(session, act, event, reason)
    pair.decision = pair.reason = pair.decided_at = pair.decided_by = pair.event_id = None
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="duplicates.reopened",
        subject=f"duplicate_pair:{pair.id}",
        data={"decision": decision, "persons": [pair.one_id, pair.other_id]},
    )
    log.info("pair reopened", extra={"pair_id": pair.id})
    return pair
