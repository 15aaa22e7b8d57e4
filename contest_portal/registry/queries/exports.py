"""The rows of an export, read a thousand at a time, and the list of what was exported.

Which households are gone is for the filter to say (`household_lists.conditions`); persons who are gone never leave.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.registry.models.exports import RegistryExport
from contest_portal.registry.models.register import Centre, District, Household, Person
from contest_portal.registry.queries.consents import last_decision
from contest_portal.registry.queries.household_lists import Conditions
from contest_portal.registry.rules.consent import Decision, Purpose, may_be_named
from contest_portal.registry.rules.exports import Content, HomeFacts, PersonFacts
from contest_portal.registry.standing import is_present

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A file that left, as a list shows it."""

    export_id: int
    content: str
    file_format: str
    filter: str
    has_dni: bool
    reason: str
    rows: int
    sha256: str
    exported_at: datetime
    exported_by: str
    purpose: str
    withheld: int


def count_rows(session: Session, asked: Conditions, content: Content) -> int:
    """Count the rows that an export would have."""
    counted = select(func.count()).select_from(Household).where(*asked)
    if content is Content.PERSONS:
        counted = counted.join(Person, _lives_there(Person))
    return session.scalars(counted).one()


def count_withheld(session: Session, asked: Conditions, content: Content, purpose: Purpose) -> int:
    """Count the persons who would stand in an export without a name: members, or heads where rows are households."""
    of_whom = _lives_there(Person)
    if content is Content.HOUSEHOLDS:
        of_whom = and_(of_whom, Person.is_head)
    decisions = (
        select(last_decision(purpose).label("decision"))
        .select_from(Household)
        .join(Person, of_whom)
        .where(*asked)
        .subquery()
    )
    counted = session.execute(select(decisions.c.decision, func.count()).group_by(decisions.c.decision))
    return sum(
        number
        for decision, number in counted
        if not may_be_named(None if decision is None else Decision(decision), purpose)
    )


def home_rows(
    session: Session, asked: Conditions, purpose: Purpose = Purpose.WORK
) -> Iterator[tuple[HomeFacts, PersonFacts | None, int]]:
    """Give every household with its head and the number of its members, by centre and code."""
    member = aliased(Person)
    of_the_home = select(member.id).where(_lives_there(member)).correlate(Household)
    members = of_the_home.with_only_columns(func.count(member.id)).scalar_subquery()
    head = of_the_home.with_only_columns(func.min(member.id)).where(member.is_head).scalar_subquery()
    query = (
        _homes(asked)
        .add_columns(members, *_PERSON, last_decision(purpose))
        .outerjoin(Person, Person.id == head)
    )
    with closing(session.execute(query.execution_options(yield_per=_AT_ONCE))) as rows:
        for row in rows:
            person = None if row[_HOME_WIDTH + 1] is None else PersonFacts(*row[_HOME_WIDTH + 1 :])
            yield HomeFacts(*row[:_HOME_WIDTH]), person, row[_HOME_WIDTH]


def person_rows(
    session: Session, asked: Conditions, purpose: Purpose = Purpose.WORK
) -> Iterator[tuple[HomeFacts, PersonFacts]]:
    """Give every person of the households, by centre, code of the household and id."""
    query = _homes(asked).add_columns(*_PERSON, last_decision(purpose)).join(Person, _lives_there(Person))
    ordered = query.order_by(Person.id).execution_options(yield_per=_AT_ONCE)
    with closing(session.execute(ordered)) as rows:
        for row in rows:
            yield HomeFacts(*row[:_HOME_WIDTH]), PersonFacts(*row[_HOME_WIDTH:])


def count_exports(session: Session) -> int:
    """Count the files that left."""
    return session.scalars(select(func.count()).select_from(RegistryExport)).one()


def exports(session: Session, *, limit: int, offset: int) -> tuple[ExportLine, ...]:
    """List the files that left, the newest first."""
    rows = session.execute(
        select(RegistryExport, User.full_name)
        .join(User, User.id == RegistryExport.exported_by)
        .order_by(RegistryExport.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(
        ExportLine(
            row.id,
            row.content,
            row.file_format,
            row.filter,
            row.has_dni,
            row.reason,
            row.rows,
            row.sha256,
            row.exported_at,
            name,
            row.purpose,
            row.withheld,
        )
        for row, name in rows
    )


_HOME = (
    Household.code,
    Household.centre_code,
    Centre.name.label("centre"),
    District.name.label("district"),
    District.province,
    District.department,
    Household.language,
    Household.sisfoh_class,
    Household.sisfoh_classified_on,
    Household.sisfoh_expires_on,
    Household.latitude_e6,
    Household.longitude_e6,
)
_HOME_WIDTH = len(_HOME)
_PERSON = (
    Person.dni,
    Person.given_names,
    Person.paternal_surname,
    Person.maternal_surname,
    Person.birth_date,
    Person.sex,
    Person.is_head,
    Person.kinship,
)


def _lives_there(person: type[Person]) -> ColumnElement[bool]:
    return and_(person.household_id == Household.id, is_present(person))


def _homes(asked: Conditions) -> Select[*tuple[Any, ...]]:
    return (
        select(*_HOME)
        .select_from(Household)
        .join(Centre, Centre.code == Household.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .where(*asked)
        .order_by(Household.centre_code, Household.code)
    )
