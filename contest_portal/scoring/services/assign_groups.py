"""Share the groups of a contest out among its evaluators."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.assignment_models import AssignmentDraw, JurorAssignment
from contest_portal.jury.assignment_queries import in_the_way, phase_tasks, shared_out
from contest_portal.jury.rules.assignment import Pair, share_out
from contest_portal.jury.rules.lot import drawn_numbers, numbers_problem, witnesses_problem
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.scoring.second import closed_problem

log = logging.getLogger(__name__)


def assign_groups(
    session: Session, act: Act, *, contest_id: int, numbers: str, witnesses: str
) -> AssignmentDraw:
    """Give every group its evaluators by the numbers drawn in public, once: later only single ones change, by hand.

    Raises WrongState outside the evaluation and a second time; Refused where everybody scores all, while somebody has
    not declared, and naming each group that too few may score.
    """
    permit(act.actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    if hold_contest(session, contest_id).state != ContestState.EVALUATING:
        raise WrongState([closed_problem()])
    if shared_out(session, contest_id) is not None:
        raise WrongState([_second_time()])
    tasks = phase_tasks(session, contest_id, rulebook_of(session, contest_id))
    refuse([None if tasks else _nothing_to_assign()])
    refuse([numbers_problem(numbers), witnesses_problem(witnesses), *in_the_way(session, contest_id, tasks)])
    draw = AssignmentDraw(
        contest_id=contest_id,
        numbers=drawn_numbers(numbers),
        witnesses=witnesses.strip(),
        made_at=act.at,
        made_by=act.actor.user_id or 0,
    )
    pairs = [(one.phase_code, pair) for one in tasks for pair in sorted(share_out(one.task, draw.numbers))]
    session.add_all([draw, *(_assignment(act, phase_code, pair) for phase_code, pair in pairs)])
    session.flush()
    _record(session, act, draw, pairs)
    return draw


def _record(session: Session, act: Act, draw: AssignmentDraw, pairs: list[tuple[str, Pair]]) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="groups.assigned",
        subject=f"contest:{draw.contest_id}",
        data={
            "numbers": draw.numbers,
            "assignments": [
                {"juror_id": juror, "application_id": group, "phase": phase}
                for phase, (juror, group) in pairs
            ],
        },
    )
    log.info("groups assigned", extra={"contest_id": draw.contest_id, "assignments": len(pairs)})


def _assignment(act: Act, phase_code: str, pair: Pair) -> JurorAssignment:
    juror_id, application_id = pair
    return JurorAssignment(
        juror_id=juror_id,
        application_id=application_id,
        phase_code=phase_code,
        reason="",
        made_at=act.at,
        made_by=act.actor.user_id or 0,
        end_reason="",
    )


def _second_time() -> Problem:
    return Problem(
        "assignment.second_time",
        field="numbers",
        message=N_("Los grupos ya se repartieron. Los cambios se hacen uno por uno, con su motivo."),
    )


def _nothing_to_assign() -> Problem:
    return Problem(
        "assignment.not_asked",
        field="numbers",
        message=N_(
            "Según las bases todos los jurados califican a todos los grupos: no hay nada que repartir."
        ),
    )
