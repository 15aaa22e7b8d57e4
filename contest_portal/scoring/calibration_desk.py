"""The door to what is written about a calibration exercise."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json
from contest_portal.scoring.calibration import Exercise, required_exercise
from contest_portal.scoring.rules.calibration import CALIBRATION


def hold_exercise(session: Session, act: Act, contest_id: int, deed: str) -> Exercise:
    """Give the exercise to the secretary, which nobody else changes meanwhile; WrongState when it is past the deed."""
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    hold_contest(session, contest_id)
    exercise = required_exercise(session, contest_id)
    CALIBRATION.require(exercise.row, deed)
    return exercise


def note_exercise(session: Session, act: Act, contest_id: int, deed: str, data: Json) -> None:
    """Write a deed of the exercise in the audit chain: no mark of it stands there."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=f"calibration.{deed}",
        subject=f"contest:{contest_id}",
        data=data,
    )
