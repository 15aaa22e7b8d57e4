"""Void a document of a contest, as the second of two persons."""

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import confirm_together
from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.queries import document_of_contest
from contest_portal.awards.voiding import VOIDING, refuse_to_void
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.documents.models import Document
from contest_portal.documents.services.void_document import void_document


def void_award_document(
    session: Session, act: Act, *, contest_id: int, joint_id: int, sha256: str
) -> Document:
    """Void an acta, resolution, agreement or certificate that somebody else asked to void; one cited must wait.

    Raises NotPermitted to whoever asked, WrongState when it is cited or void by now, Stale as `confirm_together` does.
    """
    hold_contest(session, contest_id)
    _, asked = confirm_together(
        session, act, VOIDING, contest_id=contest_id, joint_id=joint_id, sha256=sha256
    )
    document = document_of_contest(session, contest_id, asked.document_id)
    refuse_to_void(session, contest_id, document)
    return void_document(session, act, document=document, reason=asked.reason)
