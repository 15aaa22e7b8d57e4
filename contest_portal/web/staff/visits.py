"""The visit to a group: who was there, and the photos that show it."""

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.queries import application_view
from contest_portal.applications.rules.attachments import MAX_BYTES
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.scoring.board import evaluation_board, row_of
from contest_portal.scoring.services.add_visit_photo import add_visit_photo
from contest_portal.scoring.services.remove_visit_photo import remove_visit_photo
from contest_portal.scoring.visit_models import VisitPhoto
from contest_portal.scoring.visit_queries import visit_photo, visit_photos
from contest_portal.web.shared.attachment_file import withdrawn_words
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.fields import CleanTextField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.photo_file import photo_preview, photo_response
from contest_portal.web.shared.received_file import received_file
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint

_EVALUATION = "/concursos/<int:contest_id>/evaluacion"
_VISIT = f"{_EVALUATION}/visita/<int:application_id>/<phase_code>"
_PHOTO = f"{_EVALUATION}/fotos/<int:application_id>/<int:photo_id>"


class PhotoForm(PortalForm):
    """A photo and what it shows."""

    photo = FileField(
        lazy_gettext("Foto"),
        [required(N_("Elija la foto."))],
        description=lazy_gettext("De hasta 10 MB. Se guarda sin el lugar ni los datos de la cámara."),
    )
    caption = CleanTextField(
        lazy_gettext("Qué se ve"),
        description=lazy_gettext("Por ejemplo: galpón nuevo. No escriba nombres."),
        column="visit_photo.caption",
    )


@blueprint.route(_VISIT, methods=["GET", "POST"])
def visit(contest_id: int, application_id: int, phase_code: str) -> AnyResponse | tuple[str, int]:
    """Show who was there and the photos; the secretary adds one."""
    scope = Scope(contest_id=contest_id)
    form = PhotoForm()
    permit(current_actor(), Action.ATTENDANCE_RECORD if form.is_submitted() else Action.CONTEST_SEE, scope)
    session = read_session()
    phase, row = row_of(evaluation_board(session, contest_id), application_id, phase_code)
    if form.validate_on_submit():
        with form.accepting():
            _keep(form, application_id, phase_code)
            flash(gettext("La foto quedó en la visita."), "good")
            return redirect(request.path, 303)
    contest = contest_by_id(session, contest_id)
    may_record = can(current_actor(), Action.ATTENDANCE_RECORD, scope)
    photos = [one for one in visit_photos(session, application_id) if one.phase_code == phase_code]
    page = render_template(
        "staff/evaluation/visit.html",
        form=form,
        contest=contest,
        phase=phase,
        row=row,
        photos=photos,
        gone=withdrawn_words([one.sha256 for one in photos]),
        may_record=may_record and contest.state == ContestState.EVALUATING,
    )
    return page, form.status


@blueprint.get(_PHOTO)
def visit_photo_file(contest_id: int, application_id: int, photo_id: int) -> Response:
    """Give a photo as a download."""
    return photo_response(_readable(contest_id, application_id, photo_id))


@blueprint.get(f"{_PHOTO}/vista")
def visit_photo_preview(contest_id: int, application_id: int, photo_id: int) -> Response:
    """Give the small copy of a photo."""
    return photo_preview(_readable(contest_id, application_id, photo_id))


@blueprint.post(f"{_PHOTO}/quitar")
def remove_photo(contest_id: int, application_id: int, photo_id: int) -> AnyResponse:
    """Take a photo away."""
    phase_code = _readable(contest_id, application_id, photo_id).phase_code
    with transaction() as session:
        remove_visit_photo(session, act(), application_id=application_id, photo_id=photo_id)
    flash(gettext("La foto ya no está en la visita."), "good")
    back = url_for("staff.visit", contest_id=contest_id, application_id=application_id, phase_code=phase_code)
    return redirect(back, 303)


def _keep(form: PhotoForm, application_id: int, phase_code: str) -> None:
    """Open the file first: nothing of that holds the database."""
    sent = form.photo.data
    file = received_file(sent.read(MAX_BYTES + 1), sent.filename or "")
    with transaction() as session:
        add_visit_photo(
            session,
            act(),
            application_id=application_id,
            phase_code=phase_code,
            file=file,
            caption=form.caption.data or "",
            storage=current_app.extensions["storage"],
        )


def _readable(contest_id: int, application_id: int, photo_id: int) -> VisitPhoto:
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    session = read_session()
    if application_view(session, application_id).contest_id != contest_id:
        raise NotFound(f"application {application_id} of contest {contest_id}")
    return visit_photo(session, application_id, photo_id)
