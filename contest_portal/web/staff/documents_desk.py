"""What the page of a contest's documents shows: what can be issued, what is missing first, and what was issued."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.awards.documents.result_notice import RESULT_NOTICE
from contest_portal.awards.paper_prints import PAPER_KINDS
from contest_portal.awards.queries import contest_documents, issuing_facts
from contest_portal.awards.result_notices import missing_notices, notices_of
from contest_portal.awards.rules.issuing import (
    IssuingFacts,
    acta_problems,
    agreement_problems,
    certificate_problems,
    resolution_problems,
)
from contest_portal.awards.rules.print_run import Papers
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.documents.models import Document
from contest_portal.documents.queries import signatures_of
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.pdf_signing import PdfSignature
from contest_portal.kernel.problems import Problem
from contest_portal.publication.bundle_queries import documents_of_elsewhere
from contest_portal.publication.rules.bundle import BundleDocument
from contest_portal.web.staff.printing import PRINT_WORDS


@dataclass(frozen=True, slots=True)
class Issuable:
    """A kind of document: how many of it stand, of how many, what is missing before it can be issued, and where."""

    kind: str
    title: str
    standing: int
    expected: int
    problems: tuple[Problem, ...]
    url: str

    @property
    def is_done(self) -> bool:
        """Tell whether all of this kind are issued."""
        return 0 < self.expected <= self.standing

    @property
    def tone(self) -> str:
        """Give the tone of its tag."""
        return "good" if self.is_done else "warn" if self.problems else "info"


@dataclass(frozen=True, slots=True)
class DeskLine:
    """An issued document; `may_void`: it can be voided by itself."""

    id: int
    kind: str
    code: str
    title: str
    issued_at: datetime
    verification_code: str
    is_void: bool
    is_printed: bool
    may_void: bool
    void_reason: str | None
    signature: PdfSignature | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole page; `unnotified` groups of an announced result have no notice.

    `elsewhere` are papers that the file of a contest that was brought in tells of: none of them is ours.
    """

    issuables: tuple[Issuable, ...]
    documents: tuple[DeskLine, ...]
    notices: tuple[DeskLine, ...]
    unnotified: int
    elsewhere: tuple[BundleDocument, ...]

    @property
    def together(self) -> tuple[tuple[Papers, str], ...]:
        """List what there is to print together, each with what its page is called."""
        kinds = {line.kind for line in self._standing}
        return tuple(
            (papers, PRINT_WORDS[papers].heading)
            for papers, kind in PAPER_KINDS.items()
            if kind.title in kinds
        )

    @property
    def printed(self) -> int:
        """Count the printed documents that stand."""
        return sum(line.is_printed for line in self._standing)

    @property
    def waiting(self) -> int:
        """Count the documents that stand and are not printed yet."""
        return len(self._standing) - self.printed

    @property
    def standing(self) -> int:
        """Count the documents that stand."""
        return len(self._standing)

    @property
    def _standing(self) -> tuple[DeskLine, ...]:
        return tuple(line for line in (*self.documents, *self.notices) if not line.is_void)


def desk_of(session: Session, contest: Contest) -> Desk:
    """Gather the page of a contest."""
    facts = issuing_facts(session, contest.id)
    documents, notices = contest_documents(session, contest.id), notices_of(session, contest.id)
    signatures = signatures_of(session, (*documents, *notices))
    return Desk(
        issuables=tuple(_issuables(contest, facts)),
        documents=tuple(_line(document, signatures.get(document.id)) for document in documents),
        notices=tuple(_line(document, signatures.get(document.id)) for document in notices),
        unnotified=_unnotified(session, contest),
        elsewhere=documents_of_elsewhere(session, contest.id),
    )


def _unnotified(session: Session, contest: Contest) -> int:
    if contest.state != ContestState.ANNOUNCED or contest.announced_at is None:
        return 0
    return len(missing_notices(session, contest, contest.announced_at))


def waiting_documents(session: Session, contest_id: int) -> tuple[Document, ...]:
    """List the documents that stand and are not printed yet."""
    return tuple(
        document
        for document in (*contest_documents(session, contest_id), *notices_of(session, contest_id))
        if document.file_sha256 is None and document.state == DocumentState.ISSUED
    )


def _issuables(contest: Contest, facts: IssuingFacts) -> Iterable[Issuable]:
    rows = (
        (ACTA, int(facts.has_acta), 1, acta_problems, "staff.acta_issue"),
        (RESOLUTION, int(facts.has_resolution), 1, resolution_problems, "staff.resolution_issue"),
        (CERTIFICATE, facts.certificates, facts.awards, certificate_problems, "staff.certificates_issue"),
        (AGREEMENT, facts.agreements, facts.awards, agreement_problems, "staff.agreements_issue"),
    )
    for kind, standing, expected, problems, endpoint in rows:
        url = url_for(endpoint, contest_id=contest.id)
        yield Issuable(kind.code, kind.title, standing, expected, problems(facts), url)


def _line(document: Document, signature: PdfSignature | None) -> DeskLine:
    return DeskLine(
        id=document.id,
        kind=KINDS[document.kind].title,
        code=document.code,
        title=document.title,
        issued_at=document.issued_at,
        verification_code=document.verification_code,
        is_void=document.state == DocumentState.VOID,
        is_printed=document.file_sha256 is not None,
        may_void=document.state == DocumentState.ISSUED and document.kind != RESULT_NOTICE.code,
        void_reason=document.void_reason,
        signature=signature,
    )
