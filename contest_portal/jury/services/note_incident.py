"""Note something that happened in the hall."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.hall_desk import hold_hall, note_deed
from contest_portal.jury.rules.session import MAX_INCIDENT, within_problem, written_problems
from contest_portal.jury.session_models import HallIncident
from contest_portal.kernel.problems import N_, refuse

log = logging.getLogger(__name__)


def note_incident(
    session: Session, act: Act, *, contest_id: int, happened_at: datetime, text: str
) -> HallIncident:
    """Keep what happened and when; it goes to the acta. The text itself stays out of the audit chain."""
    hall = hold_hall(session, act, contest_id)
    refuse(
        [
            *written_problems("text", text, MAX_INCIDENT, N_("Escriba qué pasó: consta en el acta.")),
            within_problem("happened_at", happened_at, opened_at=hall.opened_at, now=act.at),
        ]
    )
    incident = HallIncident(
        session_id=hall.id,
        happened_at=happened_at,
        text=text.strip(),
        noted_by=act.actor.user_id or 0,
        noted_at=act.at,
    )
    session.add(incident)
    session.flush()
    note_deed(session, act, hall, "incident_noted", {"incident_id": incident.id})
    log.info("incident noted", extra={"contest_id": contest_id, "incident_id": incident.id})
    return incident
