"""A juror's sheets: write a draft, look at it once more, make it final."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.scoring.desk import Desk, desk_of, require_open
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.save_sheet import save_sheet
from contest_portal.web.juror.blueprint import blueprint
from contest_portal.web.juror.sheet_view import axes_of, lines_of, parts_per_point, points_text
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.sheet_forms import SheetForm, given_marks, given_reasons, sheet_form

_SHEET = "/grupos/<int:application_id>/fichas/<phase_code>"


@blueprint.route(_SHEET, methods=["GET", "POST"])
def sheet(application_id: int, phase_code: str) -> Response | tuple[str, int]:
    """Write a sheet; a final one is shown to read."""
    desk = desk_of(read_session(), current_actor(), application_id=application_id, phase_code=phase_code)
    if request.method == "POST":
        require_open(desk)
    if not desk.is_open:
        return _read(desk), 200
    form = sheet_form(desk)
    if form.validate_on_submit():
        with form.accepting():
            _save(form, desk)
            return _after_saving(application_id, phase_code)
    page = render_template(
        "juror/sheet.html",
        form=form,
        desk=desk,
        axes=axes_of(form, desk),
        total=points_text(desk.points),
        most=points_text(desk.most),
        parts=parts_per_point(desk),
        marked=len(desk.counted.marks),
    )
    return page, form.status


@blueprint.route(f"{_SHEET}/cierre", methods=["GET", "POST"])
def finalise(application_id: int, phase_code: str) -> Response | tuple[str, int]:
    """Show the sheet once more and ask before it is made final."""
    desk = desk_of(read_session(), current_actor(), application_id=application_id, phase_code=phase_code)
    if request.method == "POST":
        require_open(desk)
    if not desk.is_open:
        return redirect(url_for("juror.sheet", application_id=application_id, phase_code=phase_code), 303)
    form = VersionedForm(version=desk.sheet.version if desk.sheet else 0)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                finalise_sheet(
                    session,
                    act(),
                    application_id=application_id,
                    phase_code=phase_code,
                    expected_version=form.shown_version,
                )
            flash(
                gettext("La ficha del grupo %(group)s es definitiva.", group=desk.entrant.group_name), "good"
            )
            return redirect(url_for("juror.contest", contest_id=desk.contest.id), 303)
    page = render_template("juror/finalise.html", form=form, desk=desk, lines=lines_of(desk), **_sums(desk))
    return page, form.status


def _save(form: SheetForm, desk: Desk) -> None:
    marks = given_marks(form, desk)
    with transaction() as session:
        save_sheet(
            session,
            act(),
            application_id=desk.entrant.application_id,
            phase_code=desk.phase.code,
            marks=marks,
            reasons=given_reasons(form, desk),
            comment=form.comment.data or "",
            expected_version=form.shown_version,
            seen=desk,
        )


def _after_saving(application_id: int, phase_code: str) -> Response:
    if request.form.get("step") == "review":
        return redirect(url_for("juror.finalise", application_id=application_id, phase_code=phase_code), 303)
    flash(gettext("Borrador guardado. Puede seguir cuando quiera."), "good")
    return redirect(url_for("juror.sheet", application_id=application_id, phase_code=phase_code), 303)


def _read(desk: Desk) -> str:
    return render_template("juror/sheet_read.html", desk=desk, lines=lines_of(desk), **_sums(desk))


def _sums(desk: Desk) -> dict[str, str]:
    return {"total": points_text(desk.points), "most": points_text(desk.most)}
