"""Publishing a contest: what will be frozen, asked for by one of the programme and confirmed by another."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.joint_acts import waiting_act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.accounts.second_person import has_second
from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests import queries
from contest_portal.contests.models import Contest
from contest_portal.contests.publishing import PUBLISHING
from contest_portal.contests.rules.publication_checks import small_envelopes
from contest_portal.contests.services.ask_publication import ask_publication
from contest_portal.contests.services.confirm_publication import confirm_publication
from contest_portal.contests.services.publish_contest import publish_contest
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import Problem
from contest_portal.registry.queries.register import place_names
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.rulebook_view import RulebookView, rulebook_view
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.contest_parts import draft_contest
from contest_portal.web.staff.joint_acts import asked_for, may_confirm, second_word

_PAGE = "/concursos/<int:contest_id>/publicar"


@blueprint.route(_PAGE, methods=["GET", "POST"])
def publish(contest_id: int) -> Response | tuple[str, int]:
    """Show what will be frozen; ask for it, or do it where there is nobody else of the programme."""
    permit(current_actor(), Action.CONTEST_PUBLISH, Scope(contest_id=contest_id))
    contest = draft_contest(contest_id)
    form = VersionedForm(data={"version": contest.version})
    if form.validate_on_submit():
        with form.accepting():
            takes_two = has_second(read_session(), act(), PUBLISHING, contest_id)
            with transaction() as session:
                (ask_publication if takes_two else publish_contest)(
                    session,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    allocation_rules=frozenset(RULES),
                )
            return asked_for("staff.publish", contest_id=contest_id) if takes_two else _published(contest_id)
    return _page(contest, form), form.status


@blueprint.post(f"{_PAGE}/<int:joint_id>/confirmar")
def publish_confirm(contest_id: int, joint_id: int) -> Response | tuple[str, int]:
    """Publish what somebody else asked for; what speaks against it is told on the page."""
    permit(current_actor(), Action.CONTEST_PUBLISH, Scope(contest_id=contest_id))
    contest = draft_contest(contest_id)
    form = VersionedForm(data={"version": contest.version})
    rules = frozenset(RULES)
    published = second_word(
        form, confirm_publication, contest_id=contest_id, joint_id=joint_id, allocation_rules=rules
    )
    if published is None:
        return _page(contest, form), form.status
    return _published(contest_id)


def publishing_problems(contest: Contest) -> tuple[Problem, ...]:
    """Name what a draft still lacks."""
    return queries.publication_problems(contest, now=now(), allocation_rules=frozenset(RULES))


def contest_view(contest: Contest) -> RulebookView:
    """Give the rules of a contest, a draft or in force, in words."""
    book = queries.current_rulebook(read_session(), contest.id)
    return rulebook_view(book, place_names(read_session(), book.territory))


def _published(contest_id: int) -> Response:
    flash(gettext("La convocatoria está publicada y sus reglas quedaron congeladas."), "good")
    return redirect(url_for("staff.contest", contest_id=contest_id), 303)


def _page(contest: Contest, form: VersionedForm) -> str:
    waiting = waiting_act(read_session(), PUBLISHING, f"contest:{contest.id}")
    sha256 = sha256_hex(contest.draft)
    return render_template(
        "staff/contests/publish.html",
        form=form,
        contest=contest,
        view=contest_view(contest),
        problems=publishing_problems(contest),
        warnings=small_envelopes(queries.read_rulebook(contest.draft)),
        sha256=sha256,
        waiting=waiting,
        changed=waiting is not None and waiting.content.sha256 != sha256,
        may_confirm=may_confirm(PUBLISHING, waiting, contest.id),
        takes_two=has_second(read_session(), act(), PUBLISHING, contest.id),
    )
