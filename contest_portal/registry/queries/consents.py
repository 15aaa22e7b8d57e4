"""Named reads of what persons decided about the use of their data."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.consents import PersonConsent
from contest_portal.registry.models.register import Person
from contest_portal.registry.rules.consent import Decided, Decision, Purpose, standing


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A decision as the person's page lists it."""

    consent_id: int
    person_id: int
    decision: str
    purposes: tuple[str, ...]
    on_date: date
    paper: str
    received_by: str
    noted_at: datetime
    noted_by: str | None
    undone_at: datetime | None
    undone_by: str | None
    undo_reason: str | None
    version: int


def consents_of(session: Session, person_ids: Collection[int]) -> tuple[ConsentLine, ...]:
    """List what a person decided, under every entry of theirs, the newest first; what was undone too."""
    undoer = aliased(User)
    rows = session.execute(
        select(PersonConsent, User.full_name, undoer.full_name)
        .outerjoin(User, User.id == PersonConsent.noted_by)
        .outerjoin(undoer, undoer.id == PersonConsent.undone_by)
        .where(PersonConsent.person_id.in_(person_ids))
        .order_by(PersonConsent.on_date.desc(), PersonConsent.id.desc())
    )
    return tuple(_line(row, noter, undone_by) for row, noter, undone_by in rows)


def consent_by_id(session: Session, consent_id: int) -> ConsentLine:
    """Give a decision; NotFound when there is none."""
    row = session.get(PersonConsent, consent_id)
    if row is None:
        raise NotFound(f"consent {consent_id}")
    return _line(row, None, None)


def decided(lines: Iterable[ConsentLine]) -> tuple[Decided, ...]:
    """Give the decisions that stand, as the rules read them."""
    return tuple(
        Decided(
            Decision(line.decision),
            frozenset(map(Purpose, line.purposes)),
            line.on_date,
            line.consent_id,
        )
        for line in lines
        if line.undone_at is None
    )


def standings(lines: Iterable[ConsentLine]) -> Mapping[Purpose, Decision | None]:
    """Give the decision that stands for each purpose."""
    known = decided(lines)
    return {purpose: standing(known, purpose) for purpose in Purpose}


def last_decision(purpose: Purpose) -> ScalarSelect[str]:
    """Ask for the decision that stands for a purpose, of each person of a list: `standing`, in the database."""
    return (
        select(PersonConsent.decision)
        .where(
            PersonConsent.person_id == Person.id,
            PersonConsent.undone_at.is_(None),
            PersonConsent.purposes.contains(f" {purpose.value} "),
        )
        .order_by(PersonConsent.on_date.desc(), PersonConsent.id.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def _line(row: PersonConsent, noter: str | None, undoer: str | None) -> ConsentLine:
    return ConsentLine(
        consent_id=row.id,
        person_id=row.person_id,
        decision=row.decision,
        purposes=tuple(row.purposes.split()),
        on_date=row.on_date,
        paper=row.paper,
        received_by=row.received_by,
        noted_at=row.noted_at,
        noted_by=noter,
        undone_at=row.undone_at,
        undone_by=undoer,
        undo_reason=row.undo_reason,
        version=row.version,
    )
