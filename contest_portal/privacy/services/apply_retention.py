"""Approve a proposed run and withdraw what it names."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.problems import refuse
from contest_portal.privacy.erasing import ERASURES, Pseudonyms
from contest_portal.privacy.models import RetentionRun
from contest_portal.privacy.queries import plan_of, written_plan
from contest_portal.privacy.rules.retention import RETENTION_RUN, changed_problem
from contest_portal.privacy.run_acts import hold_run, note_run, refuse_stale


def apply_retention(session: Session, act: Act, *, run_id: int, expected_version: int) -> RetentionRun:
    """Withdraw it, for good, as somebody else than who proposed it: all of it or nothing.

    Refused when the plan of that day is not what was proposed: a term, a hold or a contest changed meanwhile.
    WrongState when it was decided, Stale for another version.
    """
    run = hold_run(session, run_id)
    permit(act.actor, Action.RETENTION_DECIDE, Scope(proposer_id=run.proposed_by))
    refuse_stale(run, expected_version)
    RETENTION_RUN.require(run, "apply")
    plan = plan_of(session, run.as_of)
    refuse([changed_problem(run.plan_sha256, written_plan(plan)[1])])
    if session.get_bind().dialect.name == "sqlite":
        # else what is overwritten stays readable in the free pages of the file
        session.execute(text("PRAGMA secure_delete=ON"))
    pseudonyms = Pseudonyms()
    for line in plan.lines:
        ERASURES[line.rule].apply(session, line.contests, pseudonyms)
        session.flush()
    # with who decided: the table takes one only with the other
    RETENTION_RUN.move(run, "apply", None)
    run.decided_by, run.decided_at = act.actor.user_id, act.at
    counts = {line.rule.value: line.rows for line in plan.lines}
    note_run(session, act, run, action="retention.applied", counts=counts)
    return run
