"""Named reads of the texts of documents: what holds, what held before, and what is being written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.documents.models import Document, DocumentText, DocumentTextDraft, Series
from contest_portal.documents.rules.kinds import Wording
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A version as it is listed: `wording` None: the text as shipped."""

    number: int
    wording: Wording | None
    reason: str
    published_at: datetime
    published_by: str


_IN_FORCE = (
    select(DocumentText)
    .where(DocumentText.office_id == bindparam("office_id"), DocumentText.kind == bindparam("kind"))
    .order_by(DocumentText.number.desc())
    .limit(1)
)


def text_in_force(session: Session, office_id: int, kind: str) -> DocumentText | None:
    """Give the version that holds for a kind in an office; None while there is none."""
    return session.scalars(_IN_FORCE, {"office_id": office_id, "kind": kind}).one_or_none()


def wording_in_force(session: Session, office_id: int, kind: str) -> Wording | None:
    """Give the office's own text for a kind; None: the text as shipped holds."""
    text = text_in_force(session, office_id, kind)
    return None if text is None else text.wording


def wording_at(session: Session, office_id: int, kind: str, at: datetime) -> Wording | None:
    """Give the office's own text that was in force for a kind at an instant; None: the text as shipped was."""
    rows = select(DocumentText).where(
        DocumentText.office_id == office_id, DocumentText.kind == kind, DocumentText.published_at <= at
    )
    text = session.scalars(rows.order_by(DocumentText.number.desc()).limit(1)).one_or_none()
    return None if text is None else text.wording


def text_version(session: Session, office_id: int, kind: str, number: int) -> DocumentText:
    """Give one version; NotFound when there is none."""
    rows = select(DocumentText).where(
        DocumentText.office_id == office_id, DocumentText.kind == kind, DocumentText.number == number
    )
    found = session.scalars(rows).one_or_none()
    if found is None:
        raise NotFound(f"version {number} of the text of {kind} in office {office_id}")
    return found


def text_versions(session: Session, office_id: int, kind: str) -> tuple[TextVersion, ...]:
    """List the versions of a kind in an office, the newest first."""
    rows = (
        select(DocumentText, User.full_name)
        .join(User, User.id == DocumentText.published_by)
        .where(DocumentText.office_id == office_id, DocumentText.kind == kind)
        .order_by(DocumentText.number.desc())
    )
    return tuple(
        TextVersion(text.number, text.wording, text.reason, text.published_at, name)
        for text, name in session.execute(rows)
    )


def latest_texts(session: Session, office_id: int) -> dict[str, DocumentText]:
    """Give the version that holds for each kind of an office that has one."""
    rows = select(DocumentText).where(DocumentText.office_id == office_id).order_by(DocumentText.number)
    return {text.kind: text for text in session.scalars(rows)}


def text_draft(session: Session, office_id: int, kind: str) -> DocumentTextDraft | None:
    """Give what is being written for a kind; None when nothing is."""
    rows = select(DocumentTextDraft).where(
        DocumentTextDraft.office_id == office_id, DocumentTextDraft.kind == kind
    )
    return session.scalars(rows).one_or_none()


def drafted_kinds(session: Session, office_id: int) -> frozenset[str]:
    """Name the kinds for which something is being written in an office."""
    rows = select(DocumentTextDraft.kind).where(DocumentTextDraft.office_id == office_id)
    return frozenset(session.scalars(rows.order_by(DocumentTextDraft.kind)))


def latest_document(session: Session, office_id: int, kind: str) -> Document | None:
    """Give the newest document of a kind that an office issued and that stands; None when there is none."""
    rows = (
        select(Document)
        .join(Series, Series.id == Document.series_id)
        .where(Series.office_id == office_id, Document.kind == kind, Document.state == DocumentState.ISSUED)
        .order_by(Document.id.desc())
        .limit(1)
    )
    return session.scalars(rows).one_or_none()
