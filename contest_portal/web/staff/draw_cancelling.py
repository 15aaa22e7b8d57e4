"""The public lot is cancelled by an act of the programme, before anything was computed from it for good."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.scoring.draws import draw_of
from contest_portal.scoring.services.cancel_draw import cancel_draw
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint


class DrawCancellationForm(PortalForm):
    """What says so, and what was wrong."""

    document = CleanTextField(
        lazy_gettext("Documento que dispone la anulación"),
        description=lazy_gettext("Por ejemplo: Memorando 15 de la unidad territorial."),
        column="cancelled_draw.document",
    )
    reason = CleanTextAreaField(
        lazy_gettext("Qué estuvo mal"),
        description=lazy_gettext("Consta en el acta y lo lee quien audita."),
        column="cancelled_draw.reason",
    )


@blueprint.route("/concursos/<int:contest_id>/evaluacion/sorteo/anular", methods=["GET", "POST"])
def draw_cancel(contest_id: int) -> Response | tuple[str, int]:
    """Ask for the act and the reason, and say what becomes of the draw."""
    session = read_session()
    permit(current_actor(), Action.DRAW_CANCEL, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    form = DrawCancellationForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                cancel_draw(
                    writing,
                    act(),
                    contest_id=contest_id,
                    document=form.document.data or "",
                    reason=form.reason.data or "",
                )
            flash(
                gettext(
                    "El sorteo quedó anulado. La secretaría corrige lo que haga falta y sortea de nuevo."
                ),
                "good",
            )
            return redirect(url_for("staff.evaluation", contest_id=contest_id), 303)
    page = render_template(
        "staff/evaluation/draw_cancel.html",
        form=form,
        contest=contest,
        draw=draw_of(session, contest_id),
        is_open=contest.state == ContestState.EVALUATING,
    )
    return page, form.status
