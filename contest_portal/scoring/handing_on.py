"""An assignment that holds, whether its work is done, and how it passes to another juror."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.assignment_queries import assigned, phase_tasks, shared_out
from contest_portal.jury.models import Juror
from contest_portal.jury.rules.handing_over import hand_over
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rules.lifecycle import SheetState


def live_assignment(session: Session, contest_id: int, assignment_id: int) -> JurorAssignment:
    """Give an assignment of a contest that holds; NotFound otherwise."""
    found = session.scalars(
        select(JurorAssignment)
        .join(Juror, Juror.id == JurorAssignment.juror_id)
        .where(
            JurorAssignment.id == assignment_id,
            Juror.contest_id == contest_id,
            JurorAssignment.ended_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(f"assignment {assignment_id} of contest {contest_id}")
    return found


def pass_on(
    session: Session, act: Act, former: JurorAssignment, juror_id: int, reason: str
) -> JurorAssignment:
    """End an assignment and begin that of the other juror."""
    former.ended_at, former.ended_by, former.end_reason = act.at, act.actor.user_id, reason
    new = JurorAssignment(
        juror_id=juror_id,
        application_id=former.application_id,
        phase_code=former.phase_code,
        reason=reason,
        made_at=act.at,
        made_by=act.actor.user_id or 0,
        end_reason="",
    )
    session.add(new)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="assignment.replaced",
        subject=f"application:{former.application_id}",
        data={
            "phase": former.phase_code,
            "juror_id": juror_id,
            "former_juror_id": former.juror_id,
            "reason": reason,
        },
    )
    return new


def has_final_sheet(session: Session, assignment: JurorAssignment) -> bool:
    """Tell whether the work of an assignment is done."""
    sheet = select(Sheet.id).where(
        Sheet.juror_id == assignment.juror_id,
        Sheet.application_id == assignment.application_id,
        Sheet.phase_code == assignment.phase_code,
        Sheet.state == SheetState.FINAL.value,
    )
    return session.scalar(sheet) is not None


def hand_all_over(session: Session, act: Act, juror: Juror, *, reason: str) -> tuple[int, int]:
    """Pass every group on that a juror who left has not done; give how many passed and how many nobody can take.

    The latter stay with who left, where the page of assignments shows them as lacking.
    """
    drawn = shared_out(session, juror.contest_id)
    live = [one for one in _live_of(session, juror.id) if not has_final_sheet(session, one)]
    if drawn is None or not live:
        return 0, 0
    passed = 0
    for one in phase_tasks(session, juror.contest_id, rulebook_of(session, juror.contest_id)):
        ids = {evaluator.juror_id for evaluator in one.task.evaluators}
        mine = {a.application_id: a for a in live if a.phase_code == one.phase_code and juror.id in ids}
        pairs = (
            (hand.juror_id, hand.application_id)
            for hand in assigned(session, juror.contest_id)
            if hand.phase_code == one.phase_code and hand.juror_id in ids
        )
        takers = hand_over(one.task, pairs, leaving=juror.id, groups=mine, seed=drawn.numbers)
        for application_id, taker in takers.items():
            pass_on(session, act, mine[application_id], taker, reason)
        passed += len(takers)
    return passed, len(live) - passed


def _live_of(session: Session, juror_id: int) -> Iterable[JurorAssignment]:
    return session.scalars(
        select(JurorAssignment)
        .where(JurorAssignment.juror_id == juror_id, JurorAssignment.ended_at.is_(None))
        .order_by(JurorAssignment.id)
    ).all()
