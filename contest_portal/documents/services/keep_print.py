"""Keep the file that was printed from a document's frozen data."""

import logging
from dataclasses import asdict

from sqlalchemy.orm import Session

from contest_portal.documents.models import Document, DocumentSignature
from contest_portal.documents.press import PrintedFile
from contest_portal.documents.queries import document_by_id
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import Stale

log = logging.getLogger(__name__)


def keep_print(session: Session, *, printed: Document, file: PrintedFile) -> Document:
    """Note which stored file a document was printed into; who printed it first is right, and theirs is given back.

    Printing takes a second and is done before, outside of any transaction: nobody who sends waits for it. Anyone who
    may fetch the file may cause it to be printed, so no permission is asked here. The audit row bears the date and
    author of the issue: printing adds no decision to it. Stale when the document was declared void meanwhile.
    """
    wait_for_turn(session)
    document = document_by_id(session, printed.id)
    session.refresh(document, with_for_update=True)
    if document.file_sha256 is not None:
        return document
    if document.state != printed.state:
        raise Stale(f"document {document.id} is {document.state}")
    document.file_sha256 = file.sha256
    if file.signature is not None:
        session.add(DocumentSignature(document_id=document.id, **asdict(file.signature)))
    session.flush()
    record(
        session,
        at=document.issued_at,
        actor_id=document.issued_by,
        action="document.printed",
        subject=f"document:{document.id}",
        data={"code": document.code, "file_sha256": document.file_sha256, **_signed(file)},
    )
    log.info("document printed", extra={"document_id": document.id})
    return document


def _signed(file: PrintedFile) -> dict[str, Json]:
    if file.signature is None:
        return {}
    return {"signer": file.signature.signer, "certificate": file.signature.serial}
