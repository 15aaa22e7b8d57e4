"""Reminders of missing sheets: shown on a juror's first page until they are read."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from contest_portal.scoring.services.read_reminder import read_reminder as note_it_read
from contest_portal.web.juror.blueprint import blueprint
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.session import act


@blueprint.post("/recordatorios/<int:reminder_id>/leido")
def read_reminder(reminder_id: int) -> Response:
    """Note that it was read, and go on to the sheets."""
    with transaction() as session:
        contest_id = note_it_read(session, act(), reminder_id=reminder_id)
    return redirect(url_for("juror.contest", contest_id=contest_id), 303)
