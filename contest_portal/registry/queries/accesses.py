"""Named reads of the access log, with the names of who looked. Whose file it was is told by numbers alone."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.kernel.identifiers import sort_key
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.register import Centre, Household, Person
from contest_portal.registry.searching import within_territories


@dataclass(frozen=True, slots=True)
class AccessFilter:
    """What the log is narrowed by; empty means all. `since` is included, `until` is not.

    `number` is that of one row, which the mark of a file tells. `within` are the first digits of the districts (2, 4 or
    6) whose files may be seen; none: of all.
    """

    number: int | None = None
    who: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One row of the log as a person reads it; `household_code` names the household of a household's file."""

    access_id: int
    at: datetime
    user_id: int
    user_name: str
    roles: tuple[str, ...]
    kind: str
    person_id: int | None
    household_id: int | None
    household_code: str | None
    fields: tuple[str, ...]
    reason: str | None
    detail: str | None
    screen: str
    request_id: str


def access_lines(
    session: Session, wanted: AccessFilter, *, limit: int, offset: int = 0
) -> tuple[AccessLine, ...]:
    """List one page of the log, the newest first."""
    return tuple(_line(row) for row in session.execute(_rows(wanted).limit(limit).offset(offset)))


def every_access_line(session: Session, wanted: AccessFilter) -> Iterator[AccessLine]:
    """Give every row one after another, the newest first, a thousand at a time."""
    with closing(session.execute(_rows(wanted).execution_options(yield_per=1000))) as found:
        for row in found:
            yield _line(row)


def count_access_lines(session: Session, wanted: AccessFilter) -> int:
    """Count what `access_lines` lists without its limit."""
    return session.scalar(select(func.count()).select_from(_rows(wanted).order_by(None).subquery())) or 0


def access_instants(session: Session, wanted: AccessFilter) -> tuple[tuple[int, datetime], ...]:
    """Give who and when of every row that the filter leaves, in the order of time."""
    rows = _rows(wanted).with_only_columns(FileAccess.user_id, FileAccess.at).order_by(None)
    return tuple(
        (user_id, at) for user_id, at in session.execute(rows.order_by(FileAccess.at, FileAccess.id))
    )


def accesses_to_person(session: Session, person_id: int) -> tuple[AccessLine, ...]:
    """List who looked at a person's file, or at that of the household of today, the newest first."""
    household_id = select(Person.household_id).where(Person.id == person_id).scalar_subquery()
    whose = or_(FileAccess.person_id == person_id, FileAccess.household_id == household_id)
    return tuple(_line(row) for row in session.execute(_rows(AccessFilter()).where(whose)))


def _rows(wanted: AccessFilter) -> Select[*tuple[Any, ...]]:
    theirs = aliased(Household)
    return (
        select(FileAccess, User.full_name, Household.code)
        .join(User, User.id == FileAccess.user_id)
        .outerjoin(Household, Household.id == FileAccess.household_id)
        .outerjoin(Person, Person.id == FileAccess.person_id)
        .outerjoin(theirs, theirs.id == Person.household_id)
        .outerjoin(Centre, Centre.code == func.coalesce(Household.centre_code, theirs.centre_code))
        .where(*_conditions(wanted))
        .order_by(FileAccess.id.desc())
    )


def _conditions(wanted: AccessFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.number is not None:
        yield FileAccess.id == wanted.number
    if wanted.who:
        yield User.name_key.contains(sort_key(wanted.who), autoescape=True)
    if wanted.kind:
        yield FileAccess.kind == wanted.kind
    if wanted.since is not None:
        yield FileAccess.at >= wanted.since
    if wanted.until is not None:
        yield FileAccess.at < wanted.until
    yield from within_territories(Centre.ubigeo, wanted.within)


def _line(row: Row[*tuple[Any, ...]]) -> AccessLine:
    access, user_name, household_code = row
    return AccessLine(
        access_id=access.id,
        at=access.at,
        user_id=access.user_id,
        user_name=user_name,
        roles=tuple(access.roles.split()),
        kind=access.kind,
        person_id=access.person_id,
        household_id=access.household_id,
        household_code=household_code,
        fields=tuple(access.fields.split()),
        reason=access.reason,
        detail=access.detail,
        screen=access.screen,
        request_id=access.request_id,
    )
