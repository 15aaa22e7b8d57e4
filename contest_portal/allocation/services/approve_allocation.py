"""Approve a step of a proposed allocation; the last one grants the awards, commits the envelopes, and freezes it."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.allocation.calculation import Calculated
from contest_portal.allocation.envelope_counter import change_committed
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.allocation.queries import (
    lock_run,
    present_inputs,
    stored_inputs,
    stored_lines,
    stored_spills,
)
from contest_portal.allocation.rules.chain import StepOutcome
from contest_portal.allocation.rules.lifecycle import RUN, RunFacts
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import AllocationResult, EnvelopeTotal, Line, Outcome
from contest_portal.allocation.step_taking import note_step, require_turn
from contest_portal.applications.rules.budget import split_award
from contest_portal.contests.models import Contest, Envelope
from contest_portal.contests.queries import envelopes_of, rulebook_of
from contest_portal.contests.rules.ahead import Step, ahead_of_calendar
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.contests.rules.rulebook import BudgetRules
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json, canonical_json, sha256_hex
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem, Refused, refuse
from contest_portal.kernel.records import to_data

log = logging.getLogger(__name__)


def approve_allocation(
    session: Session,
    act: Act,
    *,
    run_id: int,
    result_sha256: str,
    step: int = 1,
    before: Calculated | None = None,
) -> AllocationRun:
    """Approve a step of what was proposed; `result_sha256` is the hash of what that person looked at.

    At each step the rule is run again on the stored inputs, which must still be those of the ranking and the envelopes;
    `before` is that run where it was made before the contest was locked. Only the last step of the rules commits
    money. Raises what `require_turn` raises, and Refused when the replay differs or money is short.
    """
    run = lock_run(session, run_id)
    chain = require_turn(session, act, run, step=step, result_sha256=result_sha256)
    result = _again(run, before)
    facts = _facts(session, run, result)
    refuse(RUN.problems("approve", facts))
    note_step(act, run, step, StepOutcome.APPROVED)
    if step == len(chain):
        _grant(session, act, run, facts, result)
    session.flush()
    _record(session, act, run, step=step, awarded=result.awarded if step == len(chain) else None)
    return run


def _grant(session: Session, act: Act, run: AllocationRun, facts: RunFacts, result: AllocationResult) -> None:
    RUN.move(run, "approve", facts)
    run.approved_by, run.approved_at = act.actor.user_id, act.at
    # held with the run
    CONTEST.move(session.get_one(Contest, run.contest_id), "allocate", ContestFacts(now=act.at))
    session.flush()
    envelope_ids = {view.category_code: view.id for view in envelopes_of(session, run.contest_id)}
    for total in result.envelopes:
        _commit(session, envelope_ids[total.category_code], total)
    budget = rulebook_of(session, run.contest_id).budget
    session.add_all(
        _award(run, line, envelope_ids[line.envelope_code], budget)
        for line in result.lines
        if line.outcome is Outcome.AWARDED
    )


def _again(run: AllocationRun, before: Calculated | None) -> AllocationResult:
    if before is not None and before.inputs_sha256 == sha256_hex(run.inputs):
        return before.result
    return allocate(run.rule, stored_inputs(run))


def _facts(session: Session, run: AllocationRun, result: AllocationResult) -> RunFacts:
    present = sha256_hex(canonical_json(to_data(present_inputs(session, run.contest_id))))
    return RunFacts(
        same_inputs=present == run.inputs_sha256 == sha256_hex(run.inputs),
        same_result=result.sha256 == run.result_sha256
        and stored_lines(run) == result.lines
        and stored_spills(session, run.id) == result.spills,
    )


def _commit(session: Session, envelope_id: int, total: EnvelopeTotal) -> None:
    """Raise the envelope's counter only while it holds what was shared out, and take what was left up where it goes."""
    came, unchanged = total.received - total.spilled, Envelope.amount == total.amount
    if not change_committed(session, envelope_id, total.awarded, unchanged, came=came):
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


def _record(session: Session, act: Act, run: AllocationRun, *, step: int, awarded: Money | None) -> None:
    """Write the step into the chain; `awarded` is what the last one granted."""
    calendar = rulebook_of(session, run.contest_id).calendar
    data: dict[str, Json] = {
        "run": run.id,
        "step": step,
        "inputs_sha256": run.inputs_sha256,
        "result_sha256": run.result_sha256,
    }
    if awarded is not None:
        data["awarded_cents"] = awarded.cents
        data["ahead_of_calendar"] = ahead_of_calendar(Step.ALLOCATE, calendar, now=act.at) is not None
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="allocation.step_approved" if awarded is None else "allocation.approved",
        subject=f"contest:{run.contest_id}",
        data=data,
    )
    log.info("allocation approved", extra={"contest_id": run.contest_id, "run_id": run.id, "step": step})
