"""The calibration exercise: the contest's own sheet about an invented group, never counted."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.scoring.calibration import exercise_desk, exercise_spreads
from contest_portal.scoring.services.send_calibration_sheet import send_calibration_sheet
from contest_portal.web.juror.blueprint import blueprint
from contest_portal.web.juror.sheet_view import axes_of, parts_per_point, points_text
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.exercise_view import spread_rows
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.sheet_forms import given_marks, given_reasons, sheet_form


@blueprint.route("/concursos/<int:contest_id>/ejercicio", methods=["GET", "POST"])
def exercise(contest_id: int) -> Response | tuple[str, int]:
    """Mark the invented group; once shown, see how far apart the marks lie."""
    session = read_session()
    found, desk = exercise_desk(session, current_actor(), contest_id)
    form = sheet_form(desk)
    if form.validate_on_submit():
        with form.accepting():
            marks, reasons = given_marks(form, desk), given_reasons(form, desk)
            with transaction() as writing:
                send_calibration_sheet(writing, act(), contest_id=contest_id, marks=marks, reasons=reasons)
            flash(gettext("Su ficha del ejercicio quedó enviada."), "good")
            return redirect(url_for("juror.exercise", contest_id=contest_id), 303)
    is_shown = found.row.shown_at is not None
    page = render_template(
        "juror/exercise.html",
        exercise=found,
        desk=desk,
        form=form,
        axes=axes_of(form, desk),
        total=points_text(desk.points),
        most=points_text(desk.most),
        parts=parts_per_point(desk),
        marked=len(desk.counted.marks),
        spreads=spread_rows(exercise_spreads(session, found)) if is_shown else (),
        own={given.criterion: str(given.mark) for given in desk.counted.marks},
    )
    return page, form.status
