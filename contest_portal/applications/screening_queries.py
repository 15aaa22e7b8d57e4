"""Named reads of the screening: where each application stands, what was found, what was decided."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application, ApplicationVersion, ProducerGroup
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.applications.rules.profile import Profile
from contest_portal.applications.rules.screening import Finding, ScreeningState
from contest_portal.applications.rules.submission import SentFile, Submission
from contest_portal.applications.screening_models import (
    Defect,
    Screening,
    ScreeningDecision,
    ScreeningFinding,
)
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.records import from_data

SETTLED = (ScreeningState.ADMITTED.value, ScreeningState.REJECTED.value)


@dataclass(frozen=True, slots=True)
class ScreeningLine:
    """A received application in the list of the screening."""

    application_id: int
    code: str
    group_name: str
    state: str
    cure_until: datetime | None
    findings: int


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with who took it and the letter that told it."""

    action: str
    reason: str
    codes: tuple[str, ...]
    decided_at: datetime
    decided_by: str
    document_id: int
    document_code: str


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """An application that was turned down, as anyone may read it: its code and the defects, nobody's name."""

    code: str
    category_code: str
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentVersion:
    """What a group sent at one time."""

    number: int
    received_at: datetime
    content_sha256: str
    choice: Choice
    profile: Profile
    files: tuple[SentFile, ...]


def screening_lines(session: Session, contest_id: int) -> tuple[ScreeningLine, ...]:
    """List what a contest received and did not lose again, by code, with where its screening stands."""
    found = (
        select(ScreeningFinding.screening_id, func.count(ScreeningFinding.id).label("many"))
        .group_by(ScreeningFinding.screening_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Application.id,
            Application.code,
            ProducerGroup.name,
            func.coalesce(Screening.state, ScreeningState.OPEN.value),
            Screening.cure_until,
            func.coalesce(found.c.many, 0),
        )
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .outerjoin(Screening, Screening.application_id == Application.id)
        .outerjoin(found, found.c.screening_id == Screening.id)
        .where(Application.contest_id == contest_id, Application.state == ApplicationState.SUBMITTED.value)
        .order_by(func.length(Application.code), Application.code, Application.id)
    )
    return tuple(ScreeningLine(*row) for row in rows)


def undecided(session: Session, contest_id: int) -> tuple[str, ...]:
    """Name the codes of what was received and is neither admitted nor turned down."""
    return tuple(line.code for line in screening_lines(session, contest_id) if line.state not in SETTLED)


def screening_of(session: Session, application_id: int) -> Screening | None:
    """Give the screening of an application; None before anybody looked at it."""
    return session.scalars(select(Screening).where(Screening.application_id == application_id)).one_or_none()


def is_in_cure(session: Session, application_id: int) -> bool:
    """Tell whether the office asked the group to correct its profile and it has not done so yet."""
    screening = screening_of(session, application_id)
    return screening is not None and screening.state == ScreeningState.CURE


def screening_states(session: Session, application_ids: Sequence[int]) -> dict[int, Screening]:
    """Give the screenings of several applications, by application; those nobody looked at are left out."""
    rows = session.scalars(
        select(Screening).where(Screening.application_id.in_(application_ids)).order_by(Screening.id)
    )
    return {row.application_id: row for row in rows}


def findings_of(session: Session, screening: Screening | None) -> tuple[Finding, ...]:
    """List the defects ticked, by code."""
    if screening is None:
        return ()
    rows = session.scalars(
        select(ScreeningFinding)
        .where(ScreeningFinding.screening_id == screening.id)
        .order_by(ScreeningFinding.code, ScreeningFinding.id)
    )
    return tuple(Finding(row.code, row.text, row.curable, row.section) for row in rows)


def decisions_of(session: Session, screening: Screening | None) -> tuple[DecisionView, ...]:
    """List what was decided, the newest on top."""
    if screening is None:
        return ()
    rows = session.execute(
        select(ScreeningDecision, User.full_name, Document.code)
        .join(User, User.id == ScreeningDecision.decided_by)
        .join(Document, Document.id == ScreeningDecision.document_id)
        .where(ScreeningDecision.screening_id == screening.id)
        .order_by(ScreeningDecision.id.desc())
    )
    return tuple(
        DecisionView(
            action=decision.action,
            reason=decision.reason,
            codes=tuple(decision.codes.split()),
            decided_at=decision.decided_at,
            decided_by=name,
            document_id=decision.document_id,
            document_code=code,
        )
        for decision, name, code in rows
    )


def not_admitted(session: Session, contest_id: int) -> tuple[NotAdmitted, ...]:
    """List by code what the screening turned down and the defects it was turned down for."""
    rows = session.execute(
        select(Application.code, Application.category_code, ScreeningFinding.code, ScreeningFinding.text)
        .join(Screening, Screening.application_id == Application.id)
        .outerjoin(ScreeningFinding, ScreeningFinding.screening_id == Screening.id)
        .where(
            Application.contest_id == contest_id,
            Application.state == ApplicationState.SUBMITTED.value,
            Screening.state == ScreeningState.REJECTED.value,
        )
        .order_by(func.length(Application.code), Application.code, ScreeningFinding.code)
    )
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for application_code, category_code, code, text in rows:
        key = (application_code or "", category_code or "")
        found[key] = (*found.get(key, ()), *((f"{code}: {text}",) if code else ()))
    return tuple(NotAdmitted(*key, defects) for key, defects in found.items())


def defects(session: Session) -> tuple[Defect, ...]:
    """List the catalogue of defects by code, those out of use too."""
    return tuple(session.scalars(select(Defect).order_by(Defect.code)))


def defect_by_id(session: Session, defect_id: int) -> Defect:
    """Give a defect of the catalogue; NotFound when there is none."""
    defect = session.get(Defect, defect_id)
    if defect is None:
        raise NotFound(f"defect {defect_id}")
    return defect


def sent_versions(session: Session, application_id: int) -> tuple[SentVersion, ...]:
    """List what a group sent, the oldest first."""
    rows = session.scalars(
        select(ApplicationVersion)
        .where(ApplicationVersion.application_id == application_id)
        .order_by(ApplicationVersion.number)
    )
    return tuple(_version(row) for row in rows)


def version_count(session: Session, application_id: int) -> int:
    """Count how often a group sent its application."""
    count = session.scalar(
        select(func.count(ApplicationVersion.id)).where(ApplicationVersion.application_id == application_id)
    )
    return count or 0


def _version(row: ApplicationVersion) -> SentVersion:
    sent = from_data(Submission, json.loads(row.content))
    return SentVersion(
        number=row.number,
        received_at=row.received_at,
        content_sha256=row.content_sha256,
        choice=Choice(sent.category_code, sent.line_code, sent.title),
        profile=sent.profile,
        files=sent.files,
    )
