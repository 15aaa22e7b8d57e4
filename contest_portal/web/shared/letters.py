"""Serving the letters of an application: printed the first time somebody asks for one."""

from flask import Response

from contest_portal.documents.models import Document
from contest_portal.documents.queries import document_by_id
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.press import printed_file


def letter_response(application_id: int, document_id: int, *, kind: DocumentKind) -> Response:
    """Give a letter of an application as a PDF; NotFound for any other document. The caller may read it."""
    return issued_response(f"application:{application_id}", document_id, kind=kind, name="carta")


def issued_response(subject: str, document_id: int, *, kind: DocumentKind, name: str) -> Response:
    """Give what was issued of a kind about a subject as a PDF; NotFound for any other document."""
    document = document_by_id(read_session(), document_id)
    if document.kind != kind.code or document.subject != subject:
        raise NotFound(f"{kind.code} {document_id} of {subject}")
    return pdf_response(document, kind=kind, name=name)


def pdf_response(document: Document, *, kind: DocumentKind, name: str) -> Response:
    """Give an issued document as a PDF. The caller may read it."""
    response = Response(printed_file(kind, document), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{document.number:04d}.pdf"'
    return response
