"""Lists of households of any size: narrowed, in pages that cost the same wherever they lie, and whole for a file.

A page goes on from a household, not from a number of rows to skip; the order is centre, then code. What this floor
does not know (the groups of contests, say) comes as conditions on `Household.id`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from contest_portal.registry.models.register import Centre, District, Household, Person
from contest_portal.registry.queries.memberships import belongs_to, belongs_to_none
from contest_portal.registry.rules.household_filter import (
    NO_PROGRAMME,
    HouseholdFilter,
    SisfohChoice,
    born_by,
    territory_bounds,
)
from contest_portal.registry.searching import within_territories
from contest_portal.registry.standing import is_present

COUNTED = 10_000
Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household in a list; what is None is "no data"."""

    household_id: int
    code: str
    head: str | None
    members: int
    centre_code: str
    centre_name: str
    district_name: str
    province: str
    department: str
    sisfoh_class: str | None
    sisfoh_expires_on: date | None


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """A page of the list; the neighbours go on from its first and last household."""

    rows: tuple[HouseholdRow, ...]
    has_before: bool
    has_after: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page goes on: after a household, or backwards before it. Neither is the first page."""

    after: int | None = None
    before: int | None = None


def conditions(
    wanted: HouseholdFilter, *, today: date, within: tuple[str, ...] = ()
) -> list[ColumnElement[bool]]:
    """Turn a filter into conditions on households that are not gone; `within`: of these territories alone."""
    found = [is_present(Household), *within_territories(Household.centre_code, within)]
    if wanted.territory:
        found.append(Household.centre_code.between(*territory_bounds(wanted.territory)))
    if wanted.sisfoh is SisfohChoice.NO_DATA:
        found.append(Household.sisfoh_class.is_(None))
    elif wanted.sisfoh is SisfohChoice.EXPIRED:
        found.append(and_(Household.sisfoh_class.is_not(None), Household.sisfoh_expires_on < today))
    elif wanted.sisfoh is not None:
        found.append(Household.sisfoh_class == wanted.sisfoh.value)
    if wanted.programme:
        is_none = wanted.programme == NO_PROGRAMME
        found.append(belongs_to_none(today) if is_none else belongs_to(wanted.programme, today))
    if wanted.asks_of_the_head:
        found.append(_has_head(wanted, today))
    return found


def count_households(session: Session, asked: Conditions) -> int:
    """Count up to COUNTED; one more means that there are more."""
    some = select(literal(1)).select_from(Household).where(*asked).limit(COUNTED + 1).subquery()
    return session.scalars(select(func.count()).select_from(some)).one()


def household_page(session: Session, asked: Conditions, cursor: Cursor, *, size: int) -> HouseholdPage:
    """Give one page; a cursor that is not in the register gives the first."""
    backwards = cursor.before is not None
    mark = _mark(session, cursor.before if backwards else cursor.after)
    order = (Household.centre_code, Household.code)
    query = select(Household.id).where(*asked)
    if mark is not None:
        query = query.where(_beyond(*mark, backwards=backwards))
    if backwards and mark is not None:
        ids = list(session.scalars(query.order_by(*(column.desc() for column in order)).limit(size + 1)))
        shown = ids[:size][::-1]
        return HouseholdPage(household_rows(session, shown), len(ids) > size, has_after=True)
    ids = list(session.scalars(query.order_by(*order).limit(size + 1)))
    return HouseholdPage(household_rows(session, ids[:size]), mark is not None, len(ids) > size)


def household_rows(session: Session, ids: Sequence[int]) -> tuple[HouseholdRow, ...]:
    """Give households by id, in the order of lists."""
    heads = {
        person.household_id: person.full_name
        for person in session.scalars(
            select(Person)
            .where(Person.household_id.in_(ids), Person.is_head, is_present(Person))
            .order_by(Person.id.desc())
        )
    }
    rows = session.execute(_rows().where(Household.id.in_(ids)))
    return tuple(
        HouseholdRow(household_id, code, heads.get(household_id), *rest) for household_id, code, *rest in rows
    )


def _rows() -> Select[*tuple[Any, ...]]:
    members = (
        select(func.count())
        .where(Person.household_id == Household.id, is_present(Person))
        .correlate(Household)
        .scalar_subquery()
    )
    return (
        select(
            Household.id,
            Household.code,
            members.label("members"),
            Household.centre_code,
            Centre.name,
            District.name,
            District.province,
            District.department,
            Household.sisfoh_class,
            Household.sisfoh_expires_on,
        )
        .join(Centre, Centre.code == Household.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .order_by(Household.centre_code, Household.code)
    )


def _has_head(wanted: HouseholdFilter, today: date) -> ColumnElement[bool]:
    head = aliased(Person)
    found = select(head.id).where(head.household_id == Household.id, head.is_head, is_present(head))
    if wanted.head_sex:
        found = found.where(head.sex == wanted.head_sex)
    if wanted.age_from is not None:
        found = found.where(head.birth_date <= born_by(today, wanted.age_from))
    if wanted.age_to is not None:
        found = found.where(head.birth_date > born_by(today, wanted.age_to + 1))
    return found.correlate(Household).exists()


def _mark(session: Session, household_id: int | None) -> tuple[str, str] | None:
    if household_id is None:
        return None
    row = session.execute(
        select(Household.centre_code, Household.code).where(Household.id == household_id)
    ).one_or_none()
    return None if row is None else (row.centre_code, row.code)


def _beyond(centre_code: str, code: str, *, backwards: bool) -> ColumnElement[bool]:
    """Ask for what lies beyond a household; the first half is for the index, which holds centres alone."""
    if backwards:
        further = or_(Household.centre_code < centre_code, Household.code < code)
        return and_(Household.centre_code <= centre_code, further)
    further = or_(Household.centre_code > centre_code, Household.code > code)
    return and_(Household.centre_code >= centre_code, further)
