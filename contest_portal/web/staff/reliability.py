"""How reliable a scoring was, once it is closed: for the office and the auditor."""

from flask import Response, render_template

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.reliability import reliability_of
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.kernel.problems import N_, Problem, WrongState
from contest_portal.scoring.rules.reliability import MIN_GROUPS, MIN_JURORS
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.reliability_paper import HEADER, reliability_file, reliability_lines
from contest_portal.web.shared.reliability_view import reliability_view
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.spreadsheets import table_response
from contest_portal.web.staff.blueprint import blueprint

_RELIABILITY = "/concursos/<int:contest_id>/fiabilidad"


@blueprint.get(_RELIABILITY)
def reliability(contest_id: int) -> str:
    """Show how far jurors agree and how much the result leans on each; nothing before the close."""
    contest, session = _contest(contest_id), read_session()
    found = reliability_of(session, contest)
    return render_template(
        "staff/ranking/reliability.html",
        contest=contest,
        view=None if found is None else reliability_view(found, rulebook_of(session, contest_id)),
        least={"jurors": MIN_JURORS, "groups": MIN_GROUPS},
    )


@blueprint.get(f"{_RELIABILITY}.pdf")
def reliability_pdf(contest_id: int) -> Response:
    """Send the same figures and plots on paper."""
    contest = _contest(contest_id)
    found = reliability_of(read_session(), contest)
    if found is None:
        raise _not_closed()
    return reliability_file(contest, found)


@blueprint.get(f"{_RELIABILITY}.<any(csv, xlsx):file_format>")
def reliability_table(contest_id: int, file_format: str) -> Response:
    """Send every figure, exact, to compute on."""
    contest, session = _contest(contest_id), read_session()
    found = reliability_of(session, contest)
    if found is None:
        raise _not_closed()
    lines = reliability_lines(found, rulebook_of(session, contest_id))
    return table_response(f"fiabilidad-{contest.code}", file_format, HEADER, lines)


def _contest(contest_id: int) -> Contest:
    permit(current_actor(), Action.RANKING_SEE, Scope(contest_id=contest_id))
    return contest_by_id(read_session(), contest_id)


def _not_closed() -> WrongState:
    return WrongState(
        [
            Problem(
                "reliability.not_closed",
                field="state",
                message=N_("Todavía no hay cifras: aparecen cuando la secretaría cierra la calificación."),
            )
        ]
    )
