"""The public lot of a contest: the numbers are written down before anything is computed from them."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.scoring.draws import draw_of
from contest_portal.scoring.merit import ClosingState, closing_state
from contest_portal.scoring.services.record_draw import record_draw
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.evaluation_forms import DrawForm


@blueprint.route("/concursos/<int:contest_id>/evaluacion/sorteo", methods=["GET", "POST"])
def draw(contest_id: int) -> Response | tuple[str, int]:
    """Name the groups that are tied, and record the lot that was drawn for them."""
    session = read_session()
    permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    form = DrawForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                record_draw(
                    writing,
                    act(),
                    contest_id=contest_id,
                    numbers=form.numbers.data or "",
                    witnesses=form.witnesses.data or "",
                    held_at=form.held_at.data,
                )
            flash(gettext("El sorteo quedó registrado. Cierre la calificación para ver el orden."), "good")
            return redirect(url_for("staff.close_scoring", contest_id=contest_id), 303)
    contest = contest_by_id(session, contest_id)
    is_open = contest.state == ContestState.EVALUATING
    page = render_template(
        "staff/evaluation/draw.html",
        form=form,
        contest=contest,
        draw=draw_of(session, contest_id),
        state=closing_state(session, contest) if is_open else ClosingState(),
    )
    return page, form.status
