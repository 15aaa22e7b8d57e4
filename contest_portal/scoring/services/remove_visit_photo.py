"""Take away a photo that does not belong to the visit."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.scoring.visit_desk import hold_visit
from contest_portal.scoring.visit_queries import visit_photo

log = logging.getLogger(__name__)


def remove_visit_photo(session: Session, act: Act, *, application_id: int, photo_id: int) -> None:
    """Remove it while the scoring is open; the audit chain keeps the hash of what was removed."""
    photo = visit_photo(session, application_id, photo_id)
    hold_visit(session, act, application_id=application_id, phase_code=photo.phase_code)
    session.delete(photo)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="visit.photo_removed",
        subject=f"application:{application_id}",
        data={"photo_id": photo_id, "phase": photo.phase_code, "sha256": photo.sha256},
    )
    log.info("visit photo removed", extra={"application_id": application_id, "photo_id": photo_id})
