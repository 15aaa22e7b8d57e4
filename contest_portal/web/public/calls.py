"""The public page of a call, and its rules exactly as hashed."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, render_template, url_for

from contest_portal.accounts.emergency_queries import emergencies
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.permissions import Action, can
from contest_portal.applications.group_queries import groups_of
from contest_portal.applications.late_code_queries import late_code_reasons
from contest_portal.contests import queries
from contest_portal.contests.amendment_queries import rulebook_versions
from contest_portal.contests.models import Contest
from contest_portal.contests.question_queries import published_questions
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.questions import AskingFacts, asking_problem
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.registry.queries.register import place_names
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.shared.amendment_view import version_views
from contest_portal.web.shared.bases_paper import bases_file
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.form_paper import blank_form_file
from contest_portal.web.shared.labels import ROLE_LABELS
from contest_portal.web.shared.rulebook_view import rulebook_view
from contest_portal.web.shared.session import current_actor, now


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as visitors meet it in a list."""

    code: str
    title: str
    office_name: str
    opens_at: datetime
    closes_at: datetime
    moment: str
    url: str
    result_url: str | None


def call_view(contest: Contest, at: datetime) -> CallView:
    """Say where a published contest stands for visitors; its office is loaded."""
    opens_at, closes_at = contest.opens_at or at, contest.closes_at or at
    announced = contest.state == ContestState.ANNOUNCED
    return CallView(
        code=contest.code,
        title=contest.title,
        office_name=contest.office.name,
        opens_at=opens_at,
        closes_at=closes_at,
        moment=_moment(contest.state, opens_at, closes_at, at),
        url=url_for("public.call", code=contest.code),
        result_url=url_for("public.result", code=contest.code) if announced else None,
    )


def _moment(state: str, opens_at: datetime, closes_at: datetime, at: datetime) -> str:
    if state == ContestState.ANNOUNCED:
        return "announced"
    if state != ContestState.PUBLISHED or at >= closes_at:
        return "evaluating"
    return "coming" if at < opens_at else "open"


@blueprint.get("/convocatorias/<code>")
def call(code: str) -> str:
    """Show everything that decides a contest."""
    contest = queries.contest_by_code(read_session(), code)
    frozen = queries.frozen_rulebook(read_session(), contest.id)
    book = queries.read_rulebook(frozen.data)
    return render_template(
        "public/call.html",
        **_questions(contest, book),
        contest=contest,
        call=call_view(contest, now()),
        apply_url=_apply_url(),
        frozen=frozen,
        versions=version_views(contest.code, rulebook_versions(read_session(), contest.id)),
        late_codes=late_code_reasons(read_session(), contest.id),
        emergencies=emergencies(read_session(), now(), contest_id=contest.id, confirmed_only=True),
        roles=ROLE_LABELS,
        view=rulebook_view(book, place_names(read_session(), book.territory)),
    )


def _apply_url() -> str | None:
    """Give where this reader begins an application: visitors sign in first, who represents no group cannot."""
    actor = current_actor()
    if actor.user_id is None:
        return url_for("account.sign_in", next=url_for("applicant.home"))
    if not can(actor, Action.OWN_GROUPS_SEE):
        return None
    groups = groups_of(read_session(), actor.user_id)
    if len(groups) == 1:
        return url_for("applicant.group", group_id=groups[0].group_id, _anchor="contests")
    return url_for("applicant.home")


def _questions(contest: Contest, book: Rulebook) -> dict[str, object]:
    """Give what is public of the questions, clarifications of the rules apart, and how to ask or why not."""
    questions = published_questions(read_session(), contest.id)
    clarifications = [one for one in questions if one.clarification is not None]
    facts = AskingFacts(now(), book.calendar.opens_at, book.calendar.questions_until)
    return {
        "others": [one for one in questions if one.clarification is None],
        "clarifications": sorted(clarifications, key=lambda one: one.clarification or 0),
        "no_questions": asking_problem(facts),
        "ask_url": _ask_url(contest),
    }


def _ask_url(contest: Contest) -> str | None:
    """Give where this reader asks about a call: visitors sign in first, who files for no group cannot."""
    address = url_for("applicant.questions", contest_id=contest.id)
    if current_actor().user_id is None:
        return url_for("account.sign_in", next=address)
    files = not current_actor().roles.isdisjoint({Role.REPRESENTATIVE, Role.PROMOTER})
    return address if files else None


@blueprint.get("/convocatorias/<code>/reglas.json")
def call_rules(code: str) -> Response:
    """Send the frozen rules, byte by byte as they were hashed."""
    contest = queries.contest_by_code(read_session(), code)
    frozen = queries.frozen_rulebook(read_session(), contest.id)
    response = Response(frozen.data.encode(), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="reglas-{contest.code}.json"'
    return response


@blueprint.get("/convocatorias/<code>/bases.pdf")
def call_bases(code: str) -> Response:
    """Send the bases in force as a paper."""
    contest = queries.contest_by_code(read_session(), code)
    return bases_file(contest, queries.frozen_rulebook(read_session(), contest.id))


@blueprint.get("/convocatorias/<code>/formulario.pdf")
def call_form(code: str) -> Response:
    """Send the form of the call to be filled in by hand; nobody needs an account for it."""
    contest = queries.contest_by_code(read_session(), code)
    return blank_form_file(contest, queries.frozen_rulebook(read_session(), contest.id))
