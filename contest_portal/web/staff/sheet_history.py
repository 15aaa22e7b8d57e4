"""The versions of any sheet, for the secretary and auditors, once the scoring is closed."""

from flask import render_template

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.scoring.queries import returnable_sheet
from contest_portal.scoring.sheet_history import require_scored, versions_of
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.sheet_history_view import DEED_LABELS, DEED_TONES, version_cards
from contest_portal.web.staff.blueprint import blueprint


@blueprint.get("/concursos/<int:contest_id>/evaluacion/fichas/<int:sheet_id>/historia")
def sheet_history(contest_id: int, sheet_id: int) -> str:
    """Show what a sheet said each time it was saved, made final or given back."""
    session = read_session()
    permit(current_actor(), Action.SHEET_HISTORY_SEE, Scope(contest_id=contest_id))
    owner = returnable_sheet(session, contest_id, sheet_id)
    require_scored(session, contest_id, owner)
    rulebook = rulebook_of(session, contest_id)
    cards = version_cards(
        versions_of(session, sheet_id),
        rulebook.phase(owner.phase_code),
        per_point=rulebook.scoring.marks_per_point,
    )
    return render_template(
        "staff/evaluation/history.html",
        contest=contest_by_id(session, contest_id),
        owner=owner,
        cards=cards,
        labels=DEED_LABELS,
        tones=DEED_TONES,
    )
