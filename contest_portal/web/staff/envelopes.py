"""The envelopes of a contest with their live balances, and the moves of money between them."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.allocation.move_queries import MoveView, move_places, moves_of, went_up
from contest_portal.allocation.rules.moves import state_problem
from contest_portal.allocation.services.approve_envelope_move import approve_envelope_move
from contest_portal.allocation.services.discard_envelope_move import discard_envelope_move
from contest_portal.allocation.services.propose_envelope_move import propose_envelope_move
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import envelopes_of
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.labels import ALLOCATION_STATE_LABELS, ALLOCATION_STATE_TONES
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.envelopes_forms import MoveForm
from contest_portal.web.staff.published_contest import published_contest

_BASE = "/concursos/<int:contest_id>/traslados"


@blueprint.route(_BASE, methods=["GET", "POST"])
def envelopes(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Show what every envelope holds and every act that moved money; propose another one."""
    contest = published_contest(contest_id)
    form = MoveForm()
    form.offer(move_places(read_session(), contest))
    if form.is_submitted():
        permit(current_actor(), Action.ALLOCATION_PROPOSE, Scope(contest_id=contest_id))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                propose_envelope_move(session, act(), contest_id=contest_id, wish=form.wish)
            flash(gettext("El traslado quedó propuesto. Lo aprueba otra persona, del programa."), "good")
            return redirect(url_for("staff.envelopes", contest_id=contest_id), 303)
    return _page(contest, form), form.status


def _page(contest: Contest, form: MoveForm) -> str:
    moves = moves_of(read_session(), contest)
    waiting = next((move for move in moves if move.state == "proposed"), None)
    scope = Scope(contest.id, proposer_id=waiting.proposed_by if waiting else None)
    may_propose = can(current_actor(), Action.ALLOCATION_PROPOSE, scope)
    may_approve = can(current_actor(), Action.ALLOCATION_APPROVE, scope)
    return render_template(
        "staff/allocation/envelopes.html",
        contest=contest,
        envelopes=envelopes_of(read_session(), contest.id),
        went_up=went_up(read_session(), contest.id),
        none_of=ZERO,
        fund=contest.fund,
        moves=[move for move in moves if move is not waiting],
        waiting=waiting,
        form=form,
        early=state_problem(contest.state),
        may_propose=may_propose and waiting is None,
        may_approve=may_approve,
        may_discard=may_propose or may_approve,
        state_labels=ALLOCATION_STATE_LABELS,
        state_tones=ALLOCATION_STATE_TONES,
    )


@blueprint.post(f"{_BASE}/<int:move_id>/aprobar")
def envelope_move_approve(contest_id: int, move_id: int) -> AnyResponse:
    """Approve the move that waits: its act is issued and the money moves."""
    _move_of(contest_id, move_id)
    with transaction() as session:
        approve_envelope_move(session, act(), move_id=move_id)
    flash(
        gettext("El dinero quedó movido y el acto emitido. Imprímalo en los documentos del concurso."), "good"
    )
    return redirect(url_for("staff.envelopes", contest_id=contest_id), 303)


@blueprint.post(f"{_BASE}/<int:move_id>/descartar")
def envelope_move_discard(contest_id: int, move_id: int) -> AnyResponse:
    """Set the move that waits aside."""
    _move_of(contest_id, move_id)
    with transaction() as session:
        discard_envelope_move(session, act(), move_id=move_id)
    flash(gettext("El traslado quedó descartado y guardado en la lista. Puede proponer otro."), "info")
    return redirect(url_for("staff.envelopes", contest_id=contest_id), 303)


@blueprint.get(f"{_BASE}.csv")
def envelopes_csv(contest_id: int) -> Response:
    """Send the moves, to take away."""
    contest = published_contest(contest_id)
    header = [gettext("Sale de"), gettext("Va a"), gettext("Monto"), gettext("Motivo"), gettext("Estado"),
              gettext("Propuesto por"), gettext("Propuesto"), gettext("Decidido por"), gettext("Decidido"),
              gettext("Acto")]  # fmt: skip
    rows = (_row(one) for one in moves_of(read_session(), contest))
    return csv_response(f"traslados-{contest.code}.csv", header, rows)


def _row(one: MoveView) -> tuple[object, ...]:
    return (
        one.source,
        one.target,
        one.amount,
        one.reason,
        gettext(ALLOCATION_STATE_LABELS[one.state]),
        one.proposer,
        instant(one.proposed_at),
        one.decider or "",
        instant(one.decided_at) if one.decided_at else "",
        one.document_code or "",
    )


def _move_of(contest_id: int, move_id: int) -> MoveView:
    for move in moves_of(read_session(), published_contest(contest_id)):
        if move.id == move_id:
            return move
    raise NotFound(f"move {move_id} of contest {contest_id}")
