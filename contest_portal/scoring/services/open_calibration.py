"""Open the calibration exercise of a contest."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.scoring.calibration import exercise_of
from contest_portal.scoring.calibration_desk import note_exercise
from contest_portal.scoring.calibration_models import Calibration
from contest_portal.scoring.rules.calibration import CalibrationState, exercise_problems

log = logging.getLogger(__name__)


def open_calibration(
    session: Session, act: Act, *, contest_id: int, phase_code: str, group_name: str, profile: str
) -> Calibration:
    """Lay an invented group before the jury, once a contest, from the call until the scoring closes."""
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    if exercise_of(session, contest_id) is not None:
        raise WrongState([_exists()])
    phases = [phase.code for phase in rulebook_of(session, contest_id).phases]
    refuse(exercise_problems(phase_code=phase_code, phases=phases, name=group_name, profile=profile))
    row = Calibration(
        contest_id=contest_id,
        phase_code=phase_code,
        group_name=group_name.strip(),
        profile=profile.strip(),
        state=CalibrationState.OPEN.value,
        opened_at=act.at,
    )
    session.add(row)
    session.flush()
    note_exercise(session, act, contest_id, "opened", {"phase": phase_code})
    log.info("calibration opened", extra={"contest_id": contest_id})
    return row


def _exists() -> Problem:
    return Problem(
        "calibration.exists", field="state", message=N_("El ejercicio de este concurso ya está abierto.")
    )
