"""Give a group to another evaluator in the place of one it was assigned to."""

import logging
from collections.abc import Iterator

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.scoring.assigning import successors
from contest_portal.scoring.draws import drawn_already
from contest_portal.scoring.handing_on import has_final_sheet, live_assignment, pass_on
from contest_portal.scoring.second import closed_problem

log = logging.getLogger(__name__)

MAX_REASON = 400


def replace_scorer(
    session: Session, act: Act, *, contest_id: int, assignment_id: int, juror_id: int, reason: str
) -> JurorAssignment:
    """End an assignment and give its group to an evaluator of the same class, with the reason.

    A draft that was begun never counts; with a final sheet the evaluator stays. Raises NotFound for an assignment
    that is not of this contest or has ended, WrongState outside the evaluation.
    """
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    if hold_contest(session, contest_id).state != ContestState.EVALUATING:
        raise WrongState([closed_problem()])
    former = live_assignment(session, contest_id, assignment_id)
    refuse([*_problems(session, former, juror_id, reason), drawn_already(session, contest_id)])
    new = pass_on(session, act, former, juror_id, reason.strip())
    log.info("scorer replaced", extra={"contest_id": contest_id, "assignment_id": new.id})
    return new


def _problems(session: Session, former: JurorAssignment, juror_id: int, reason: str) -> Iterator[Problem]:
    if has_final_sheet(session, former):
        yield Problem(
            "assignment.sheet_is_final",
            field="juror_id",
            message=N_(
                "Esta persona ya hizo definitiva su ficha del grupo, y esa ficha cuenta. No se cambia."
            ),
        )
    if juror_id not in {one.juror_id for one in successors(session, former)}:
        yield Problem(
            "assignment.cannot_score",
            field="juror_id",
            message=N_(
                "Elija a una persona de la lista: de la misma clase, sin abstención y sin este grupo."
            ),
        )
    if not reason.strip() or len(reason) > MAX_REASON:
        yield Problem(
            "assignment.reason",
            field="reason",
            message=N_("Escriba el motivo del cambio en %(max)s letras como máximo: queda registrado."),
            params={"max": str(MAX_REASON)},
        )
