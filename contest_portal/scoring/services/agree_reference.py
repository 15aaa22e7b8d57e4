"""Note the marks of the exercise that the jury agreed on."""

import logging
from collections.abc import Mapping

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import refuse
from contest_portal.scoring.calibration_desk import hold_exercise, note_exercise
from contest_portal.scoring.rules.sheet_rules import mark_problem
from contest_portal.scoring.rules.versions import WrittenMark, write_marks

log = logging.getLogger(__name__)


def agree_reference(session: Session, act: Act, *, contest_id: int, marks: Mapping[str, Mark]) -> None:
    """Keep what was agreed, as far as it was; a later agreement replaces the one before."""
    exercise = hold_exercise(session, act, contest_id, "agree")
    rulebook = rulebook_of(session, contest_id)
    phase, per_point = rulebook.phase(exercise.row.phase_code), rulebook.scoring.marks_per_point
    refuse(mark_problem(phase, code, mark, per_point) for code, mark in marks.items())
    exercise.row.reference = write_marks({code: WrittenMark(mark.units) for code, mark in marks.items()})
    session.flush()
    note_exercise(session, act, contest_id, "agreed", {"marked": len(marks)})
    log.info("calibration reference agreed", extra={"contest_id": contest_id})
