"""Turn an issued document into its PDF, once."""

from sqlalchemy.orm import Session

from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.services.keep_print import keep_print


def print_document(session: Session, press: Press, *, kind: DocumentKind, document: Document) -> Document:
    """Print a document from its frozen data and keep the file; a printed one is left as it is.

    For commands that work alone: it prints inside the transaction. Pages print before it (web/shared/press.py).
    """
    session.refresh(document)
    if document.file_sha256 is not None:
        return document
    return keep_print(session, printed=document, file=press.print(kind, document))
