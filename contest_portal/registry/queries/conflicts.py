"""Named reads of what sources say differently: open ones first to look into, all of a filter to take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Centre, Household, Person
from contest_portal.registry.models.sources import SourceConflict
from contest_portal.registry.rules.source_conflicts import ConflictField, shown_value


@dataclass(frozen=True, slots=True)
class ConflictFilter:
    """What the list is narrowed by; empty is no limit. `source` is one of the two that disagree."""

    source: str = ""
    field: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A difference with its household, and the person when it is about one; who said what, and who was believed.

    The places name the centres that a difference in the centre is about, when the register knows them.
    """

    conflict_id: int
    household_id: int
    household_code: str
    person_name: str | None
    dni: str | None
    field: str
    held_source: str
    held_value: str
    held_place: str | None
    other_source: str
    other_value: str
    other_place: str | None
    winner: str
    noted_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    note: str | None
    version: int


def count_conflicts(session: Session, wanted: ConflictFilter) -> int:
    """Count the differences of a filter."""
    statement = select(func.count()).select_from(SourceConflict).where(*_conditions(wanted))
    return session.scalars(statement).one()


def conflicts(
    session: Session, wanted: ConflictFilter, *, limit: int | None, offset: int = 0
) -> tuple[ConflictLine, ...]:
    """List the differences of a filter, the newest first."""
    statement = (
        _lines()
        .where(*_conditions(wanted))
        .order_by(SourceConflict.noted_at.desc(), SourceConflict.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(_line(*row) for row in session.execute(statement))


def conflict_by_id(session: Session, conflict_id: int) -> ConflictLine:
    """Give a difference; NotFound when there is none."""
    row = session.execute(_lines().where(SourceConflict.id == conflict_id)).one_or_none()
    if row is None:
        raise NotFound(f"conflict {conflict_id}")
    return _line(*row)


def _conditions(wanted: ConflictFilter) -> Iterator[ColumnElement[bool]]:
    is_closed = SourceConflict.closed_at.is_not(None)
    yield is_closed if wanted.closed else ~is_closed
    if wanted.source:
        yield or_(SourceConflict.held_source == wanted.source, SourceConflict.other_source == wanted.source)
    if wanted.field:
        yield SourceConflict.field == wanted.field


def _lines() -> Select[SourceConflict, Person, Household, str, str, str]:
    held, other = aliased(Centre), aliased(Centre)
    is_centre = SourceConflict.field == ConflictField.CENTRE.value
    return (
        select(SourceConflict, Person, Household, User.full_name, held.name, other.name)
        .outerjoin(Person, Person.id == SourceConflict.person_id)
        .join(Household, Household.id == func.coalesce(SourceConflict.household_id, Person.household_id))
        .outerjoin(User, User.id == SourceConflict.closed_by)
        .outerjoin(held, and_(is_centre, held.code == SourceConflict.held_value))
        .outerjoin(other, and_(is_centre, other.code == SourceConflict.other_value))
    )


def _line(
    conflict: SourceConflict,
    person: Person | None,
    household: Household,
    closed_by: str | None,
    held_place: str | None,
    other_place: str | None,
) -> ConflictLine:
    return ConflictLine(
        conflict_id=conflict.id,
        household_id=household.id,
        household_code=household.code,
        person_name=None if person is None else person.full_name,
        dni=None if person is None else person.dni,
        field=conflict.field,
        held_source=conflict.held_source,
        held_value=shown_value(conflict.field, conflict.held_value),
        held_place=held_place,
        other_source=conflict.other_source,
        other_value=shown_value(conflict.field, conflict.other_value),
        other_place=other_place,
        winner=conflict.winner,
        noted_at=conflict.noted_at,
        closed_at=conflict.closed_at,
        closed_by=closed_by,
        note=conflict.note,
        version=conflict.version,
    )
