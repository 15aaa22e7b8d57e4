"""Named reads of the audit chain, with the names of who acted."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.identifiers import sort_key


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the list is narrowed by; empty means all. `since` is included, `until` is not."""

    action: str = ""
    subject: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One link of the chain as a person reads it; `actor_name` is empty when nobody was signed in."""

    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    action: str
    subject: str
    data: str
    hash: str


def audit_lines(
    session: Session, wanted: AuditFilter, *, limit: int, offset: int = 0
) -> tuple[AuditLine, ...]:
    """List links of the chain, the newest first."""
    found = session.execute(_rows(wanted).limit(limit).offset(offset))
    return tuple(_line(row, name) for row, name in found)


def all_audit_lines(session: Session, wanted: AuditFilter) -> Iterator[AuditLine]:
    """Give every link one after another, the newest first, without holding them all."""
    with closing(session.execute(_rows(wanted).execution_options(yield_per=1000))) as found:
        for row, name in found:
            yield _line(row, name)


def count_audit_lines(session: Session, wanted: AuditFilter) -> int:
    """Count what `audit_lines` lists without its limit."""
    query = select(func.count()).select_from(AuditRow).outerjoin(User, User.id == AuditRow.actor_id)
    return session.scalar(query.where(*_conditions(wanted))) or 0


def lines_about(
    session: Session,
    subjects: Sequence[str],
    actions: Sequence[str],
    *,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[AuditLine, ...]:
    """List what was done to these subjects, the newest first; `actions` are the beginnings of those wanted."""
    found = session.execute(
        _rows(AuditFilter()).where(*_about(subjects, actions)).limit(limit).offset(offset)
    )
    return tuple(_line(row, name) for row, name in found)


def count_about(session: Session, subjects: Sequence[str], actions: Sequence[str]) -> int:
    """Count what `lines_about` lists without its limit."""
    query = select(func.count()).select_from(AuditRow).where(*_about(subjects, actions))
    return session.scalar(query) or 0


def audit_actions(session: Session) -> tuple[str, ...]:
    """List the actions that were ever noted, by name."""
    return tuple(session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def _rows(wanted: AuditFilter) -> Select[AuditRow, str | None]:
    return (
        select(AuditRow, User.full_name)
        .outerjoin(User, User.id == AuditRow.actor_id)
        .where(*_conditions(wanted))
        .order_by(AuditRow.seq.desc())
    )


def _about(subjects: Sequence[str], actions: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    wanted = or_(*(AuditRow.action.startswith(action, autoescape=True) for action in actions))
    return (AuditRow.subject.in_(subjects), wanted)


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.action:
        conditions.append(AuditRow.action == wanted.action)
    if wanted.subject:
        conditions.append(AuditRow.subject.startswith(wanted.subject, autoescape=True))
    if wanted.actor:
        conditions.append(User.name_key.contains(sort_key(wanted.actor), autoescape=True))
    if wanted.since is not None:
        conditions.append(AuditRow.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditRow.at < wanted.until)
    return conditions


def _line(row: AuditRow, name: str | None) -> AuditLine:
    return AuditLine(
        seq=row.seq,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=name or "",
        action=row.action,
        subject=row.subject,
        data="" if row.data == "null" else row.data,
        hash=row.hash,
    )
