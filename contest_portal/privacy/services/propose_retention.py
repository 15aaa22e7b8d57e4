"""Propose to withdraw the personal data whose term of keeping is over."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.privacy.models import RetentionRun
from contest_portal.privacy.queries import plan_of, written_plan
from contest_portal.privacy.rules.retention import plan_problem, reason_problem
from contest_portal.privacy.run_acts import note_run
from contest_portal.registry.rules.disclosure import dni_problem


def propose_retention(session: Session, act: Act, *, reason: str) -> RetentionRun:
    """Keep the plan as of today for somebody else to approve; nothing is withdrawn yet.

    Refused when nothing is due, without a reason, and while another proposal waits.
    """
    permit(act.actor, Action.RETENTION_PROPOSE)
    wait_for_turn(session)
    reason = clean_text(reason)
    plan = plan_of(session, office_date(act.at))
    refuse(
        [reason_problem(reason), dni_problem(reason, field="reason"), plan_problem(plan), _waiting(session)]
    )
    written, sha256 = written_plan(plan)
    run = RetentionRun(
        as_of=plan.as_of,
        reason=reason,
        plan=written,
        plan_sha256=sha256,
        proposed_by=act.actor.user_id,
        proposed_at=act.at,
    )
    session.add(run)
    session.flush()
    note_run(session, act, run, action="retention.proposed", rows=plan.rows)
    return run


def _waiting(session: Session) -> Problem | None:
    if session.scalar(select(RetentionRun.id).where(RetentionRun.state == "proposed")) is None:
        return None
    message = N_("Ya hay una propuesta que espera decisión. Apruébela o descártela antes de hacer otra.")
    return Problem("retention.waiting", field="reason", message=message)
