"""Take back what was noted by mistake."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.hall_desk import hold_hall, note_deed
from contest_portal.jury.session_models import HallIncident
from contest_portal.kernel.problems import NotFound

log = logging.getLogger(__name__)


def withdraw_incident(session: Session, act: Act, *, contest_id: int, incident_id: int) -> HallIncident:
    """Keep it struck out: it no longer goes to the acta. Doing it twice changes nothing."""
    hall = hold_hall(session, act, contest_id)
    incident = session.get(HallIncident, incident_id)
    if incident is None or incident.session_id != hall.id:
        raise NotFound(f"incident {incident_id}")
    if incident.withdrawn_at is None:
        incident.withdrawn_at = act.at
        session.flush()
        note_deed(session, act, hall, "incident_withdrawn", {"incident_id": incident.id})
        log.info("incident withdrawn", extra={"contest_id": contest_id, "incident_id": incident.id})
    return incident
