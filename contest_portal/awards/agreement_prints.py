"""The agreements of a contest as they are printed together: those that stand, in order of place."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.queries import awards_of
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.queries import award_subject
from contest_portal.documents.models import Document
from contest_portal.documents.rules.lifecycle import DocumentState


@dataclass(frozen=True, slots=True)
class AgreementPrint:
    """An agreement that stands; `file_sha256` None: it is not printed yet."""

    document_id: int
    code: str
    file_sha256: str | None


def agreement_prints(session: Session, contest_id: int) -> tuple[AgreementPrint, ...]:
    """List the agreements that stand, in the order of the awards."""
    subjects = [award_subject(award.award_id) for award in awards_of(session, contest_id)]
    rows = session.execute(
        select(Document.subject, Document.id, Document.code, Document.file_sha256)
        .where(
            Document.subject.in_(subjects),
            Document.kind == AGREEMENT.code,
            Document.state == DocumentState.ISSUED,
        )
        .order_by(Document.id)
    )
    standing = {row.subject: AgreementPrint(row.id, row.code, row.file_sha256) for row in rows}
    return tuple(standing[subject] for subject in subjects if subject in standing)
