"""Approve a proposed allocation: replay it, grant the awards, commit the envelopes, and freeze."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.calculation import Calculated
from contest_portal.allocation.envelope_counter import change_committed
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.allocation.queries import (
    lock_run,
    present_inputs,
    stored_inputs,
    stored_lines,
)
from contest_portal.allocation.rules.lifecycle import RUN, RunFacts
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import AllocationResult, EnvelopeTotal, Line, Outcome
from contest_portal.applications.rules.budget import split_award
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Envelope
from contest_portal.contests.queries import envelopes_of, rulebook_of
from contest_portal.contests.rules.ahead import Step, ahead_of_calendar
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.contests.rules.rulebook import BudgetRules
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem, Refused, Stale
from contest_portal.kernel.records import to_data

log = logging.getLogger(__name__)


def approve_allocation(
    session: Session, act: Act, *, run_id: int, result_sha256: str, before: Calculated | None = None
) -> AllocationRun:
    """Approve what was proposed, by a second person; `result_sha256` is the hash of what that person looked at.

    The rule is run again on the stored inputs, which must still be those of the ranking and the envelopes; `before` is
    that run where it was made before the contest was locked. Raises Stale for another hash, WrongState when decided
    already, Refused when the replay differs or money is short.
    """
    run = lock_run(session, run_id)
    contest = hold_contest(session, run.contest_id)
    permit(
        act.actor,
        Action.ALLOCATION_APPROVE,
        Scope(contest_id=run.contest_id, proposer_id=run.proposed_by),
    )
    if run.result_sha256 != result_sha256:
        raise Stale(f"run {run_id} is not the one that was looked at")
    result = _again(run, before)
    facts = _facts(session, run, result)
    RUN.move(run, "approve", facts)
    run.approved_by, run.approved_at = act.actor.user_id, act.at
    CONTEST.move(contest, "allocate", ContestFacts(now=act.at))
    session.flush()
    envelope_ids = {view.category_code: view.id for view in envelopes_of(session, run.contest_id)}
    for total in result.envelopes:
        _commit(session, envelope_ids[total.category_code], total)
    budget = rulebook_of(session, run.contest_id).budget
    session.add_all(
        _award(run, line, envelope_ids[line.category_code], budget)
        for line in result.lines
        if line.outcome is Outcome.AWARDED
    )
    session.flush()
    _record(session, act, run, result.awarded)
    return run


def _again(run: AllocationRun, before: Calculated | None) -> AllocationResult:
    if before is not None and before.inputs_sha256 == sha256_hex(run.inputs):
        return before.result
    return allocate(run.rule, stored_inputs(run))


def _facts(session: Session, run: AllocationRun, result: AllocationResult) -> RunFacts:
    present = sha256_hex(canonical_json(to_data(present_inputs(session, run.contest_id))))
    return RunFacts(
        same_inputs=present == run.inputs_sha256 == sha256_hex(run.inputs),
        same_result=result.sha256 == run.result_sha256 and stored_lines(run) == result.lines,
    )


def _commit(session: Session, envelope_id: int, total: EnvelopeTotal) -> None:
    """Raise the envelope's counter only while it holds what was shared out."""
    if not change_committed(session, envelope_id, total.awarded, Envelope.amount == total.amount):
        raise Refused(
            [
                Problem(
                    "allocation.envelope_short",
                    field="envelopes",
                    message=N_(
                        "El sobre %(category)s ya no tiene los %(awarded)s de este reparto. Descarte la propuesta y "
                        "haga otra."
                    ),
                    params={"category": total.category_code, "awarded": total.awarded.format()},
                )
            ]
        )


def _award(run: AllocationRun, line: Line, envelope_id: int, budget: BudgetRules) -> Award:
    goods, assistance = split_award(line.amount, budget)
    return Award(
        run_id=run.id,
        contest_id=run.contest_id,
        application_id=line.application_id,
        envelope_id=envelope_id,
        amount=line.amount,
        goods=goods,
        assistance=assistance,
    )


def _record(session: Session, act: Act, run: AllocationRun, awarded: Money) -> None:
    calendar = rulebook_of(session, run.contest_id).calendar
    ahead = ahead_of_calendar(Step.ALLOCATE, calendar, now=act.at)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="allocation.approved",
        subject=f"contest:{run.contest_id}",
        data={
            "run": run.id,
            "inputs_sha256": run.inputs_sha256,
            "result_sha256": run.result_sha256,
            "awarded_cents": awarded.cents,
            "ahead_of_calendar": ahead is not None,
        },
    )
    log.info("allocation approved", extra={"contest_id": run.contest_id, "run_id": run.id})
