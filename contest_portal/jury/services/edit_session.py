"""Correct what was told of the session when it was opened."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.hall_desk import hold_hall, note_deed
from contest_portal.jury.rules.session import HallPlan, plan_problems
from contest_portal.jury.session_models import HallSession
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def edit_session(session: Session, act: Act, *, contest_id: int, plan: HallPlan) -> HallSession:
    """Change place, agenda and minutes of an open session; once the order is drawn, its phase stays."""
    hall = hold_hall(session, act, contest_id)
    phases = [phase.code for phase in rulebook_of(session, contest_id).phases]
    refuse(plan_problems(plan, phases if hall.draw_numbers is None else [hall.phase_code]))
    hall.phase_code, hall.minutes = plan.phase_code, plan.minutes
    hall.place, hall.agenda = plan.place.strip(), plan.agenda.strip()
    session.flush()
    note_deed(session, act, hall, "edited", {"phase": plan.phase_code, "minutes": plan.minutes})
    log.info("session edited", extra={"contest_id": contest_id})
    return hall
