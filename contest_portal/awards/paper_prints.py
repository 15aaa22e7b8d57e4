"""The papers of a contest as they are printed together: those of one kind that stand, in the order of the result."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.queries import awards_of
from contest_portal.applications.models import Application
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.documents.result_notice import RESULT_NOTICE
from contest_portal.awards.queries import award_subject
from contest_portal.awards.rules.print_run import Papers
from contest_portal.documents.models import Document
from contest_portal.documents.rules.lifecycle import DocumentState

PAPER_KINDS = {
    Papers.AGREEMENTS: AGREEMENT,
    Papers.CERTIFICATES: CERTIFICATE,
    Papers.NOTICES: RESULT_NOTICE,
}


@dataclass(frozen=True, slots=True)
class PaperPrint:
    """A paper that stands; `file_sha256` None: it is not printed yet."""

    document_id: int
    code: str
    file_sha256: str | None


def paper_prints(session: Session, contest_id: int, papers: Papers) -> tuple[PaperPrint, ...]:
    """List the papers that stand: those of awards in the order of the awards, notices in that of the allocation."""
    is_notice = papers is Papers.NOTICES
    subjects = _groups(session, contest_id) if is_notice else _awards(session, contest_id)
    rows = session.execute(
        select(Document.subject, Document.id, Document.code, Document.file_sha256)
        .where(
            Document.subject.in_(subjects),
            Document.kind == PAPER_KINDS[papers].code,
            Document.state == DocumentState.ISSUED,
        )
        .order_by(Document.id)
    )
    standing = {row.subject: PaperPrint(row.id, row.code, row.file_sha256) for row in rows}
    if is_notice:  # they were numbered in that order
        return tuple(standing.values())
    return tuple(standing[subject] for subject in subjects if subject in standing)


def _awards(session: Session, contest_id: int) -> list[str]:
    return [award_subject(award.award_id) for award in awards_of(session, contest_id)]


def _groups(session: Session, contest_id: int) -> list[str]:
    ids = select(Application.id).where(Application.contest_id == contest_id).order_by(Application.id)
    return [f"application:{application_id}" for application_id in session.scalars(ids)]
