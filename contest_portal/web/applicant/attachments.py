"""The files that go with an application."""

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.applications.attachment_queries import attachment_of, attachments_of, held_files
from contest_portal.applications.cured_files import cure_files
from contest_portal.applications.rules.attachments import MAX_BYTES, FileReport, file_reports
from contest_portal.applications.rules.screening import marks_files
from contest_portal.applications.screening_queries import findings_of, screening_of
from contest_portal.applications.services.attach_file import attach_file
from contest_portal.applications.services.remove_attachment import remove_attachment
from contest_portal.kernel.problems import WrongState
from contest_portal.kernel.scanner import Scan
from contest_portal.web.applicant.attachments_forms import AttachmentForm
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, own_desk
from contest_portal.web.applicant.words_desk import is_curing
from contest_portal.web.shared.attachment_file import attachment_response, preview_response
from contest_portal.web.shared.attachment_view import FORM_LABELS, FileView, file_views
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.received_file import received_file
from contest_portal.web.shared.session import act

_FILE = "/solicitudes/<int:application_id>/anexos/<int:attachment_id>"


@blueprint.route("/solicitudes/<int:application_id>/anexos", methods=["GET", "POST"])
def attachments(application_id: int) -> AnyResponse | tuple[str, int]:
    """Show what the contest asks for and the files of an application; add one."""
    desk = own_desk(application_id)
    curing = is_curing_files(desk)
    files = (cure_files if curing else attachments_of)(read_session(), application_id)
    reports = file_reports(held_files(files), desk.rulebook.files)
    missing = [report.asked.code for report in reports if report.problems]
    form = AttachmentForm(data={"asked": request.args.get("para", next(iter(missing), ""))})
    form.offer(reports)
    if form.validate_on_submit():
        with form.accepting():
            keep_file(desk, form.content, form.filename, form.chosen)
            return redirect(url_for("applicant.attachments", application_id=application_id), 303)
    return render_template(
        "applicant/attachments.html",
        desk=desk,
        form=form,
        files=file_views(files, desk.rulebook),
        reports=reports,
        curing=curing,
        may_change=desk.may_edit or curing,
        forms=FORM_LABELS,
        max_bytes=MAX_BYTES,
    ), form.status


def files_of(desk: Desk) -> tuple[tuple[FileView, ...], tuple[FileReport, ...]]:
    """Give the files of an application in words, and how far each is that the contest asks for."""
    files = attachments_of(read_session(), desk.view.application_id)
    return file_views(files, desk.rulebook), file_reports(held_files(files), desk.rulebook.files)


def keep_file(desk: Desk, content: bytes, name: str, asked: str | None) -> None:
    """Open a file, with no database held meanwhile, and keep it in the draft; Refused with what is wrong with it."""
    refuse_closed(desk)
    file = received_file(content, name)
    with transaction() as session:
        attach_file(
            session,
            act(),
            storage=current_app.extensions["storage"],
            application_id=desk.view.application_id,
            file=file,
            asked=asked,
            person_mb=current_app.extensions["settings"].person_files_mb,
        )
    if file.scan is Scan.FAILED:
        flash(
            gettext(
                "El archivo quedó en la solicitud, en revisión: el revisor de virus no respondió y se le pregunta otra "
                "vez más tarde. Puede enviar la solicitud así."
            ),
            "warn",
        )
    else:
        flash(gettext("El archivo quedó en la solicitud."), "good")


def is_curing_files(desk: Desk) -> bool:
    """Tell whether the group corrects its application now, its files too."""
    screening = screening_of(read_session(), desk.view.application_id)
    return is_curing(screening, desk.at) and marks_files(findings_of(read_session(), screening))


def refuse_closed(desk: Desk) -> None:
    """Raise WrongState when neither call nor cure is open: nothing is taken in and looked at in vain."""
    if desk.closed and not is_curing_files(desk):
        raise WrongState(desk.closed)


@blueprint.get(_FILE)
def attachment(application_id: int, attachment_id: int) -> Response:
    """Give a file as a download."""
    own_desk(application_id)
    return attachment_response(attachment_of(read_session(), application_id, attachment_id))


@blueprint.get(f"{_FILE}/vista")
def attachment_preview(application_id: int, attachment_id: int) -> Response:
    """Give the small copy of a photo."""
    own_desk(application_id)
    return preview_response(attachment_of(read_session(), application_id, attachment_id))


@blueprint.post(f"{_FILE}/quitar")
def drop_attachment(application_id: int, attachment_id: int) -> AnyResponse:
    """Take a file out of a draft."""
    with transaction() as session:
        remove_attachment(session, act(), application_id=application_id, attachment_id=attachment_id)
    flash(gettext("El archivo ya no está en la solicitud."), "good")
    return redirect(url_for("applicant.attachments", application_id=application_id), 303)
