"""Taking a contest back to a stage by an act, and what was undone before."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.allocation.queries import live_run_row
from contest_portal.awards.reopening_queries import reopening_facts, undone_results
from contest_portal.awards.rules.reopening import BackTo, reopening_problems, stages_behind
from contest_portal.awards.services.reopen_contest import reopen_contest
from contest_portal.contests.models import Contest
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.labels import CONTEST_STATE_LABELS
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.text_file import text_file
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.published_contest import published_contest

_STAGE_LABELS = {
    BackTo.EVALUATION: N_("La evaluación: se devuelven y corrigen fichas, y se cierra y reparte de nuevo"),
    BackTo.ALLOCATION: N_("El reparto: el orden de mérito y su acta quedan, y el fondo se reparte de nuevo"),
}


class ReopeningForm(PortalForm):
    """Which stage, what says so, and why."""

    back_to = RadioField(
        lazy_gettext("A qué etapa vuelve"), [required(N_("Elija a qué etapa vuelve el concurso."))]
    )
    document = CleanTextField(
        lazy_gettext("Documento que lo dispone"),
        [required(N_("Escriba el documento que lo dispone."))],
        description=lazy_gettext("Por ejemplo: Resolución 31 de la unidad territorial."),
    )
    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba el motivo: se publica."))],
        description=lazy_gettext("Lo lee cualquiera en la página del resultado. No escriba nombres ni DNI."),
    )

    def offer(self, state: str) -> None:
        """Offer the stages behind a contest in this state."""
        self.back_to.choices = [(one.value, gettext(_STAGE_LABELS[one])) for one in stages_behind(state)]


@blueprint.route("/concursos/<int:contest_id>/volver", methods=["GET", "POST"])
def reopening(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Show what keeps a contest from going back and what was undone before; take it back."""
    contest = published_contest(contest_id)
    scope = _scope(contest)
    form = ReopeningForm()
    form.offer(contest.state)
    if form.is_submitted():
        permit(current_actor(), Action.CONTEST_REOPEN, scope)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                reopen_contest(
                    session,
                    act(),
                    contest_id=contest_id,
                    back_to=BackTo(form.back_to.data),
                    document=form.document.data or "",
                    reason=form.reason.data or "",
                )
            flash(gettext("El concurso volvió a la etapa elegida. Todo lo anterior quedó guardado."), "good")
            return redirect(url_for("staff.contest", contest_id=contest_id), 303)
    page = render_template(
        "staff/contests/reopening.html",
        contest=contest,
        form=form,
        is_past=bool(form.back_to.choices),
        standing=reopening_problems(reopening_facts(read_session(), contest_id)),
        may_reopen=can(current_actor(), Action.CONTEST_REOPEN, scope),
        undone=undone_results(read_session(), contest_id),
        state_labels=CONTEST_STATE_LABELS,
    )
    return page, form.status


@blueprint.get("/concursos/<int:contest_id>/volver/<int:number>.json")
def undone_result(contest_id: int, number: int) -> Response:
    """Send what was undone, byte for byte as it is kept under its hash."""
    contest = published_contest(contest_id)
    for one in undone_results(read_session(), contest_id):
        if one.number == number:
            return text_file(f"sin-efecto-{contest.code}-{number}.json", one.content, "application/json")
    raise NotFound(f"undone result {number} of contest {contest_id}")


def _scope(contest: Contest) -> Scope:
    run = live_run_row(read_session(), contest.id)
    return Scope(contest_id=contest.id, proposer_id=run.approved_by if run else None)
