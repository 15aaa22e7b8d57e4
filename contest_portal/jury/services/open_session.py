"""Open the session in which a phase of a contest is heard."""

import logging
import secrets

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.hall_desk import note_deed, require_evaluating
from contest_portal.jury.rules.session import HallPlan, HallState, plan_problems
from contest_portal.jury.session_models import HallSession
from contest_portal.jury.session_queries import hall_session
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse

log = logging.getLogger(__name__)


def open_session(session: Session, act: Act, *, contest_id: int, plan: HallPlan) -> HallSession:
    """Open it now; a contest has one session. Raises WrongState for a second one or outside the evaluation."""
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    require_evaluating(hold_contest(session, contest_id))
    if hall_session(session, contest_id) is not None:
        raise WrongState([_second_session()])
    refuse(plan_problems(plan, (phase.code for phase in rulebook_of(session, contest_id).phases)))
    hall = HallSession(
        contest_id=contest_id,
        state=HallState.OPEN.value,
        opened_at=act.at,
        screen_token=secrets.token_urlsafe(24),
        phase_code=plan.phase_code,
        place=plan.place.strip(),
        agenda=plan.agenda.strip(),
        minutes=plan.minutes,
    )
    session.add(hall)
    session.flush()
    note_deed(session, act, hall, "opened", {"phase": plan.phase_code, "minutes": plan.minutes})
    log.info("session opened", extra={"contest_id": contest_id})
    return hall


def _second_session() -> Problem:
    return Problem(
        "session.exists",
        field="state",
        message=N_("La sesión de este concurso ya se abrió. Si se cerró por error, ábrala otra vez."),
    )
