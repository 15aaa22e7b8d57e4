"""Close the session in the hall, with its hour."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.hall_desk import hold_hall, note_deed
from contest_portal.jury.rules.session import (
    HALL,
    closed_over_incident,
    closing_hour_problem,
    ending_problems,
    within_problem,
)
from contest_portal.jury.session_models import HallSession
from contest_portal.jury.session_queries import hall_view
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def close_session(
    session: Session, act: Act, *, contest_id: int, closed_at: datetime, confirmed: bool
) -> HallSession:
    """End the session; with groups that did not present, only when that is confirmed."""
    hall = hold_hall(session, act, contest_id)
    view = hall_view(session, hall)
    waiting = [turn.group_name for turn in view.waiting]
    presenting = view.presenting.group_name if view.presenting else None
    refuse(
        [
            *ending_problems(presenting, waiting, confirmed=confirmed),
            within_problem("closed_at", closed_at, opened_at=hall.opened_at, now=act.at),
            closing_hour_problem(closed_at, (turn.ended_at for turn in view.turns)),
            closed_over_incident(closed_at, view.incident_hours),
        ]
    )
    hall.closed_at = max(closed_at, hall.opened_at)
    HALL.move(hall, "close", None)
    session.flush()
    note_deed(session, act, hall, "closed", {"heard": view.heard, "not_heard": len(waiting)})
    log.info("session closed", extra={"contest_id": contest_id})
    return hall
