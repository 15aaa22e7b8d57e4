"""A representative's questions on a call: ask, and see what was answered."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.question_queries import asking_facts, own_questions
from contest_portal.contests.rules.questions import asking_problem
from contest_portal.contests.services.ask_question import ask_question
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import CleanTextAreaField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.limits import limiter, whose_account
from contest_portal.web.shared.session import act, current_actor, now


class QuestionForm(PortalForm):
    """A question."""

    text = CleanTextAreaField(
        lazy_gettext("Su consulta"),
        [required(N_("Escriba su consulta."))],
        description=lazy_gettext("No escriba DNI ni nombres: la consulta y su respuesta pueden publicarse."),
    )


@blueprint.route("/concursos/<int:contest_id>/consultas", methods=["GET", "POST"])
@limiter.limit("20 per hour", key_func=whose_account, methods=["POST"])
def questions(contest_id: int) -> Response | tuple[str, int]:
    """Show the own questions with their state; take another one while the calendar lets."""
    permit(current_actor(), Action.QUESTION_ASK, Scope(contest_id=contest_id))
    session, user_id = read_session(), current_actor().user_id
    contest = contest_by_id(session, contest_id)
    if contest.published_at is None or user_id is None:
        raise NotFound(f"contest {contest_id}")
    form = QuestionForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                ask_question(writing, act(), contest_id=contest_id, text=form.text.data or "")
            flash(gettext("La consulta llegó a la oficina. La respuesta saldrá en esta página."), "good")
            return redirect(url_for("applicant.questions", contest_id=contest_id), 303)
    facts = asking_facts(session, contest, rulebook_of(session, contest_id), user_id, now())
    return render_template(
        "applicant/questions.html",
        contest=contest,
        form=form,
        until=facts.until,
        refusal=asking_problem(facts),
        questions=own_questions(session, contest_id, user_id),
    ), form.status
