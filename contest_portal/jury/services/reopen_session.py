"""Open again a session that was closed too early."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.hall_desk import hold_any_hall, note_deed
from contest_portal.jury.rules.session import HALL, MAX_REASON, written_problems
from contest_portal.jury.session_models import HallSession
from contest_portal.kernel.problems import N_, refuse

log = logging.getLogger(__name__)


def reopen_session(session: Session, act: Act, *, contest_id: int, reason: str) -> HallSession:
    """Go on with the session, with the reason; its hour of opening stays."""
    hall = hold_any_hall(session, act, contest_id)
    HALL.require(hall, "reopen")
    refuse(written_problems("reason", reason, MAX_REASON, N_("Escriba por qué la sesión sigue.")))
    HALL.move(hall, "reopen", None)
    hall.closed_at = None
    session.flush()
    note_deed(session, act, hall, "reopened", {"reason": reason.strip()})
    log.info("session reopened", extra={"contest_id": contest_id})
    return hall
