"""Record that a seated juror does not come, and seat a substitute in the place."""

import logging
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.absence_queries import absent_jurors
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import juror_by_id
from contest_portal.jury.services.seat_juror import seat_juror
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.scoring.draws import drawn_already
from contest_portal.scoring.handing_on import has_final_sheet, pass_on

log = logging.getLogger(__name__)

MAX_REASON = 400


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who takes the place: the account, the DNI, and whom the person represents."""

    email: str
    dni: str
    institution: str
    household_confirmed: bool = False


def record_absence(
    session: Session, act: Act, *, contest_id: int, juror_id: int, reason: str, substitute: Substitute | None
) -> JurorAbsence:
    """End a juror's part in the contest. Final sheets stay and count, drafts never count.

    A substitute is seated with the same position, phases and class, and takes over the assigned groups that are not
    done. Without one they are given to others by hand. Raises what seating a juror raises.
    """
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    juror = juror_by_id(session, contest_id, juror_id)
    if juror_id in absent_jurors(session, contest_id):
        raise WrongState([_recorded_already(juror.user.full_name)])
    refuse([_reason_problem(reason), drawn_already(session, contest_id)])
    absence = JurorAbsence(
        juror_id=juror_id, reason=reason.strip(), recorded_at=act.at, recorded_by=act.actor.user_id or 0
    )
    session.add(absence)
    session.flush()
    if substitute is not None:
        absence.substitute_id = _seat(session, act, juror, substitute).id
        _hand_on(session, act, absence)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="juror.absent",
        subject=f"juror:{juror_id}",
        data={
            "contest_id": contest_id,
            "reason": absence.reason,
            **({"substitute_id": absence.substitute_id} if absence.substitute_id else {}),
        },
    )
    log.info("juror absent", extra={"juror_id": juror_id, "contest_id": contest_id})
    return absence


def _seat(session: Session, act: Act, juror: Juror, substitute: Substitute) -> Juror:
    return seat_juror(
        session,
        act,
        contest_id=juror.contest_id,
        email=substitute.email,
        dni=substitute.dni,
        institution=substitute.institution,
        position=juror.position,
        phases=[code for code in juror.phases.split(",") if code],
        evaluator_class=juror.evaluator_class,
        household_confirmed=substitute.household_confirmed,
    )


def _hand_on(session: Session, act: Act, absence: JurorAbsence) -> None:
    live = session.scalars(
        select(JurorAssignment)
        .where(JurorAssignment.juror_id == absence.juror_id, JurorAssignment.ended_at.is_(None))
        .order_by(JurorAssignment.id)
    ).all()
    for assignment in live:
        if not has_final_sheet(session, assignment):
            pass_on(session, act, assignment, absence.substitute_id or 0, absence.reason)


def _recorded_already(name: str) -> Problem:
    return Problem(
        "absence.recorded",
        field="reason",
        message=N_("La ausencia de %(name)s ya está registrada."),
        params={"name": name},
    )


def _reason_problem(reason: str) -> Problem | None:
    if reason.strip() and len(reason.strip()) <= MAX_REASON:
        return None
    return Problem(
        "absence.reason",
        field="reason",
        message=N_("Escriba por qué no participa, en %(max)s letras como máximo: consta en el acta."),
        params={"max": str(MAX_REASON)},
    )
