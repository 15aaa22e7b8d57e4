"""The secretary's place in the hall: the one door to every deed of the session."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.rules.session import HALL
from contest_portal.jury.session_models import HallSession, Presentation
from contest_portal.jury.session_queries import hall_session
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState


def hold_hall(session: Session, act: Act, contest_id: int) -> HallSession:
    """Give the session of a contest, which nobody else changes meanwhile; WrongState once it is closed."""
    hall = hold_any_hall(session, act, contest_id)
    HALL.require(hall, "close")
    return hall


def hold_any_hall(session: Session, act: Act, contest_id: int) -> HallSession:
    """Give the session of a contest, open or closed; NotFound while there is none."""
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    hold_contest(session, contest_id)
    hall = hall_session(session, contest_id)
    if hall is None:
        raise NotFound(f"session of contest {contest_id}")
    return hall


def presentation_of(session: Session, hall: HallSession, application_id: int) -> Presentation:
    """Give a group's turn; NotFound for a group that does not present in this session."""
    found = session.scalars(
        select(Presentation).where(
            Presentation.session_id == hall.id, Presentation.application_id == application_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound(f"presentation of application {application_id}")
    return found


def require_evaluating(contest: Contest) -> None:
    """Raise WrongState unless the jury is at work on the contest."""
    if contest.state != ContestState.EVALUATING:
        raise WrongState(
            [
                Problem(
                    "session.not_evaluating",
                    field="state",
                    message=N_(
                        "La sesión se abre y los grupos exponen entre la apertura de la evaluación y el cierre de la "
                        "calificación. Revise en qué etapa está el concurso."
                    ),
                )
            ]
        )


def note_deed(session: Session, act: Act, hall: HallSession, action: str, data: Json) -> None:
    """Write a deed of the session in the audit chain."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=f"hall.{action}",
        subject=f"contest:{hall.contest_id}",
        data=data,
    )
