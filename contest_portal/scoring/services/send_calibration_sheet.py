"""Send a juror's sheet of the calibration exercise."""

import logging
from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.scoring.calibration import exercise_desk
from contest_portal.scoring.calibration_desk import note_exercise
from contest_portal.scoring.calibration_models import CalibrationSheet
from contest_portal.scoring.desk import Desk
from contest_portal.scoring.rules.calibration import CALIBRATION
from contest_portal.scoring.rules.sheet_rules import mark_problems
from contest_portal.scoring.rules.versions import WrittenMark, write_marks

log = logging.getLogger(__name__)


def send_calibration_sheet(
    session: Session, act: Act, *, contest_id: int, marks: Mapping[str, Mark], reasons: Mapping[str, str]
) -> None:
    """Keep the marks, whole; sending again replaces them until they are shown. Nothing of it is ever counted."""
    hold_contest(session, contest_id)
    exercise, desk = exercise_desk(session, act.actor, contest_id)
    CALIBRATION.require(exercise.row, "send")
    refuse(_problems(desk, marks))
    sheet = session.scalars(
        select(CalibrationSheet).where(
            CalibrationSheet.calibration_id == exercise.row.id,
            CalibrationSheet.juror_id == desk.juror.juror_id,
        )
    ).one_or_none() or CalibrationSheet(calibration_id=exercise.row.id, juror_id=desk.juror.juror_id)
    sheet.marks = write_marks(
        {code: WrittenMark(mark.units, reasons.get(code, "")) for code, mark in marks.items()}
    )
    sheet.sent_at = act.at
    session.add(sheet)
    session.flush()
    note_exercise(session, act, contest_id, "sheet_sent", {"juror_id": desk.juror.juror_id})
    log.info("calibration sheet sent", extra={"contest_id": contest_id, "juror_id": desk.juror.juror_id})


def _problems(desk: Desk, marks: Mapping[str, Mark]) -> Iterator[Problem | None]:
    yield from mark_problems(desk.phase, desk.evaluator_class, marks, desk.rulebook.scoring.marks_per_point)
    for criterion in desk.asked:
        if criterion.code not in marks:
            yield Problem(
                "calibration.unmarked",
                field=criterion.code,
                message=N_("Falta calificar «%(criterion)s»."),
                params={"criterion": criterion.text},
            )
