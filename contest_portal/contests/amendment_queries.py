"""Named reads of the versions of a contest's rules and of the amendments between them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.amendment_models import Amendment
from contest_portal.contests.models import ContestRulebook
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.amendment_lifecycle import AmendmentState
from contest_portal.contests.rules.amendments import Change, changes
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class RulebookVersion:
    """A version of the rules: when it was fixed, why, and what it changed. Version 1 is the call as published."""

    version: int
    sha256: str
    frozen_at: datetime
    reason: str
    changes: tuple[Change, ...]

    @property
    def number(self) -> int:
        """Give the number of the amendment that made it; 0 for the call as published."""
        return self.version - 1


@dataclass(frozen=True, slots=True)
class CitedAmendment:
    """An amendment as a document cites it: its number, its day, and the hash of the rules it led to."""

    number: int
    published_on: date
    sha256: str


def rulebook_versions(session: Session, contest_id: int) -> tuple[RulebookVersion, ...]:
    """List the versions of a published contest's rules, the one in force first."""
    rows = session.execute(
        select(ContestRulebook, Amendment.reason)
        .outerjoin(Amendment, Amendment.rulebook_id == ContestRulebook.id)
        .where(ContestRulebook.contest_id == contest_id)
        .order_by(ContestRulebook.version)
    ).all()
    books = [read_rulebook(row.data) for row, _ in rows]
    return tuple(
        RulebookVersion(
            version=row.version,
            sha256=row.sha256,
            frozen_at=row.frozen_at,
            reason=reason or "",
            changes=changes(before, after),
        )
        for (row, reason), before, after in reversed(list(zip(rows, books[:1] + books, books, strict=False)))
    )


def rulebook_version(session: Session, contest_id: int, version: int) -> ContestRulebook:
    """Give a frozen version with its text as hashed; NotFound when there is none of this number."""
    row = session.scalars(
        select(ContestRulebook).where(
            ContestRulebook.contest_id == contest_id, ContestRulebook.version == version
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"version {version} of contest {contest_id}")
    return row


def draft_amendment_of(session: Session, contest_id: int) -> Amendment | None:
    """Give the amendment that is being prepared; None when there is none."""
    return session.scalars(
        select(Amendment).where(
            Amendment.contest_id == contest_id, Amendment.state == AmendmentState.DRAFT.value
        )
    ).one_or_none()


def cited_amendments(session: Session, contest_id: int) -> tuple[CitedAmendment, ...]:
    """List the published amendments as documents cite them, by number."""
    rows = session.execute(
        select(Amendment.number, ContestRulebook.frozen_at, ContestRulebook.sha256)
        .join(ContestRulebook, ContestRulebook.id == Amendment.rulebook_id)
        .where(Amendment.contest_id == contest_id)
        .order_by(Amendment.number)
    )
    return tuple(CitedAmendment(number, office_date(at), sha256) for number, at, sha256 in rows)


def rulebook_hashes(session: Session, contest_id: int) -> tuple[str, ...]:
    """List the hashes of all versions, the first first."""
    return tuple(
        session.scalars(
            select(ContestRulebook.sha256)
            .where(ContestRulebook.contest_id == contest_id)
            .order_by(ContestRulebook.version)
        )
    )
