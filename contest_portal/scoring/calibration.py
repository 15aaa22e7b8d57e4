"""The calibration exercise as it stands, and a juror's place in front of its sheet."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Actor
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.queries import Entrant
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import SeatedJuror, juror_of_user, panel
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.calibration_models import Calibration, CalibrationSheet
from contest_portal.scoring.desk import Desk
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.rules.calibration import Marks, Spread, spreads
from contest_portal.scoring.rules.entries import ScoredEntry
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.versions import read_marks
from contest_portal.scoring.second import first_stage

EXERCISE = "EJERCICIO"


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise with who marks the phase, what they sent, and what was agreed.

    Who does not come any more is waited for by nobody; a sheet sent before stays.
    """

    row: Calibration
    jurors: tuple[SeatedJuror, ...]
    sheets: Mapping[int, Marks]
    reference: Marks

    @property
    def missing(self) -> tuple[SeatedJuror, ...]:
        """List the jurors who have not sent their sheet."""
        return tuple(juror for juror in self.jurors if juror.juror_id not in self.sheets)


def exercise_of(session: Session, contest_id: int) -> Exercise | None:
    """Give the exercise of a contest; None while there is none. Marks: to nobody else before it is shown."""
    row = session.scalars(select(Calibration).where(Calibration.contest_id == contest_id)).one_or_none()
    if row is None:
        return None
    sent = session.execute(
        select(CalibrationSheet.juror_id, CalibrationSheet.marks)
        .where(CalibrationSheet.calibration_id == row.id)
        .order_by(CalibrationSheet.id)
    )
    sheets = {juror_id: read_marks(marks) for juror_id, marks in sent}
    return Exercise(
        row=row,
        jurors=tuple(
            juror
            for juror in panel(session, contest_id)
            if row.phase_code in juror.phases and (not juror.is_absent or juror.juror_id in sheets)
        ),
        sheets=sheets,
        reference=read_marks(row.reference),
    )


def exercises_of_user(session: Session, user_id: int | None) -> frozenset[int]:
    """Give the contests with an exercise that this user is asked to mark."""
    rows = session.execute(
        select(Calibration.contest_id, Calibration.phase_code, Juror.phases)
        .join(Juror, Juror.contest_id == Calibration.contest_id)
        .outerjoin(JurorAbsence, JurorAbsence.juror_id == Juror.id)
        .where(Juror.user_id == user_id, JurorAbsence.id.is_(None))
        .order_by(Calibration.id)
    )
    return frozenset(contest_id for contest_id, phase, phases in rows if phase in phases.split(","))


def required_exercise(session: Session, contest_id: int) -> Exercise:
    """Give the exercise of a contest; NotFound while there is none."""
    exercise = exercise_of(session, contest_id)
    if exercise is None:
        raise NotFound(f"calibration of contest {contest_id}")
    return exercise


def exercise_spreads(session: Session, exercise: Exercise) -> tuple[Spread, ...]:
    """Give how far apart the marks lie, criterion by criterion."""
    rulebook = rulebook_of(session, exercise.row.contest_id)
    phase, per_point = rulebook.phase(exercise.row.phase_code), rulebook.scoring.marks_per_point
    return spreads(phase, exercise.sheets.values(), exercise.reference, per_point=per_point)


def exercise_desk(session: Session, actor: Actor, contest_id: int) -> tuple[Exercise, Desk]:
    """Lay the invented group before a juror of the phase, as a real one would lie there, with the own marks.

    The desk's sheet is in no table of sheets: nothing that counts can find it.
    """
    juror = juror_of_user(session, contest_id, actor.user_id)
    permit(actor, Action.SHEET_WRITE, Scope(contest_id=contest_id, owner_id=juror.user_id))
    exercise = required_exercise(session, contest_id)
    if exercise.row.phase_code not in juror.phases or juror.is_absent:
        raise NotFound(f"juror {juror.juror_id} does not score phase {exercise.row.phase_code}")
    contest, rulebook = contest_by_id(session, contest_id), rulebook_of(session, contest_id)
    return exercise, Desk(
        contest=contest,
        rulebook=rulebook,
        juror=juror,
        entrant=_invented(contest, exercise.row),
        phase=rulebook.phase(exercise.row.phase_code),
        sheet=_sheet(juror, exercise),
        entry=ScoredEntry(code=EXERCISE, sheets=()),
        stage=first_stage(contest, rulebook),
    )


def _invented(contest: Contest, row: Calibration) -> Entrant:
    return Entrant(
        application_id=0,
        code=EXERCISE,
        group_id=0,
        group_name=row.group_name,
        category_code="",
        line_code="",
        title=contest.title,
        requested=ZERO,
        submitted_at=row.opened_at,
        centre_code="",
        centre_name="",
        district_name="",
        households=0,
        members=0,
        women=0,
    )


def _sheet(juror: SeatedJuror, exercise: Exercise) -> Sheet | None:
    marks = exercise.sheets.get(juror.juror_id)
    if marks is None:
        return None
    return Sheet(
        juror_id=juror.juror_id,
        phase_code=exercise.row.phase_code,
        state=SheetState.DRAFT.value,
        comment="",
        version=1,
        marks=[SheetMark(criterion_code=c, units=m.units, reason=m.reason) for c, m in marks.items()],
    )
