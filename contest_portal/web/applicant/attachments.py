"""The files that go with an application."""

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.applications.attachment_queries import attachment_of, attachments_of
from contest_portal.applications.services.attach_file import attach_file
from contest_portal.applications.services.remove_attachment import remove_attachment
from contest_portal.web.applicant.attachments_forms import AttachmentForm
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import own_desk
from contest_portal.web.shared.attachment_file import attachment_response
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act


@blueprint.route("/solicitudes/<int:application_id>/anexos", methods=["GET", "POST"])
def attachments(application_id: int) -> AnyResponse | tuple[str, int]:
    """List the files of an application and add one."""
    desk = own_desk(application_id)
    form = AttachmentForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                attach_file(
                    session,
                    act(),
                    storage=current_app.extensions["storage"],
                    application_id=application_id,
                    content=form.content,
                )
            flash(gettext("El archivo quedó en la solicitud."), "good")
            return redirect(url_for("applicant.attachments", application_id=application_id), 303)
    files = attachments_of(read_session(), application_id)
    return render_template("applicant/attachments.html", desk=desk, form=form, files=files), form.status


@blueprint.get("/solicitudes/<int:application_id>/anexos/<int:attachment_id>")
def attachment(application_id: int, attachment_id: int) -> Response:
    """Give a file as a download."""
    own_desk(application_id)
    return attachment_response(attachment_of(read_session(), application_id, attachment_id))


@blueprint.post("/solicitudes/<int:application_id>/anexos/<int:attachment_id>/quitar")
def drop_attachment(application_id: int, attachment_id: int) -> AnyResponse:
    """Take a file out of a draft."""
    with transaction() as session:
        remove_attachment(session, act(), application_id=application_id, attachment_id=attachment_id)
    flash(gettext("El archivo ya no está en la solicitud."), "good")
    return redirect(url_for("applicant.attachments", application_id=application_id), 303)
