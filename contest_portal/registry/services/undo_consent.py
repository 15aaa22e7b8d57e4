"""Take back what was noted by mistake of a person's consent."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import NotFound, Stale, refuse
from contest_portal.registry.life_acts import person_to_change
from contest_portal.registry.models.consents import PersonConsent
from contest_portal.registry.rules.consent import undo_problems

log = logging.getLogger(__name__)


def undo_consent(
    session: Session, act: Act, *, consent_id: int, expected_version: int, reason: str
) -> PersonConsent:
    """Mark a decision as undone, with the reason; it stays in the history and counts no more."""
    row = session.get(PersonConsent, consent_id)
    if row is None:
        raise NotFound(f"consent {consent_id}")
    person_to_change(session, act, row.person_id)
    session.refresh(row)
    if row.version != expected_version:
        raise Stale(f"consent {consent_id}")
    reason = clean_text(reason)
    refuse(undo_problems(reason, is_undone=row.undone_at is not None))
    row.undone_at, row.undone_by, row.undo_reason = act.at, act.actor.user_id, reason
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="consent.undone",
        subject=f"person_consent:{row.id}",
        data={"person_id": row.person_id, "decision": row.decision},
    )
    log.info("consent undone", extra={"consent_id": row.id})
    return row
