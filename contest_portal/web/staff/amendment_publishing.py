"""Publishing an amendment: what changes, asked for by one of the programme and confirmed by another."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.joint_acts import waiting_act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.accounts.second_person import has_second
from contest_portal.applications.amending import AMENDING
from contest_portal.applications.amendment_facts import amendment_facts
from contest_portal.applications.services.ask_amendment import ask_amendment
from contest_portal.applications.services.confirm_amendment import confirm_amendment
from contest_portal.applications.services.publish_amendment import publish_amendment
from contest_portal.contests.amendment_models import Amendment
from contest_portal.contests.amendment_queries import draft_amendment_of
from contest_portal.contests.queries import contest_by_id, frozen_rulebook, read_rulebook
from contest_portal.contests.rules.amendments import amendment_problems, changes
from contest_portal.web.shared.amendment_view import amendment_title, change_views
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.joint_acts import asked_for, may_confirm, second_word

_PAGE = "/concursos/<int:contest_id>/enmienda/publicar"


@blueprint.route(_PAGE, methods=["GET", "POST"])
def amendment_publish(contest_id: int) -> Response | tuple[str, int]:
    """Show what changes, from and to; ask for it, or do it where there is nobody else of the programme."""
    permit(current_actor(), Action.CONTEST_PUBLISH, Scope(contest_id=contest_id))
    draft = draft_amendment_of(read_session(), contest_id)
    if draft is None:
        return redirect(url_for("staff.amendment", contest_id=contest_id), 303)
    form = VersionedForm(data={"version": draft.version})
    if form.validate_on_submit():
        with form.accepting():
            takes_two = has_second(read_session(), act(), AMENDING, contest_id)
            with transaction() as writing:
                (ask_amendment if takes_two else publish_amendment)(
                    writing, act(), contest_id=contest_id, expected_version=form.shown_version
                )
            return (
                asked_for("staff.amendment_publish", contest_id=contest_id)
                if takes_two
                else _published(draft)
            )
    return _page(draft, form), form.status


@blueprint.post(f"{_PAGE}/<int:joint_id>/confirmar")
def amendment_confirm(contest_id: int, joint_id: int) -> Response | tuple[str, int]:
    """Publish what somebody else asked for; what speaks against it is told on the page."""
    permit(current_actor(), Action.CONTEST_PUBLISH, Scope(contest_id=contest_id))
    draft = draft_amendment_of(read_session(), contest_id)
    if draft is None:
        return redirect(url_for("staff.amendment", contest_id=contest_id), 303)
    form = VersionedForm(data={"version": draft.version})
    if second_word(form, confirm_amendment, contest_id=contest_id, joint_id=joint_id) is None:
        return _page(draft, form), form.status
    return _published(draft)


def _published(draft: Amendment) -> Response:
    title = amendment_title(draft.number)
    flash(gettext("%(title)s publicada. Se avisó a quienes postulan.", title=title), "good")
    return redirect(url_for("staff.amendments", contest_id=draft.contest_id), 303)


def _page(draft: Amendment, form: VersionedForm) -> str:
    session, contest_id = read_session(), draft.contest_id
    contest = contest_by_id(session, contest_id)
    old, new = read_rulebook(frozen_rulebook(session, contest_id).data), read_rulebook(draft.data)
    waiting = waiting_act(session, AMENDING, f"contest:{contest_id}")
    return render_template(
        "staff/contests/amendment_publish.html",
        contest=contest,
        form=form,
        title=amendment_title(draft.number),
        reason=draft.reason,
        changes=change_views(changes(old, new)),
        problems=amendment_problems(old, new, amendment_facts(session, contest, now())),
        waiting=waiting,
        changed=waiting is not None and waiting.content.version != draft.version,
        may_confirm=may_confirm(AMENDING, waiting, contest_id),
        takes_two=has_second(session, act(), AMENDING, contest_id),
    )
