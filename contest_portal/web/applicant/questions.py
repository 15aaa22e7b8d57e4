"""Questions on a call, one's own and those for the groups one files for: ask, and see what was answered."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import SelectField

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.group_queries import GroupView, groups_of
from contest_portal.applications.question_group_queries import questions_for
from contest_portal.applications.services.ask_for_group import ask_for_group
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.question_queries import asking_facts
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
    """A question, and for which group; whoever represents one may also ask for none."""

    group = SelectField(lazy_gettext("Para qué grupo"), default="")
    text = CleanTextAreaField(
        lazy_gettext("Su consulta"),
        [required(N_("Escriba su consulta."))],
        description=lazy_gettext("No escriba DNI ni nombres: la consulta y su respuesta pueden publicarse."),
        column="question.text",
    )

    def offer(self, groups: Sequence[GroupView], *, may_ask_for_none: bool) -> None:
        """Offer the own groups; the only one is chosen already."""
        names = {str(group.group_id): group.name for group in groups}
        if may_ask_for_none:
            names |= {"": gettext("Para ninguno en especial")}
        else:
            self.group.validators = [required(N_("Elija para qué grupo pregunta."))]
            names = {"": gettext("Elija el grupo")} | names if len(names) > 1 else names
        self.group.choices = names
        if len(groups) == 1 and not self.is_submitted():
            self.group.data = str(groups[0].group_id)


@blueprint.route("/concursos/<int:contest_id>/consultas", methods=["GET", "POST"])
@limiter.limit("20 per hour", key_func=whose_account, methods=["POST"])
def questions(contest_id: int) -> Response | tuple[str, int]:
    """Show the own questions with their state; take another one while the calendar lets."""
    session, user_id = read_session(), current_actor().user_id or 0
    groups = groups_of(session, user_id)
    is_asker = Scope(contest_id=contest_id, promoter_ids=frozenset({user_id} if groups else ()))
    permit(current_actor(), Action.QUESTION_ASK, is_asker)
    contest = contest_by_id(session, contest_id)
    if contest.published_at is None:
        raise NotFound(f"contest {contest_id}")
    form = QuestionForm()
    form.offer(
        groups, may_ask_for_none=can(current_actor(), Action.QUESTION_ASK, Scope(contest_id=contest_id))
    )
    if form.validate_on_submit():
        with form.accepting():
            _ask(contest_id, form)
            flash(gettext("La consulta llegó a la oficina. La respuesta saldrá en esta página."), "good")
            return redirect(url_for("applicant.questions", contest_id=contest_id), 303)
    facts = asking_facts(session, contest, rulebook_of(session, contest_id), user_id, now())
    return render_template(
        "applicant/questions.html",
        contest=contest,
        form=form,
        until=facts.until,
        refusal=asking_problem(facts),
        questions=questions_for(session, contest_id, user_id),
    ), form.status


def _ask(contest_id: int, form: QuestionForm) -> None:
    text = form.text.data or ""
    with transaction() as session:
        if form.group.data:
            ask_for_group(session, act(), contest_id=contest_id, group_id=int(form.group.data), text=text)
        else:
            ask_question(session, act(), contest_id=contest_id, text=text)
