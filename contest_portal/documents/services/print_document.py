"""Turn an issued document into its PDF, once."""

import logging

from sqlalchemy.orm import Session

from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.audit import record

log = logging.getLogger(__name__)


def print_document(session: Session, press: Press, *, kind: DocumentKind, document: Document) -> Document:
    """Print a document from its frozen data and keep the file; a printed one is left as it is.

    Anyone who may fetch the file may cause it to be printed, so no permission is asked here. The audit row bears the
    date and author of the issue: printing adds no decision to it.
    """
    session.refresh(document, with_for_update=True)
    if document.file_sha256 is not None:
        return document
    document.file_sha256 = press.storage.put(press.render(kind, document))
    session.flush()
    record(
        session,
        at=document.issued_at,
        actor_id=document.issued_by,
        action="document.printed",
        subject=f"document:{document.id}",
        data={"code": document.code, "file_sha256": document.file_sha256},
    )
    log.info("document printed", extra={"document_id": document.id})
    return document
