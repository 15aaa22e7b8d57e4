"""The announcement of a result: what is ready, what is missing, and the one button that makes it public."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.awards.issuing_gaps import Lacking, notice_lacks
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.ahead import Step, ahead_of_calendar
from contest_portal.contests.rules.lifecycle import CONTEST, ContestState
from contest_portal.kernel.problems import Problem
from contest_portal.publication.queries import announcement_facts
from contest_portal.publication.rules.announcement import checklist
from contest_portal.publication.services.announce_results import announce_results
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.announcement_forms import AnnouncementForm
from contest_portal.web.staff.blueprint import blueprint


@blueprint.route("/concursos/<int:contest_id>/anuncio", methods=["GET", "POST"])
def announcement(contest_id: int) -> Response | tuple[str, int]:
    """Show the checklist; on POST announce, or say everything that is missing."""
    scope = Scope(contest_id=contest_id)
    form = AnnouncementForm()
    permit(current_actor(), Action.RESULT_ANNOUNCE if form.is_submitted() else Action.RANKING_SEE, scope)
    contest = contest_by_id(read_session(), contest_id)
    form.warn_of([_ahead(contest)])
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                announce_results(session, act(), contest_id=contest_id)
            flash(gettext("El resultado ya es público."), "good")
            return redirect(url_for("staff.announcement", contest_id=contest_id), 303)
    items = checklist(announcement_facts(read_session(), contest_id))
    page = render_template(
        "staff/allocation/announcement.html",
        contest=contest,
        form=form,
        items=items,
        lacking=_lacking(contest, is_ready=all(item.met for item in items)),
        all_met=all(item.met for item in items),
        is_announced=contest.state == ContestState.ANNOUNCED.value,
        may_announce="announce" in CONTEST.available(contest.state)
        and can(current_actor(), Action.RESULT_ANNOUNCE, scope),
    )
    return page, form.status


def _lacking(contest: Contest, *, is_ready: bool) -> tuple[Lacking, ...]:
    """Name what notices would lack, once nothing else is missing."""
    if contest.state != ContestState.ALLOCATED or not is_ready:
        return ()
    return notice_lacks(read_session(), contest, now())


def _ahead(contest: Contest) -> Problem | None:
    if contest.state != ContestState.ALLOCATED:
        return None
    calendar = rulebook_of(read_session(), contest.id).calendar
    return ahead_of_calendar(Step.ANNOUNCE, calendar, now=now())
