"""The groups shared out among the evaluators: as it would be, by the numbers drawn, and changed by hand."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.assigning import assignment_view, hand_to_replace
from contest_portal.scoring.services.assign_groups import assign_groups
from contest_portal.scoring.services.replace_scorer import replace_scorer as replace_the_scorer
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.assignment_forms import AssignmentForm, ReplacementForm
from contest_portal.web.staff.blueprint import blueprint

_ASSIGNMENT = "/concursos/<int:contest_id>/jurado/reparto"


@blueprint.route(_ASSIGNMENT, methods=["GET", "POST"])
def assignment(contest_id: int) -> Response | tuple[str, int]:
    """Show who scores which groups; before, share them out by the numbers drawn in public."""
    contest = _seen(contest_id)
    form = AssignmentForm()
    if form.is_submitted():
        permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                assign_groups(
                    writing,
                    act(),
                    contest_id=contest_id,
                    numbers=form.numbers.data or "",
                    witnesses=form.witnesses.data or "",
                )
            flash(gettext("Los grupos quedaron repartidos. Cada jurado ya ve los suyos."), "good")
            return redirect(url_for("staff.assignment", contest_id=contest_id), 303)
    page = render_template(
        "staff/jury/assignment.html",
        form=form,
        contest=contest,
        view=assignment_view(read_session(), contest_id),
        may_run=_may_run(contest),
    )
    return page, form.status


@blueprint.route(f"{_ASSIGNMENT}/<int:assignment_id>", methods=["GET", "POST"])
def replace_scorer(contest_id: int, assignment_id: int) -> Response | tuple[str, int]:
    """Give a group to somebody else, with the reason."""
    session = read_session()
    permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest, hand = contest_by_id(session, contest_id), hand_to_replace(session, contest_id, assignment_id)
    form = ReplacementForm(hand.successors)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                replace_the_scorer(
                    writing,
                    act(),
                    contest_id=contest_id,
                    assignment_id=assignment_id,
                    juror_id=form.chosen,
                    reason=form.reason.data or "",
                )
            flash(gettext("Se cambió al evaluador de %(group)s.", group=hand.group_name), "good")
            return redirect(url_for("staff.assignment", contest_id=contest_id), 303)
    return render_template(
        "staff/jury/replace_scorer.html", form=form, contest=contest, hand=hand
    ), form.status


@blueprint.get(f"{_ASSIGNMENT}.csv")
def assignment_csv(contest_id: int) -> Response:
    """Send the list: one line for each group and evaluator."""
    contest = _seen(contest_id)
    view = assignment_view(read_session(), contest_id)
    if view.draw is None:
        raise NotFound(f"the groups of contest {contest_id} are not shared out")
    header = [gettext("Fase"), gettext("Código"), gettext("Grupo"), gettext("Evaluador"), gettext("Motivo")]
    rows = (
        [task.name, group.entrant.code, group.entrant.group_name, hand.name, hand.reason]
        for task in view.tasks
        for group in task.groups
        for hand in group.hands
    )
    return csv_response(f"reparto-{contest.code}.csv", header, rows)


def _seen(contest_id: int) -> Contest:
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    return contest_by_id(read_session(), contest_id)


def _may_run(contest: Contest) -> bool:
    may = can(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest.id))
    return may and contest.state == ContestState.EVALUATING
