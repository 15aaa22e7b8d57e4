"""What was noted of households and persons, for their files."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.lives import LifeEvent, NotedFact
from contest_portal.registry.models.register import Household, Person


@dataclass(frozen=True, slots=True)
class EventLine:
    """Something noted: of whom (None: of the household), where, where to, and by whom; what of an undone one."""

    event_id: int
    kind: str
    household_id: int
    household_code: str
    full_name: str | None
    other_household_id: int | None
    other_code: str | None
    on_date: date
    reason: str
    noted_at: datetime
    noted_by: str | None
    undone_at: datetime | None
    undone_by: str | None
    undo_reason: str | None
    version: int


def events_of_household(session: Session, household_id: int) -> tuple[EventLine, ...]:
    """List what was noted of a household and of who lived in it then, the newest first."""
    return _lines(
        session, or_(LifeEvent.household_id == household_id, LifeEvent.other_household_id == household_id)
    )


def events_of_person(session: Session, person_id: int) -> tuple[EventLine, ...]:
    """List what was noted of a person, the newest first."""
    touched = select(NotedFact.event_id).where(NotedFact.person_id == person_id)
    return _lines(session, or_(LifeEvent.person_id == person_id, LifeEvent.id.in_(touched)))


def event_by_id(session: Session, event_id: int) -> EventLine:
    """Give something noted; NotFound when there is none."""
    found = _lines(session, LifeEvent.id == event_id)
    if not found:
        raise NotFound(f"event {event_id}")
    return found[0]


def codes_beginning(session: Session, code: str) -> frozenset[str]:
    """Give the codes of households that begin like this one: those that are taken."""
    found = select(Household.code).where(Household.code.startswith(code, autoescape=True))
    return frozenset(session.scalars(found).all())


def _lines(session: Session, wanted: ColumnElement[bool]) -> tuple[EventLine, ...]:
    rows = session.execute(_rows().where(wanted).order_by(LifeEvent.id.desc()))
    return tuple(
        EventLine(
            event_id=event.id,
            kind=event.kind,
            household_id=event.household_id,
            household_code=code,
            full_name=None if person is None else person.full_name,
            other_household_id=event.other_household_id,
            other_code=other_code,
            on_date=event.on_date,
            reason=event.reason,
            noted_at=event.noted_at,
            noted_by=noted_by,
            undone_at=event.undone_at,
            undone_by=undone_by,
            undo_reason=event.undo_reason,
            version=event.version,
        )
        for event, code, other_code, person, noted_by, undone_by in rows
    )


def _rows() -> Select[LifeEvent, str, str | None, Person | None, str | None, str | None]:
    other, undoer = aliased(Household), aliased(User)
    return (
        select(LifeEvent, Household.code, other.code, Person, User.full_name, undoer.full_name)
        .join(Household, Household.id == LifeEvent.household_id)
        .outerjoin(other, other.id == LifeEvent.other_household_id)
        .outerjoin(Person, Person.id == LifeEvent.person_id)
        .outerjoin(User, User.id == LifeEvent.noted_by)
        .outerjoin(undoer, undoer.id == LifeEvent.undone_by)
    )
