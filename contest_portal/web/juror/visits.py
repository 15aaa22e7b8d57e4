"""Photos of the visit to a group, for the jurors who may score it."""

from flask import Response

from contest_portal.scoring.desk import group_of_juror
from contest_portal.scoring.visit_models import VisitPhoto
from contest_portal.scoring.visit_queries import visit_photo
from contest_portal.web.juror.blueprint import blueprint
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.photo_file import photo_preview, photo_response
from contest_portal.web.shared.session import current_actor

_PHOTO = "/grupos/<int:application_id>/fotos/<int:photo_id>"


@blueprint.get(_PHOTO)
def visit_photo_file(application_id: int, photo_id: int) -> Response:
    """Give a photo as a download."""
    return photo_response(_own(application_id, photo_id))


@blueprint.get(f"{_PHOTO}/vista")
def visit_photo_preview(application_id: int, photo_id: int) -> Response:
    """Give the small copy of a photo."""
    return photo_preview(_own(application_id, photo_id))


def _own(application_id: int, photo_id: int) -> VisitPhoto:
    """Let in who may score the group: not before declaring, not when recused."""
    group_of_juror(read_session(), current_actor(), application_id)
    return visit_photo(read_session(), application_id, photo_id)
