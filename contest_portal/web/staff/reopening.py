"""Taking a contest back to a stage by an act, and what was undone before."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField

from contest_portal.accounts.joint_acts import waiting_act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.queries import live_run_row
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.queries import contest_subject
from contest_portal.awards.reopening_queries import reopening_facts, undone_results
from contest_portal.awards.rules.reopening import BackTo, reopening_problems, stages_behind
from contest_portal.awards.services.ask_reopening import REOPENING, ask_reopening
from contest_portal.awards.services.reopen_contest import reopen_contest
from contest_portal.awards.undoing import undoing_of
from contest_portal.contests.models import Contest
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.labels import CONTEST_STATE_LABELS
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.text_file import text_file
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.joint_acts import asked_for, may_ask, may_confirm, second_word
from contest_portal.web.staff.published_contest import published_contest

_STAGE_LABELS = {
    BackTo.EVALUATION: N_("La evaluación: se devuelven y corrigen fichas, y se cierra y reparte de nuevo"),
    BackTo.ALLOCATION: N_("El reparto: el orden de mérito y su acta quedan, y el fondo se reparte de nuevo"),
}


class ReopeningForm(PortalForm):
    """Which stage, what says so and on what ground, and why."""

    back_to = RadioField(
        lazy_gettext("A qué etapa vuelve"), [required(N_("Elija a qué etapa vuelve el concurso."))]
    )
    document = CleanTextField(
        lazy_gettext("Documento que lo dispone"),
        [required(N_("Escriba el documento que lo dispone."))],
        description=lazy_gettext("Por ejemplo: Resolución 31 de la unidad territorial."),
        column="undone_result.document",
    )
    ground = CleanTextField(
        lazy_gettext("Base legal"),
        [required(N_("Escriba la base legal."))],
        description=lazy_gettext(
            "Por ejemplo: TUO de la Ley 27444, artículos 10 y 213, o la cláusula de las bases."
        ),
        column="undone_result.ground",
    )
    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba el motivo: se publica."))],
        description=lazy_gettext("Lo lee cualquiera en la página del resultado. No escriba nombres ni DNI."),
        column="undone_result.reason",
    )

    def offer(self, state: str) -> None:
        """Offer the stages behind a contest in this state."""
        self.back_to.choices = [(one.value, gettext(_STAGE_LABELS[one])) for one in stages_behind(state)]


@blueprint.route("/concursos/<int:contest_id>/volver", methods=["GET", "POST"])
def reopening(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Show what going back would undo, what keeps a contest from it and what was undone before; ask for it."""
    contest = published_contest(contest_id)
    form = ReopeningForm()
    form.offer(contest.state)
    if form.is_submitted():
        permit(current_actor(), Action.JOINT_ACT_ASK, Scope(contest_id=contest_id))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                ask_reopening(
                    session,
                    act(),
                    contest_id=contest_id,
                    back_to=BackTo(form.back_to.data),
                    document=form.document.data or "",
                    ground=form.ground.data or "",
                    reason=form.reason.data or "",
                )
            return asked_for("staff.reopening", contest_id=contest_id)
    return _page(contest, form), form.status


@blueprint.post("/concursos/<int:contest_id>/volver/<int:joint_id>/confirmar")
def reopening_confirm(contest_id: int, joint_id: int) -> AnyResponse | tuple[str, int]:
    """Take the contest back as the second person; what keeps it from going back is told on the page."""
    contest = published_contest(contest_id)
    form = ReopeningForm()
    form.offer(contest.state)
    if second_word(form, reopen_contest, contest_id=contest_id, joint_id=joint_id) is None:
        return _page(contest, form), form.status
    flash(gettext("El concurso volvió a la etapa elegida. Todo lo anterior quedó guardado."), "good")
    return redirect(url_for("staff.contest", contest_id=contest_id), 303)


def _page(contest: Contest, form: ReopeningForm) -> str:
    session = read_session()
    waiting = waiting_act(session, REOPENING, contest_subject(contest.id))
    run = live_run_row(session, contest.id)
    return render_template(
        "staff/contests/reopening.html",
        contest=contest,
        form=form,
        is_past=bool(form.back_to.choices),
        standing=reopening_problems(reopening_facts(session, contest.id)),
        waiting=waiting,
        undoing=undoing_of(session, contest.id, waiting.content.back_to if waiting else BackTo.EVALUATION),
        kinds=KINDS,
        stages=_STAGE_LABELS,
        may_ask=may_ask(contest.id),
        may_confirm=may_confirm(REOPENING, waiting, contest.id, run.approved_by if run else None),
        undone=undone_results(session, contest.id),
        state_labels=CONTEST_STATE_LABELS,
    )


@blueprint.get("/concursos/<int:contest_id>/volver/<int:number>.json")
def undone_result(contest_id: int, number: int) -> Response:
    """Send what was undone, byte for byte as it is kept under its hash."""
    contest = published_contest(contest_id)
    for one in undone_results(read_session(), contest_id):
        if one.number == number:
            return text_file(f"sin-efecto-{contest.code}-{number}.json", one.content, "application/json")
    raise NotFound(f"undone result {number} of contest {contest_id}")
