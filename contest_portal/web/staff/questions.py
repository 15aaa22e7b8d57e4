"""The questions on a call, as the office answers them."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.question_queries import QuestionView, question_view, questions_in
from contest_portal.contests.rules.questions import QuestionState
from contest_portal.contests.services.answer_question import answer_question
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.problems import N_
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import QUESTION_STATE_LABELS
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.questions_forms import AnswerForm

_HEADER = (
    N_("Consulta"),
    N_("Recibida (hora de Lima)"),
    N_("Estado"),
    N_("Respuesta"),
    N_("Aclaración N.°"),
)


@blueprint.get("/concursos/<int:contest_id>/consultas")
def questions(contest_id: int) -> str:
    """List the questions, those that wait first."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    return render_template(
        "staff/questions/list.html",
        contest=contest_by_id(read_session(), contest_id),
        questions=questions_in(read_session(), contest_id),
        labels=labels,
    )


@blueprint.get("/concursos/<int:contest_id>/consultas.csv")
def questions_csv(contest_id: int) -> Response:
    """Give the questions as a spreadsheet, without who asked."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    header = [gettext(title) for title in _HEADER]
    rows = [
        (
            one.text,
            office_moment(one.asked_at),
            gettext(QUESTION_STATE_LABELS[one.state]),
            one.answers[0].text if one.answers else "",
            one.clarification or "",
        )
        for one in questions_in(read_session(), contest_id)
    ]
    contest = contest_by_id(read_session(), contest_id)
    return csv_response(f"consultas-{contest.code}.csv", header, rows)


@blueprint.route("/consultas/<int:question_id>", methods=["GET", "POST"])
def question(question_id: int) -> AnyResponse | tuple[str, int]:
    """Read a question; answer it, correct the answer, publish it."""
    view = question_view(read_session(), question_id)
    scope = Scope(contest_id=view.contest_id)
    form = _form(view)
    permit(current_actor(), Action.QUESTION_ANSWER if form.is_submitted() else Action.CONTEST_SEE, scope)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                answer_question(
                    session,
                    act(),
                    question_id=question_id,
                    expected_version=form.shown_version,
                    wanted=form.wanted(),
                )
            flash(gettext("La respuesta está guardada."), "good")
            return redirect(url_for("staff.questions", contest_id=view.contest_id), 303)
    return render_template(
        "staff/questions/question.html",
        contest=contest_by_id(read_session(), view.contest_id),
        question=view,
        form=form,
        may_answer=can(current_actor(), Action.QUESTION_ANSWER, scope),
        labels=labels,
    ), form.status


def _form(view: QuestionView) -> AnswerForm:
    """Offer what can still be done: what is public stays public, a clarification stays one."""
    form = AnswerForm(
        data={
            "version": view.version,
            "answer": view.answers[0].text if view.answers else "",
            "public_text": view.text,
        }
    )
    if view.state == QuestionState.PUBLISHED:
        del form.publishes
        del form.public_text
    if view.clarification is not None:
        del form.clarifies
    return form
