"""Showing a household with its members."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models import Centre, District, Household, ImportBatch, Person


@dataclass(frozen=True, slots=True)
class HouseholdMember:
    """A member on the household's page."""

    person_id: int
    dni: str
    full_name: str
    sex: str
    birth_date: date | None
    is_head: bool


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """A household with its centre and members, the head first; None is "no data"."""

    household_id: int
    code: str
    centre_code: str
    centre_name: str
    district_name: str
    province: str
    department: str
    language: str | None
    sisfoh_class: str | None
    sisfoh_expires_on: date | None
    filename: str | None
    members: tuple[HouseholdMember, ...]


def household_view(session: Session, household_id: int) -> HouseholdView:
    """Give a household; NotFound when there is none."""
    row = session.execute(
        select(Household, Centre, District, ImportBatch.filename)
        .join(Centre, Centre.code == Household.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .outerjoin(ImportBatch, ImportBatch.id == Household.batch_id)
        .where(Household.id == household_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"household {household_id}")
    household, centre, district, filename = row
    return HouseholdView(
        household_id=household.id,
        code=household.code,
        centre_code=centre.code,
        centre_name=centre.name,
        district_name=district.name,
        province=district.province,
        department=district.department,
        language=household.language,
        sisfoh_class=household.sisfoh_class,
        sisfoh_expires_on=household.sisfoh_expires_on,
        filename=filename,
        members=_members(session, household_id),
    )


def _members(session: Session, household_id: int) -> tuple[HouseholdMember, ...]:
    persons = session.scalars(
        select(Person)
        .where(Person.household_id == household_id)
        .order_by(Person.is_head.desc(), Person.birth_date, Person.id)
    )
    return tuple(
        HouseholdMember(
            person_id=person.id,
            dni=person.dni,
            full_name=person.full_name,
            sex=person.sex,
            birth_date=person.birth_date,
            is_head=person.is_head,
        )
        for person in persons
    )
