"""Who keeps the record of a visit, and while when: the door to its photos."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.queries import application_view, entrant
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.problems import NotFound, WrongState
from contest_portal.scoring.second import closed_problem


def hold_visit(session: Session, act: Act, *, application_id: int, phase_code: str) -> None:
    """Let the secretary of a contest under evaluation change what is kept of a visit.

    NotFound for a phase without attendance, WrongState once the scoring is closed.
    """
    contest_id = application_view(session, application_id).contest_id
    permit(act.actor, Action.ATTENDANCE_RECORD, Scope(contest_id=contest_id))
    contest = hold_contest(session, contest_id)
    phases = rulebook_of(session, contest_id).phases_of(entrant(session, application_id).category_code)
    if phase_code not in {phase.code for phase in phases if phase.asks_attendance}:
        raise NotFound(f"visit to application {application_id} in phase {phase_code}")
    if contest.state != ContestState.EVALUATING:
        raise WrongState([closed_problem()])
