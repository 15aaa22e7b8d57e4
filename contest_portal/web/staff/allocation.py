"""The allocation of a contest: propose, look at every line with its reason, discard. Approval is apart."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.actor import Actor
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.allocation.approval_queries import (
    StepView,
    Turn,
    chain_of,
    earlier_decisions,
    still_stands,
    turn_of,
)
from contest_portal.allocation.calculation import calculate_proposal
from contest_portal.allocation.queries import discarded_runs, live_run
from contest_portal.allocation.rules.lifecycle import RUN
from contest_portal.allocation.rules.registry import RULES, Rule
from contest_portal.allocation.services.discard_allocation import discard_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.allocation.views import LineView, RunView
from contest_portal.awards.reopening_queries import changed_lines
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, envelopes_of, rulebook_of
from contest_portal.contests.rules.lifecycle import CONTEST, ContestState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, Problem, Refused
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import money, say
from contest_portal.web.shared.labels import (
    ALLOCATION_OUTCOME_LABELS,
    ALLOCATION_OUTCOME_TONES,
    ALLOCATION_STATE_LABELS,
    ALLOCATION_STATE_TONES,
    APPROVAL_STATE_LABELS,
    APPROVAL_STATE_TONES,
    APPROVER_LABELS,
)
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.allocation_limits import limit_lines
from contest_portal.web.staff.allocation_tree import tree_rows
from contest_portal.web.staff.blueprint import blueprint

COLUMNS = (
    "paso",
    "categoria",
    "puesto",
    "codigo",
    "grupo",
    "puntaje",
    "solicitado",
    "resultado",
    "orden_reserva",
    "adjudicado",
    "saldo_del_sobre",
    "razon",
)


@dataclass(frozen=True, slots=True)
class Options:
    """What this person may do with the allocation at this moment, and whether the proposal is their own."""

    may_propose: bool
    may_approve: bool
    may_discard: bool
    is_proposer: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """How the approval of a run stands: its steps, whose turn it is, and whether what was proposed still is so."""

    steps: tuple[StepView, ...]
    turn: Turn
    stands: bool


@blueprint.get("/concursos/<int:contest_id>/reparto")
def allocation(contest_id: int) -> str:
    """Show the run that stands, or how to propose one."""
    permit(current_actor(), Action.RANKING_SEE, Scope(contest_id=contest_id))
    return _page(contest_id)


def _page(contest_id: int, problems: Collection[Problem] = ()) -> str:
    contest = contest_by_id(read_session(), contest_id)
    run = live_run(read_session(), contest_id)
    approval = _approval(rulebook_of(read_session(), contest_id), run) if run else None
    return render_template(
        "staff/allocation/show.html",
        contest=contest,
        run=run,
        rule=rule_of(contest),
        problems=problems,
        options=_options(current_actor(), contest, run, approval),
        approval=approval,
        earlier=earlier_decisions(read_session(), contest_id),
        is_scored=_is_scored(contest),
        uncommitted=Money.total(one.balance for one in envelopes_of(read_session(), contest_id)),
        tree=tree_rows(run, envelopes_of(read_session(), contest_id)) if run else (),
        limits=limit_lines(rulebook_of(read_session(), contest_id), run) if run else (),
        changes=changed_lines(read_session(), contest_id, run) if run else {},
        discarded=discarded_runs(read_session(), contest_id),
        state_labels=ALLOCATION_STATE_LABELS,
        state_tones=ALLOCATION_STATE_TONES,
        outcome_labels=ALLOCATION_OUTCOME_LABELS,
        outcome_tones=ALLOCATION_OUTCOME_TONES,
        approver_labels=APPROVER_LABELS,
        step_labels=APPROVAL_STATE_LABELS,
        step_tones=APPROVAL_STATE_TONES,
    )


def _approval(book: Rulebook, run: RunView) -> Approval:
    stands = still_stands(read_session(), run)
    return Approval(chain_of(book.approvals, run, stands=stands), turn_of(book.approvals, run), stands)


@blueprint.post("/concursos/<int:contest_id>/reparto/proponer")
def allocation_propose(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Run the contest's rule, which may take a minute and locks nothing, and keep the proposal."""
    permit(current_actor(), Action.ALLOCATION_PROPOSE, Scope(contest_id=contest_id))
    try:
        before = calculate_proposal(read_session(), contest_id)
    except Refused as refusal:
        return _page(contest_id, refusal.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction() as session:
        propose_allocation(session, act(), contest_id=contest_id, before=before)
    flash(gettext("El reparto quedó propuesto. Lo aprueba otra persona, paso por paso."), "good")
    return redirect(url_for("staff.allocation", contest_id=contest_id), 303)


@blueprint.post("/concursos/<int:contest_id>/reparto/descartar")
def allocation_discard(contest_id: int) -> AnyResponse:
    """Set the proposal aside."""
    run = standing_run(contest_id)
    with transaction() as session:
        discard_allocation(session, act(), run_id=run.id)
    flash(gettext("La propuesta quedó descartada y guardada en el historial. Puede proponer otra."), "info")
    return redirect(url_for("staff.allocation", contest_id=contest_id), 303)


@blueprint.get("/concursos/<int:contest_id>/reparto.csv")
def allocation_csv(contest_id: int) -> Response:
    """Send every line with its reason, to take away."""
    permit(current_actor(), Action.RANKING_SEE, Scope(contest_id=contest_id))
    run = standing_run(contest_id)
    rows = [*(_row(line) for line in run.lines), *_spill_rows(run)]
    return csv_response(f"reparto-{run.inputs.contest_code}.csv", COLUMNS, rows)


def standing_run(contest_id: int) -> RunView:
    """Give the run that is proposed or approved; NotFound without one."""
    run = live_run(read_session(), contest_id)
    if run is None:
        raise NotFound(f"allocation of contest {contest_id}")
    return run


def _is_scored(contest: Contest) -> bool:
    return "allocate" in CONTEST.available(contest.state)


def rule_of(contest: Contest) -> Rule | None:
    """Give the allocation rule of a contest; None while it is a draft."""
    if contest.state == ContestState.DRAFT.value:
        return None
    return RULES[rulebook_of(read_session(), contest.id).allocation_rule]


def _options(actor: Actor, contest: Contest, run: RunView | None, approval: Approval | None) -> Options:
    scope = Scope(contest_id=contest.id, proposer_id=run.proposed_by if run else None)
    decidable = run is not None and "approve" in RUN.available(run.state)
    may_propose = can(actor, Action.ALLOCATION_PROPOSE, scope)
    is_own_turn = approval is not None and can(actor, approval.turn.action, approval.turn.scope)
    return Options(
        may_propose=may_propose and run is None and _is_scored(contest),
        may_approve=decidable and is_own_turn,
        may_discard=decidable and (may_propose or can(actor, Action.ALLOCATION_APPROVE, scope)),
        is_proposer=run is not None and run.proposed_by == actor.user_id,
    )


def _spill_rows(run: RunView) -> Iterator[tuple[object, ...]]:
    names = {one.category_code: one.category_name for one in run.envelopes}
    for one in run.spills:
        told = gettext(
            "Lo que queda del sobre «%(source)s», %(amount)s, sube a «%(target)s» según las bases.",
            source=names[one.source],
            target=names[one.target],
            amount=money(one.amount),
        )
        yield (one.step, *[""] * (len(COLUMNS) - 2), told)


def _row(line: LineView) -> tuple[object, ...]:
    return (
        line.step,
        line.category_code,
        line.place,
        line.code,
        line.group_name,
        line.total,
        line.requested,
        gettext(ALLOCATION_OUTCOME_LABELS[line.outcome]),
        line.reserve_order,
        line.amount,
        line.balance,
        say(line.sentence),
    )
