"""The reserve list of a contest: who waits, whom the rule calls next, what called groups answered, and by when."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.allocation.hands import run_hands
from contest_portal.allocation.queries import allocation_lines, approved_run
from contest_portal.allocation.reserve_queries import (
    CallView,
    ReserveEnvelope,
    Waiting,
    calls_of,
    reserve_list,
    reserve_of,
)
from contest_portal.allocation.services.answer_reserve_call import answer_reserve_call
from contest_portal.allocation.services.approve_reserve_call import approve_reserve_call
from contest_portal.allocation.services.discard_reserve_call import discard_reserve_call
from contest_portal.allocation.services.propose_reserve_call import propose_reserve_call
from contest_portal.awards.documents.registry import KINDS
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fund_labels import CALL_STATE_LABELS, CALL_STATE_TONES
from contest_portal.web.shared.letters import issued_response
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.published_contest import published_contest
from contest_portal.web.staff.reserve_forms import AnswerForm, CallForm

_BASE = "/concursos/<int:contest_id>/reserva"


@blueprint.get(_BASE)
def reserve(contest_id: int) -> str:
    """Show the list of every envelope, and what this person may do next."""
    contest = published_contest(contest_id)
    scope = Scope(contest_id=contest_id)
    book = rulebook_of(read_session(), contest_id)
    return render_template(
        "staff/allocation/reserve.html",
        contest=contest,
        envelopes=_envelopes(contest),
        names=book.envelope_names,
        days=book.follow_up.answer_days,
        may_propose=can(current_actor(), Action.ALLOCATION_PROPOSE, scope),
        may_approve=_may_approve,
        today=office_date(now()),
        state_labels=CALL_STATE_LABELS,
        state_tones=CALL_STATE_TONES,
    )


@blueprint.route(f"{_BASE}/sobre/<int:envelope_id>", methods=["GET", "POST"])
def reserve_propose(contest_id: int, envelope_id: int) -> AnyResponse | tuple[str, int]:
    """Ask why there is money, and propose to call whom the rule names."""
    contest = published_contest(contest_id)
    permit(current_actor(), Action.ALLOCATION_PROPOSE, Scope(contest_id=contest_id))
    one = reserve_of(read_session(), contest_id, envelope_id)
    form = CallForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                propose_reserve_call(
                    session,
                    act(),
                    contest_id=contest_id,
                    envelope_id=envelope_id,
                    reason=form.reason.data or "",
                )
            flash(gettext("El llamado quedó propuesto. Lo aprueba otra persona, del programa."), "good")
            return redirect(url_for("staff.reserve", contest_id=contest_id), 303)
    names = rulebook_of(read_session(), contest_id).envelope_names
    page = render_template(
        "staff/allocation/reserve_call.html", contest=contest, one=one, names=names, form=form
    )
    return page, form.status


@blueprint.post(f"{_BASE}/<int:call_id>/aprobar")
def reserve_approve(contest_id: int, call_id: int) -> AnyResponse:
    """Call the group: its letter is issued and the money is held for it."""
    _call_of(contest_id, call_id)
    with transaction() as session:
        approve_reserve_call(session, act(), call_id=call_id)
    flash(gettext("El grupo quedó llamado. Descargue la carta y entréguesela."), "good")
    return redirect(url_for("staff.reserve", contest_id=contest_id), 303)


@blueprint.post(f"{_BASE}/<int:call_id>/descartar")
def reserve_discard(contest_id: int, call_id: int) -> AnyResponse:
    """Set a proposed call aside."""
    _call_of(contest_id, call_id)
    with transaction() as session:
        discard_reserve_call(session, act(), call_id=call_id)
    flash(gettext("La propuesta quedó descartada. El grupo conserva su orden en la lista."), "info")
    return redirect(url_for("staff.reserve", contest_id=contest_id), 303)


@blueprint.route(f"{_BASE}/<int:call_id>/respuesta", methods=["GET", "POST"])
def reserve_answer(contest_id: int, call_id: int) -> AnyResponse | tuple[str, int]:
    """Note what the group answered."""
    call = _call_of(contest_id, call_id)
    permit(current_actor(), Action.ALLOCATION_PROPOSE, Scope(contest_id=contest_id))
    form = AnswerForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                answer_reserve_call(
                    session,
                    act(),
                    call_id=call_id,
                    answer=form.answer.data,
                    note=form.reason.data or "",
                )
            flash(gettext("La respuesta quedó anotada."), "good")
            return redirect(url_for("staff.reserve", contest_id=contest_id), 303)
    contest = published_contest(contest_id)
    lines = allocation_lines(read_session(), contest_id)
    line = next(one for one in lines if one.application_id == call.application_id)
    page = render_template(
        "staff/allocation/reserve_answer.html", contest=contest, call=call, line=line, form=form
    )
    return page, form.status


@blueprint.post(f"{_BASE}/<int:call_id>/carta")
def reserve_letter(contest_id: int, call_id: int) -> Response:
    """Give the letter as a file; the first time it is asked for, it is printed and kept."""
    call = _call_of(contest_id, call_id)
    if call.document_id is None:
        raise NotFound(f"letter of call {call_id}")
    subject = f"application:{call.application_id}"
    return issued_response(subject, call.document_id, kind=KINDS["reserve_call"], name="llamado")


@blueprint.get(f"{_BASE}.csv")
def reserve_csv(contest_id: int) -> Response:
    """Send the list with what came of each call."""
    contest = published_contest(contest_id)
    header = [gettext("Sobre"), gettext("Orden"), gettext("Código"), gettext("Grupo"), gettext("Puntaje"),
              gettext("Solicitó"), gettext("Estado"), gettext("Monto ofrecido"), gettext("Responde hasta"),
              gettext("Respuesta"), gettext("Carta"), gettext("Subió de otros sobres")]  # fmt: skip
    rows = (
        (one.envelope.category_name, *_row(waiting)) for one in _envelopes(contest) for waiting in one.waiting
    )
    return csv_response(f"reserva-{contest.code}.csv", header, rows)


def _row(waiting: Waiting) -> tuple[object, ...]:
    line, call = waiting.line, waiting.call
    told = (call.amount, call.expires_on, call.note, call.document_code, call.came) if call else ("",) * 5
    return (
        line.reserve_order,
        line.code,
        line.group_name,
        line.total,
        line.requested,
        gettext(CALL_STATE_LABELS[waiting.state]),
        *told,
    )


def _envelopes(contest: Contest) -> tuple[ReserveEnvelope, ...]:
    """Read the lists; none before an allocation is approved."""
    if contest.state not in (ContestState.ALLOCATED, ContestState.ANNOUNCED):
        return ()
    return reserve_list(read_session(), contest.id)


def _may_approve(call: CallView, contest_id: int) -> bool:
    scope = Scope(
        contest_id=contest_id,
        proposer_id=call.proposed_by,
        earlier_ids=run_hands(read_session(), approved_run(read_session(), contest_id).id).proposers,
    )
    return can(current_actor(), Action.ALLOCATION_APPROVE, scope)


def _call_of(contest_id: int, call_id: int) -> CallView:
    published_contest(contest_id)
    for call in calls_of(read_session(), contest_id).values():
        if call.id == call_id:
            return call
    raise NotFound(f"reserve call {call_id} of contest {contest_id}")
