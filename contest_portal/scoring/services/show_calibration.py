"""Show the whole jury how far apart its marks of the exercise lie."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.scoring.calibration_desk import hold_exercise, note_exercise
from contest_portal.scoring.rules.calibration import CALIBRATION

log = logging.getLogger(__name__)


def show_calibration(session: Session, act: Act, *, contest_id: int) -> None:
    """End the marking and show the spread; it takes two sheets at least. Who sent none stays out."""
    exercise = hold_exercise(session, act, contest_id, "show")
    refuse([None if len(exercise.sheets) > 1 else _too_few()])
    exercise.row.shown_at = act.at
    CALIBRATION.move(exercise.row, "show", None)
    session.flush()
    note_exercise(session, act, contest_id, "shown", {"sheets": len(exercise.sheets)})
    log.info("calibration shown", extra={"contest_id": contest_id})


def _too_few() -> Problem:
    return Problem(
        "calibration.too_few",
        field="state",
        message=N_("Todavía no hay dos fichas del ejercicio: espere a que otro jurado envíe la suya."),
    )
