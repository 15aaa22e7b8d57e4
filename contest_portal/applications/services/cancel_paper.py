"""Cancel a paper that was recorded wrongly."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.paper_desk import note, paper_not_entered
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.documents.models import Document
from contest_portal.documents.services.void_document import void_document

log = logging.getLogger(__name__)


def cancel_paper(session: Session, act: Act, *, paper_id: int, reason: str) -> PaperEntry:
    """Keep the paper and its number, make its slip void, and let the group hand in another.

    Refused without a reason, WrongState once it entered.
    """
    paper = paper_not_entered(session, act, paper_id)
    slip = session.get_one(Document, paper.document_id)
    void_document(session, act, document=slip, reason=reason)
    paper.cancelled_at, paper.cancelled_by = act.at, act.actor.user_id
    paper.cancel_reason = slip.void_reason
    session.flush()
    note(session, act, paper, "cancelled", document_id=slip.id)
    log.info("paper cancelled", extra={"paper_id": paper_id})
    return paper
