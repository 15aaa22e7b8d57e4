"""Named reads of the documents of a contest: what stands, what can be issued, what anyone may verify."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import AnyAward
from contest_portal.allocation.queries import awards_of
from contest_portal.allocation.views import AwardView
from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.documents.people import SIGNING_OFFICES
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.awards.rules.issuing import IssuingFacts
from contest_portal.awards.rules.jury_session import JurySession, SessionLimits
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.documents.models import Document
from contest_portal.documents.queries import (
    document_by_id,
    document_by_verification_code,
    documents_of,
    documents_of_all,
    signatures_of,
)
from contest_portal.documents.rules.kinds import Letterhead
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.jury.rules.session import HallState
from contest_portal.jury.session_queries import hall_session
from contest_portal.kernel.clock import OFFICE_ZONE, office_date
from contest_portal.kernel.pdf_signing import PdfSignature
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.records import from_data


@dataclass(frozen=True, slots=True)
class Verification:
    """What anyone may know of a document: nothing of the persons in it."""

    is_void: bool
    kind_title: str
    code: str
    title: str
    verification_code: str
    issued_on: date
    office_name: str
    programme: str
    contest_code: str | None
    contest_title: str | None
    data_sha256: str
    file_sha256: str | None
    voided_on: date | None
    void_reason: str | None
    replaced_by: str | None = None
    signature: PdfSignature | None = None


def contest_subject(contest_id: int) -> str:
    """Name a contest as the subject of a document."""
    return f"contest:{contest_id}"


def award_subject(award_id: int) -> str:
    """Name an award as the subject of a document."""
    return f"award:{award_id}"


def contest_documents(session: Session, contest_id: int) -> tuple[Document, ...]:
    """List the acta, the resolution and the papers of its awards, void ones too, in the order they were issued."""
    awards = session.scalars(
        select(AnyAward.id).where(AnyAward.contest_id == contest_id).order_by(AnyAward.id)
    )
    subjects = (contest_subject(contest_id), *(award_subject(award_id) for award_id in awards))
    return documents_of_all(session, subjects)


def document_of_contest(session: Session, contest_id: int, document_id: int) -> Document:
    """Give a document of a contest; NotFound when it belongs to another."""
    document = document_by_id(session, document_id)
    if contest_id_of(session, document.subject) != contest_id:
        raise NotFound(f"document {document_id} of contest {contest_id}")
    return document


def standing_document(session: Session, subject: str, kind: str) -> Document | None:
    """Give the document of a kind that stands for a subject, the newest; None when there is none."""
    found = [
        document
        for document in documents_of(session, subject)
        if document.kind == kind and document.state == DocumentState.ISSUED
    ]
    return found[-1] if found else None


def issuing_facts(session: Session, contest_id: int) -> IssuingFacts:
    """Gather how far a contest and its documents are."""
    contest = contest_by_id(session, contest_id)
    kinds = [
        document.kind
        for document in contest_documents(session, contest_id)
        if document.state == DocumentState.ISSUED
    ]
    awards, hall = awards_of(session, contest_id), hall_session(session, contest_id)
    return IssuingFacts(
        contest_state=contest.state,
        has_acta=ACTA.code in kinds,
        has_resolution=RESOLUTION.code in kinds,
        awards=len(awards),
        agreements=kinds.count(AGREEMENT.code),
        certificates=kinds.count(CERTIFICATE.code),
        unsigned=_unsigned(session, awards),
        session_open=hall is not None and hall.state == HallState.OPEN,
    )


def _unsigned(session: Session, awards: tuple[AwardView, ...]) -> tuple[str, ...]:
    rows = session.execute(
        select(ApplicationMember.application_id, ApplicationMember.office)
        .where(
            ApplicationMember.application_id.in_([award.application_id for award in awards]),
            ApplicationMember.office.in_(SIGNING_OFFICES),
        )
        .distinct()
        .order_by(ApplicationMember.application_id, ApplicationMember.office)
    )
    signing = Counter(application_id for application_id, _ in rows)
    return tuple(award.code for award in awards if signing[award.application_id] < len(SIGNING_OFFICES))


def session_limits(session: Session, contest_id: int) -> SessionLimits:
    """Give what the jury's session cannot precede."""
    calendar = rulebook_of(session, contest_id).calendar
    return SessionLimits(calendar.public_on, contest_by_id(session, contest_id).scored_at)


def proposed_session(session: Session, contest_id: int) -> JurySession:
    """Propose the jury's session: as it was run in the portal, or else the rules' venue and the day of the closing.

    Without a session in the portal it begins at nine and ends when the scoring closed.
    """
    hall = hall_session(session, contest_id)
    if hall is not None and hall.closed_at is not None:
        return JurySession(opened_at=hall.opened_at, closed_at=hall.closed_at, place=hall.place)
    limits = session_limits(session, contest_id)
    day = limits.public_on if limits.scored_at is None else office_date(limits.scored_at)
    nine = datetime.combine(day, datetime.min.time(), tzinfo=OFFICE_ZONE).replace(hour=9)
    closed_at = (
        nine.replace(hour=17)
        if limits.scored_at is None
        else limits.scored_at.replace(second=0, microsecond=0)
    )
    opened_at = min(nine, closed_at - timedelta(hours=1))
    return JurySession(opened_at=opened_at, closed_at=closed_at, place=rulebook_of(session, contest_id).venue)


def contest_id_of(session: Session, subject: str) -> int | None:
    """Find the contest that a document's subject (`noun:id`) belongs to; None for a subject of no contest."""
    noun, _, number = subject.partition(":")
    if noun == "contest":
        return int(number)
    if noun == "award":
        return session.scalar(select(AnyAward.contest_id).where(AnyAward.id == int(number)))
    if noun == "application":
        return session.scalar(select(Application.contest_id).where(Application.id == int(number)))
    return None


def verification(session: Session, code: str) -> Verification | None:
    """Tell what stands on record under a verification code; None when nothing does."""
    document = document_by_verification_code(session, code)
    if document is None:
        return None
    contest_id = contest_id_of(session, document.subject)
    contest = None if contest_id is None else session.get_one(Contest, contest_id)
    office = from_data(Letterhead, json.loads(document.data)["letterhead"])
    return Verification(
        is_void=document.state == DocumentState.VOID,
        kind_title=KINDS[document.kind].title,
        code=document.code,
        title=document.title,
        verification_code=document.verification_code,
        issued_on=office_date(document.issued_at),
        office_name=office.name,
        programme=office.programme,
        contest_code=contest.code if contest else None,
        contest_title=contest.title if contest else None,
        data_sha256=document.data_sha256,
        file_sha256=document.file_sha256,
        voided_on=office_date(document.voided_at) if document.voided_at else None,
        void_reason=document.void_reason,
        replaced_by=_replacement(session, document),
        signature=signatures_of(session, (document,)).get(document.id),
    )


def _replacement(session: Session, document: Document) -> str | None:
    """Give the code of the document that stands in the place of a void one, if any."""
    if document.state != DocumentState.VOID:
        return None
    standing = standing_document(session, document.subject, document.kind)
    return None if standing is None else standing.code
