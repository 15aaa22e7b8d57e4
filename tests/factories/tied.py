"""A contest whose two groups stand equal in everything, and the lot drawn on it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.rules.rulebook import Rulebook, TieBreak, TieKind
from contest_portal.scoring.draw_models import CancelledDraw
from contest_portal.scoring.services.record_draw import record_draw
from tests.factories.accounts import make_user
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.scoring import make_attendance, make_sheet

LOT_ONLY = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=(TieBreak(TieKind.LOT),)))


def make_tied(session: Session, rulebook: Rulebook = LOT_ONLY, *, waits_for: int | None = None) -> Evaluation:
    """Make it whole; the juror of the number `waits_for` has not begun the second group's public sheet."""
    scene = make_evaluation(session, rulebook=rulebook)
    for application in scene.applications:
        make_attendance(session, application, scene.secretary, present=4)
        for juror in scene.jurors:
            for phase, marks in MARKS.items():
                is_waited = (phase, application) == ("PUBLIC", scene.applications[1])
                if not is_waited or juror is not (None if waits_for is None else scene.jurors[waits_for]):
                    make_sheet(session, juror, application, phase, marks)
    return scene


def make_cancelled_draw(session: Session, contest_id: int, *, by: User) -> None:
    session.add(
        CancelledDraw(
            contest_id=contest_id,
            numbers="1-2-3-4",
            witnesses="El jurado",
            held_at=JURY_DAY,
            recorded_by=make_user(session, Role.SECRETARY).id,
            recorded_at=JURY_DAY,
            document="Memorando 15",
            reason="Una asistencia estaba mal anotada",
            cancelled_by=by.id,
            cancelled_at=JURY_DAY,
        )
    )
    session.flush()


def draw(
    session: Session,
    scene: Evaluation,
    *,
    numbers: str = "4 17 8 23",
    witnesses: str = "El jurado y los dos grupos",
    held_at: datetime = JURY_DAY - timedelta(minutes=5),
) -> None:
    record_draw(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        numbers=numbers,
        witnesses=witnesses,
        held_at=held_at,
    )
