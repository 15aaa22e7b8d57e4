"""The steps that approve an allocation: look at what is proposed, approve exactly that, or send it back."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import permit
from contest_portal.allocation.approval_queries import Turn, turn_of
from contest_portal.allocation.calculation import calculated
from contest_portal.allocation.rules.lifecycle import RUN
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.refuse_allocation import refuse_allocation
from contest_portal.allocation.views import RunView
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.ahead import Step, ahead_of_calendar
from contest_portal.kernel.problems import Problem
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.allocation import rule_of, standing_run
from contest_portal.web.staff.allocation_forms import ApprovalForm, LookedAt, RefusalForm
from contest_portal.web.staff.blueprint import blueprint


@blueprint.route("/concursos/<int:contest_id>/reparto/aprobar", methods=["GET", "POST"])
def allocation_approve(contest_id: int) -> Response | tuple[str, int]:
    """Show what is about to be approved, in figures, and approve exactly that."""
    run, form = standing_run(contest_id), ApprovalForm()
    turn = _turn(run, form)
    form.warn_of([_ahead(run, turn)])
    if form.validate_on_submit():
        with form.accepting():
            before = calculated(run.inputs)
            with transaction() as session:
                approve_allocation(
                    session,
                    act(),
                    run_id=form.run,
                    result_sha256=form.result_sha256.data or "",
                    step=form.number,
                    before=before,
                )
            flash(_approved(turn), "good")
            return redirect(url_for("staff.allocation", contest_id=contest_id), 303)
    contest = contest_by_id(read_session(), contest_id)
    page = render_template(
        "staff/allocation/approve.html", contest=contest, run=run, rule=rule_of(contest), form=form, turn=turn
    )
    return page, form.status


@blueprint.route("/concursos/<int:contest_id>/reparto/devolver", methods=["GET", "POST"])
def allocation_refuse(contest_id: int) -> Response | tuple[str, int]:
    """Ask why the proposal is sent back, and send it back."""
    run, form = standing_run(contest_id), RefusalForm()
    turn = _turn(run, form)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                refuse_allocation(
                    session,
                    act(),
                    run_id=form.run,
                    result_sha256=form.result_sha256.data or "",
                    reason=form.reason.data or "",
                    step=form.number,
                )
            flash(
                gettext("La propuesta quedó devuelta con su motivo. La secretaría puede hacer otra."), "info"
            )
            return redirect(url_for("staff.allocation", contest_id=contest_id), 303)
    contest = contest_by_id(read_session(), contest_id)
    page = render_template("staff/allocation/refuse.html", contest=contest, run=run, form=form, turn=turn)
    return page, form.status


def _turn(run: RunView, form: LookedAt) -> Turn:
    """Give the step that waits to who may take it, and note on the form what it shows.

    Never on POST: what is decided must come from the page that was looked at.
    """
    chain = rulebook_of(read_session(), run.contest_id).approvals
    turn = turn_of(chain, run)
    sent = form.step.data or "1"
    if form.is_submitted() and sent in {str(number) for number in range(1, len(chain) + 1)}:
        turn = turn_of(chain, run, int(sent))
    permit(current_actor(), turn.action, turn.scope)
    if not form.is_submitted():
        form.show(run.id, run.result_sha256, turn.number)
    return turn


def _ahead(run: RunView, turn: Turn) -> Problem | None:
    if "approve" not in RUN.available(run.state) or not turn.is_last:
        return None
    calendar = rulebook_of(read_session(), run.contest_id).calendar
    return ahead_of_calendar(Step.ALLOCATE, calendar, now=now())


def _approved(turn: Turn) -> str:
    if turn.is_last:
        return str(gettext("El reparto quedó aprobado y cerrado. Siga con los documentos del resultado."))
    return str(
        gettext(
            "Aprobó el paso %(step)s de %(steps)s. El dinero se compromete con el último.",
            step=turn.number,
            steps=turn.steps,
        )
    )
