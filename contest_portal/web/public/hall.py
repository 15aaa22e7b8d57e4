"""The screen of the hall: big type, no name of a person, no mark before the agreed moment, no signing in."""

from datetime import timedelta

from flask import render_template

from contest_portal.contests.queries import contest_by_id
from contest_portal.jury.session_queries import hall_by_token, hall_view
from contest_portal.scoring.hall import final_sheets, group_sheets, revealed_lines
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import RANKING_STANDING_LABELS
from contest_portal.web.shared.session import now

UPCOMING = 5


@blueprint.get("/sala/<token>")
def hall(token: str) -> str:
    """Show the session as anybody in the hall may see it."""
    session = read_session()
    opened = hall_by_token(session, token)
    view = hall_view(session, opened)
    presenting = view.presenting
    final = final_sheets(session, opened.contest_id, opened.phase_code) if presenting else {}
    return render_template(
        "public/hall.html",
        contest=contest_by_id(session, opened.contest_id),
        view=view,
        upcoming=view.waiting[:UPCOMING],
        sheets=group_sheets(view, presenting, final) if presenting else None,
        ends_at=presenting.began_at + timedelta(minutes=opened.minutes)
        if presenting and presenting.began_at
        else None,
        results=revealed_lines(session, view),
        standings=RANKING_STANDING_LABELS,
        now=now(),
    )
