"""Propose an allocation: run the contest's frozen rule on the frozen ranking and keep inputs and steps."""

import logging
from collections.abc import Iterator

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.calculation import Calculated, calculated
from contest_portal.allocation.models import AllocationLine, AllocationRun, AllocationSpill
from contest_portal.allocation.queries import live_run_row, present_inputs, unranked_codes
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.allocation.rules.results import AllocationResult
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import envelopes_of
from contest_portal.contests.rules.lifecycle import CONTEST
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.problems import N_, Problem, Stale, WrongState, refuse
from contest_portal.kernel.records import to_data

log = logging.getLogger(__name__)


def propose_allocation(
    session: Session, act: Act, *, contest_id: int, before: Calculated | None = None
) -> AllocationRun:
    """Propose the share-out of a scored contest by its rule; at most one proposal or approval stands at a time.

    `before` was calculated before the contest was locked; without it the rule runs here. Raises Stale when ranking,
    envelopes or rules changed since then, WrongState when the contest is not scored or a run already stands, Refused
    when the ranking, the envelopes and the rule do not allow an allocation.
    """
    contest = hold_contest(session, contest_id)
    permit(act.actor, Action.ALLOCATION_PROPOSE, Scope(contest_id=contest_id))
    _require_scored(contest)
    if live_run_row(session, contest_id) is not None:
        raise WrongState([_already_live()])
    refuse(_unranked(session, contest_id))
    inputs = present_inputs(session, contest_id)
    data = canonical_json(to_data(inputs))
    if before is not None and before.inputs_sha256 != sha256_hex(data):
        raise Stale(f"contest {contest_id} changed while its allocation was calculated")
    result = (before or calculated(inputs)).result
    run = _store(session, act, contest_id, data, result)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="allocation.proposed",
        subject=f"contest:{contest_id}",
        data={
            "run": run.id,
            "rule": run.rule,
            "inputs_sha256": run.inputs_sha256,
            "result_sha256": run.result_sha256,
            "awarded_cents": result.awarded.cents,
        },
    )
    log.info("allocation proposed", extra={"contest_id": contest_id, "run_id": run.id})
    return run


def _require_scored(contest: Contest) -> None:
    if "allocate" not in CONTEST.available(contest.state):
        raise WrongState(
            [
                Problem(
                    "allocation.contest_not_scored",
                    field="contest",
                    message=N_(
                        "El reparto se propone después de cerrar la calificación y antes de aprobarlo. Revise en "
                        "qué etapa está el concurso."
                    ),
                )
            ]
        )


def _unranked(session: Session, contest_id: int) -> list[Problem]:
    return [
        Problem(
            "allocation.unranked",
            field="candidates",
            message=N_(
                "El perfil %(code)s no está en el cuadro de mérito. Revise el cierre de la calificación."
            ),
            params={"code": code},
        )
        for code in unranked_codes(session, contest_id)
    ]


def _store(session: Session, act: Act, contest_id: int, data: str, result: AllocationResult) -> AllocationRun:
    run = AllocationRun(
        contest_id=contest_id,
        state=RunState.PROPOSED.value,
        rule=result.rule,
        inputs=data,
        inputs_sha256=sha256_hex(data),
        result_sha256=result.sha256,
        proposed_by=act.actor.user_id,
        proposed_at=act.at,
        lines=_line_rows(result),
    )
    session.add(run)
    try:
        session.flush()
    except IntegrityError as error:  # the partial unique index: another proposal was stored meanwhile
        raise WrongState([_already_live()]) from error
    session.add_all(_spill_rows(session, run, result))
    return run


def _spill_rows(session: Session, run: AllocationRun, result: AllocationResult) -> Iterator[AllocationSpill]:
    ids = {one.category_code: one.id for one in envelopes_of(session, run.contest_id)}
    for one in result.spills:
        source, target = ids[one.source], ids[one.target]
        yield AllocationSpill(
            run_id=run.id, step=one.step, source_id=source, target_id=target, amount=one.amount
        )


def _line_rows(result: AllocationResult) -> list[AllocationLine]:
    return [
        AllocationLine(
            application_id=line.application_id,
            category_code=line.category_code,
            step=line.step,
            place=line.place,
            outcome=line.outcome.value,
            requested=line.requested,
            amount=line.amount,
            balance=line.balance,
            reserve_order=line.reserve_order,
            reason=line.reason.value,
            pot_code=line.pot,
        )
        for line in result.lines
    ]


def _already_live() -> Problem:
    return Problem(
        "allocation.run_live",
        field="run",
        message=N_(
            "Ya hay un reparto propuesto o aprobado en este concurso. Vuelva a cargar la página para verlo."
        ),
    )
