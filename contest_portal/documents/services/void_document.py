"""Declare an issued document void; its number, its content and its file stay."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.documents.models import Document
from contest_portal.documents.rules.lifecycle import DOCUMENT, VoidFacts
from contest_portal.kernel.audit import record

log = logging.getLogger(__name__)


def void_document(session: Session, act: Act, *, document: Document, reason: str) -> Document:
    """Make a document void, with the reason that its verification page will show.

    The calling service asks for the permission: it knows the contest. Raises WrongState when it is void already,
    Refused without a reason.
    """
    session.refresh(document, with_for_update=True)
    DOCUMENT.move(document, "void", VoidFacts(reason))
    document.voided_at = act.at
    document.void_reason = reason.strip()
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="document.voided",
        subject=f"document:{document.id}",
        data={"code": document.code, "reason": document.void_reason},
    )
    log.info("document voided", extra={"document_id": document.id})
    return document
