"""Take a person out of a panel who has not begun to score."""

import logging

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.models import Interest, Juror
from contest_portal.jury.queries import interests_of, juror_by_id
from contest_portal.jury.tie_models import TieDecision
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, WrongState

log = logging.getLogger(__name__)


def unseat_juror(session: Session, act: Act, *, contest_id: int, juror_id: int) -> None:
    """Remove a juror without sheets or assigned groups, with the declarations and the role in this contest.

    Sheets live on a higher floor; their foreign key is what refuses here.
    """
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    juror = juror_by_id(session, contest_id, juror_id)
    user_id, name, declared = juror.user_id, juror.user.full_name, len(interests_of(session, juror_id))
    if session.scalar(select(JurorAssignment.id).where(JurorAssignment.juror_id == juror_id).limit(1)):
        raise WrongState([_has_groups(name)])
    try:
        with session.begin_nested():
            _remove(session, juror)
    except IntegrityError as error:
        raise WrongState([_has_sheets(name)]) from error
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="juror.unseated",
        subject=f"juror:{juror_id}",
        data={"contest_id": contest_id, "user_id": user_id, "declarations": declared},
    )
    log.info("juror unseated", extra={"juror_id": juror_id, "contest_id": contest_id})


def _remove(session: Session, juror: Juror) -> None:
    session.execute(delete(Interest).where(Interest.juror_id == juror.id))
    session.execute(delete(TieDecision).where(TieDecision.juror_id == juror.id))
    session.execute(
        delete(RoleGrant).where(
            RoleGrant.user_id == juror.user_id,
            RoleGrant.role == Role.JUROR.value,
            RoleGrant.contest_id == juror.contest_id,
        )
    )
    session.execute(delete(Juror).where(Juror.id == juror.id))


def _has_groups(name: str) -> Problem:
    return Problem(
        "juror.has_groups",
        field="juror",
        message=N_(
            "A %(name)s se le asignaron grupos. Use «Retirar por acto»: lo que le queda por calificar pasa a otros."
        ),
        params={"name": name},
    )


def _has_sheets(name: str) -> Problem:
    return Problem(
        "juror.has_sheets",
        field="juror",
        message=N_(
            "%(name)s ya abrió fichas, recibió grupos o reemplaza a alguien, y no sale sin dejar rastro. Registre su "
            "ausencia o use «Retirar por acto»."
        ),
        params={"name": name},
    )
