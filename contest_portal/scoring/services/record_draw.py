"""Record the lot drawn in public for the ties of a contest."""

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.rules.lifecycle import CONTEST
from contest_portal.jury.rules.lot import drawn_numbers
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.scoring.draws import cancelled_draws, draw_of
from contest_portal.scoring.merit import merit_now
from contest_portal.scoring.models import PublicDraw
from contest_portal.scoring.rules.lot import draw_problems
from contest_portal.scoring.rules.ranking import undecided_ties

log = logging.getLogger(__name__)


def record_draw(
    session: Session, act: Act, *, contest_id: int, numbers: str, witnesses: str, held_at: datetime
) -> PublicDraw:
    """Keep the numbers drawn in public, before anything is computed from them; one a contest, until an act cancels it.

    Raises WrongState for a second draw or outside the evaluation, Refused while sheets are missing, when no tie is
    left to decide, and for numbers that are none.
    """
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest = hold_contest(session, contest_id)
    CONTEST.require(contest, "close_scoring")
    if draw_of(session, contest_id) is not None:
        raise WrongState([_second_draw()])
    ties = undecided_ties(merit_now(session, contest).ranking)
    refuse(
        draw_problems(
            numbers=numbers,
            witnesses=witnesses,
            held_at=held_at,
            now=act.at,
            ties=ties,
            cancelled=cancelled_draws(session, contest_id),
        )
    )
    drawn = PublicDraw(
        contest_id=contest_id,
        numbers=drawn_numbers(numbers),
        witnesses=witnesses.strip(),
        held_at=held_at,
        recorded_by=act.actor.user_id or 0,
        recorded_at=act.at,
    )
    session.add(drawn)
    session.flush()
    _record(session, act, drawn, ties)
    log.info("draw recorded", extra={"contest_id": contest_id})
    return drawn


def _record(session: Session, act: Act, drawn: PublicDraw, ties: Iterable[Problem]) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="draw.recorded",
        subject=f"contest:{drawn.contest_id}",
        data={
            "numbers": drawn.numbers,
            "held_at": drawn.held_at.isoformat(),
            "tied": [tie.params["groups"] for tie in ties],
        },
    )


def _second_draw() -> Problem:
    return Problem(
        "draw.second",
        field="numbers",
        message=N_("El sorteo de este concurso ya se hizo y no se repite. Cierre la calificación."),
    )
