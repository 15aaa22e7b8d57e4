"""The files of an application, for the office."""

from flask import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.attachment_queries import received_attachment
from contest_portal.applications.models import Attachment
from contest_portal.applications.queries import application_view
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.attachment_file import attachment_response, preview_response
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import current_actor
from contest_portal.web.staff.blueprint import blueprint

_FILE = "/solicitudes/<int:application_id>/anexos/<int:attachment_id>"


@blueprint.get(_FILE)
def application_attachment(application_id: int, attachment_id: int) -> Response:
    """Give a file of a sent application as a download."""
    return attachment_response(_readable(application_id, attachment_id))


@blueprint.get(f"{_FILE}/vista")
def application_attachment_preview(application_id: int, attachment_id: int) -> Response:
    """Give the small copy of a photo."""
    return preview_response(_readable(application_id, attachment_id))


def _readable(application_id: int, attachment_id: int) -> Attachment:
    view = application_view(read_session(), application_id)
    permit(current_actor(), Action.APPLICATION_READ, Scope(contest_id=view.contest_id))
    if view.state == ApplicationState.DRAFT:
        raise NotFound(f"application {application_id} is a draft")
    return received_attachment(read_session(), application_id, attachment_id)
