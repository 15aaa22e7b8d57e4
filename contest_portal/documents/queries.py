"""Named reads of documents."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.documents.models import Document, DocumentSignature, NumberFormat, Series
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.documents.rules.number_formats import GivenNumber
from contest_portal.kernel.pdf_signing import PdfSignature
from contest_portal.kernel.problems import NotFound


def documents_of(session: Session, subject: str) -> tuple[Document, ...]:
    """List the documents about one thing (`noun:id`), the oldest first."""
    return documents_of_all(session, (subject,))


_ABOUT = (
    select(Document).where(Document.subject.in_(bindparam("subjects", expanding=True))).order_by(Document.id)
)


def documents_of_all(session: Session, subjects: Collection[str]) -> tuple[Document, ...]:
    """List the documents about several things, in the order they were issued."""
    return tuple(session.scalars(_ABOUT, {"subjects": list(subjects)}))


def document_by_id(session: Session, document_id: int) -> Document:
    """Give a document; NotFound when there is none."""
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound(f"document {document_id}")
    return document


def document_by_verification_code(session: Session, code: str) -> Document | None:
    """Give the document that bears a code as printed; None when no document does, which is an answer here."""
    return session.scalars(select(Document).where(Document.verification_code == code)).one_or_none()


def void_hashes(session: Session) -> tuple[str, ...]:
    """List the hashes of the data of all documents that were declared void, sorted."""
    void = Document.state == DocumentState.VOID.value
    return tuple(session.scalars(select(Document.data_sha256).where(void).order_by(Document.data_sha256)))


def signatures_of(session: Session, documents: Iterable[Document]) -> dict[int, PdfSignature]:
    """Give how the files of documents were signed, by the document; those that were not are left out."""
    ids = [document.id for document in documents]
    rows = select(DocumentSignature).where(DocumentSignature.document_id.in_(ids))
    return {
        row.document_id: PdfSignature(
            signer=row.signer,
            issuer=row.issuer,
            serial=row.serial,
            is_test=row.is_test,
            signed_at=row.signed_at,
            has_timestamp=row.has_timestamp,
            has_revocation=row.has_revocation,
        )
        for row in session.scalars(rows.order_by(DocumentSignature.document_id))
    }


_CHOSEN = select(NumberFormat).where(
    NumberFormat.office_id == bindparam("office_id"), NumberFormat.kind == bindparam("kind")
)


def chosen_format(session: Session, office_id: int, kind: str) -> NumberFormat | None:
    """Give the pattern that an office chose for a kind; None while it goes by that of the kind."""
    return session.scalars(_CHOSEN, {"office_id": office_id, "kind": kind}).one_or_none()


def chosen_formats(session: Session) -> dict[tuple[int, str], str]:
    """Give all patterns that offices chose, by office and kind."""
    rows = select(NumberFormat).order_by(NumberFormat.id)
    return {(row.office_id, row.kind): row.pattern for row in session.scalars(rows)}


def last_numbers(session: Session, office_id: int, year: int) -> dict[str, int]:
    """Give the last number that an office gave in a year, by kind."""
    rows = select(Series).where(Series.office_id == office_id, Series.year == year).order_by(Series.id)
    return {row.kind: row.last for row in session.scalars(rows)}


def given_numbers(session: Session, since_year: int) -> Iterator[GivenNumber]:
    """Give the numbers of all documents from a year on."""
    rows = (
        select(Document.code, Office.code, Series.kind, Document.number, Series.year)
        .join(Series, Series.id == Document.series_id)
        .join(Office, Office.id == Series.office_id)
        .where(Series.year >= since_year)
        .order_by(Document.id)
    )
    return (GivenNumber(*row) for row in session.execute(rows))


def has_numbered(session: Session, office_id: int) -> bool:
    """Tell whether an office ever gave a document its number."""
    return session.scalar(select(Series.id).where(Series.office_id == office_id).limit(1)) is not None


def unprinted_documents(session: Session) -> tuple[Document, ...]:
    """List the documents that have their number but no PDF yet, oldest first."""
    rows = select(Document).where(Document.file_sha256.is_(None)).order_by(Document.issued_at, Document.id)
    return tuple(session.scalars(rows))
