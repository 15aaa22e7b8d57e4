"""A juror declares interests in the groups of a contest."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.queries import entrants
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.queries import declarable_groups, interests_of, juror_of_user, member_names
from contest_portal.jury.rules.interests import choice_field, reason_field
from contest_portal.jury.tie_queries import ties_of_juror
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.services.declare_interests import declare_interests
from contest_portal.web.juror.blueprint import blueprint
from contest_portal.web.juror.interests_forms import (
    NO_TIE,
    GroupQuestion,
    declarations,
    hints,
    interests_form,
)
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor


@blueprint.route("/concursos/<int:contest_id>/intereses", methods=["GET", "POST"])
def interests(contest_id: int) -> Response | tuple[str, int]:
    """Ask about every group on one page."""
    session, actor = read_session(), current_actor()
    juror = juror_of_user(session, contest_id, actor.user_id)
    permit(actor, Action.INTEREST_DECLARE, Scope(contest_id=contest_id, owner_id=juror.user_id))
    contest = contest_by_id(session, contest_id)
    if contest.state == ContestState.PUBLISHED:
        raise NotFound(f"the groups of contest {contest_id} are not known to jurors yet")
    groups = entrants(session, contest_id)
    form = interests_form(groups, interests_of(session, juror.juror_id))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                given = tuple(declarations(form, groups))
                declare_interests(writing, act(), contest_id=contest_id, declarations=given)
            flash(gettext("Se guardó su declaración. Ya puede ver los perfiles que le tocan."), "good")
            return redirect(url_for("juror.contest", contest_id=contest_id), 303)
    names = member_names(session, contest_id)
    ties = {key: hints(view) for key, view in ties_of_juror(session, contest_id, juror.juror_id).items()}
    known = {group.application_id: group for group in declarable_groups(session, contest_id, juror)}
    questions = tuple(
        GroupQuestion(
            group=group,
            members=names.get(group.application_id, ()),
            is_own=known[group.application_id].own,
            housemate=known[group.application_id].housemate,
            tie=ties.get(group.application_id, NO_TIE),
            choice=form[choice_field(group.application_id)],
            reason=form[reason_field(group.application_id)],
        )
        for group in groups
    )
    page = render_template("juror/interests.html", form=form, contest=contest, questions=questions)
    return page, form.status
