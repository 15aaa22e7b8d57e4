"""The versions of a juror's own sheet."""

from flask import render_template

from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.desk import desk_of
from contest_portal.scoring.sheet_history import versions_of
from contest_portal.web.juror.blueprint import blueprint
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.sheet_history_view import DEED_LABELS, DEED_TONES, version_cards


@blueprint.get("/grupos/<int:application_id>/fichas/<phase_code>/historia")
def sheet_history(application_id: int, phase_code: str) -> str:
    """Show what the own sheet said each time."""
    session = read_session()
    desk = desk_of(session, current_actor(), application_id=application_id, phase_code=phase_code)
    if desk.sheet is None:
        raise NotFound(f"sheet of application {application_id} in phase {phase_code}")
    per_point = desk.rulebook.scoring.marks_per_point
    cards = version_cards(versions_of(session, desk.sheet.id), desk.phase, per_point=per_point)
    return render_template("juror/history.html", desk=desk, cards=cards, labels=DEED_LABELS, tones=DEED_TONES)
