"""An invitation on paper."""

from flask import Response

from contest_portal.jury.documents.invitation_letter import INVITATION_LETTER
from contest_portal.jury.services.issue_invitation_letter import issue_invitation_letter
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.letters import pdf_response
from contest_portal.web.shared.session import act
from contest_portal.web.staff.blueprint import blueprint


@blueprint.post("/concursos/<int:contest_id>/jurado/invitaciones/<int:invitation_id>/carta")
def invitation_letter(contest_id: int, invitation_id: int) -> Response:
    """Number the letter the first time, and send it as a PDF."""
    with transaction() as session:
        letter = issue_invitation_letter(session, act(), contest_id=contest_id, invitation_id=invitation_id)
    return pdf_response(letter, kind=INVITATION_LETTER, name="invitacion")
