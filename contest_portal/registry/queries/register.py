"""Named reads of the register that other stages use: persons, centres and districts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from contest_portal.kernel.database import lines
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import (
    Centre,
    CentreTargeting,
    District,
    Household,
    ImportBatch,
    Person,
    told_from,
    whole_name,
)
from contest_portal.registry.queries.duplicates import kept_for
from contest_portal.registry.rules.targeting import Reason, Status
from contest_portal.registry.searching import digits_only, words_in


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """A person with household, centre and the standing of that centre: what eligibility asks for."""

    person_id: int
    dni: str
    full_name: str
    sex: str
    birth_date: date | None
    household_id: int
    household_code: str
    centre_code: str
    centre_name: str
    ubigeo: str
    district_name: str
    targeting_status: str
    targeting_reason: str
    centre_households: int | None = None
    gone_on: date | None = None
    class_expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class CentreView:
    """A populated centre with its district and standing; a figure that is None is "no data"."""

    code: str
    name: str
    area: str
    ubigeo: str
    district_name: str
    province: str
    department: str
    latitude_e6: int | None
    longitude_e6: int | None
    altitude_m: int | None
    population: int | None
    households: int | None
    dwellings: int | None
    targeting_status: str
    targeting_reason: str
    households_used: int | None
    counted: str | None
    poverty_e4: int | None
    rule_id: int | None
    batch_id: int | None
    gone_on: date | None = None


@dataclass(frozen=True, slots=True)
class DistrictName:
    """A district as a list of choices shows it."""

    ubigeo: str
    name: str
    province: str
    department: str


def person_by_dni(session: Session, dni: str) -> RegisteredPerson:
    """Find a person by the eight digits of the DNI, or of an entry that was the same person; NotFound for nobody."""
    person_id = session.scalar(select(Person.id).where(Person.dni == dni))
    found = () if person_id is None else registered_persons(session, [kept_for(session, person_id)])
    if not found:
        raise NotFound("person with that DNI")
    return found[0]


def registered_persons(session: Session, person_ids: Iterable[int]) -> tuple[RegisteredPerson, ...]:
    """Give persons by id, in the order of their ids; unknown ids are left out."""
    rows = lines(session, _persons(), {"person_ids": sorted(set(person_ids))})
    return tuple(_person(row) for row in rows)


def centre_by_code(session: Session, code: str) -> CentreView:
    """Give a centre; NotFound when there is none."""
    row = session.execute(
        select(Centre, District, CentreTargeting, ImportBatch)
        .join(District, District.ubigeo == Centre.ubigeo)
        .outerjoin(ImportBatch, ImportBatch.id == Centre.gone_batch_id)
        .outerjoin(CentreTargeting, CentreTargeting.centre_code == Centre.code)
        .where(Centre.code == code)
    ).one_or_none()
    if row is None:
        raise NotFound(f"centre {code}")
    return _centre(*row)


def district_names(session: Session, ubigeos: Iterable[str]) -> dict[str, str]:
    """Give the names of districts by code; unknown codes are left out."""
    rows = session.execute(
        select(District.ubigeo, District.name)
        .where(District.ubigeo.in_(set(ubigeos)))
        .order_by(District.ubigeo)
    )
    return dict(rows.all())


def place_names(session: Session, ubigeos: Iterable[str]) -> dict[str, str]:
    """Give the names of districts by code, and those of their provinces and departments by its first digits."""
    rows = session.execute(
        select(District.ubigeo, District.name, District.province, District.department)
        .where(District.ubigeo.in_(set(ubigeos)))
        .order_by(District.ubigeo)
    )
    names: dict[str, str] = {}
    for ubigeo, name, province, department in rows:
        names |= {ubigeo[:2]: department, ubigeo[:4]: province, ubigeo: name}
    return names


def search_districts(session: Session, text: str, limit: int) -> tuple[DistrictName, ...]:
    """Find districts by code or by words of their name, province or department."""
    digits = digits_only(text)
    wanted = [District.ubigeo.startswith(digits)] if digits else words_in(District.sort_key, text)
    rows = session.execute(
        select(District.ubigeo, District.name, District.province, District.department)
        .where(*wanted)
        .order_by(District.sort_key, District.ubigeo)
        .limit(limit)
    )
    return tuple(DistrictName(*row) for row in rows)


NEVER_ASSESSED = Status.NO_DATA.value, Reason.HOUSEHOLDS_AND_DISTRICT_UNKNOWN.value
"""Status and reason of a centre that was never assessed: "no data"."""


@cache
def _persons() -> Select[*tuple[Any, ...]]:
    gone = func.coalesce(Person.gone_batch_id, Household.gone_batch_id)
    return (
        select(
            Person.id, Person.dni, Person.given_names, Person.paternal_surname, Person.maternal_surname,
            Person.sex, Person.birth_date, Person.household_id, Household.code.label("household_code"),
            Household.sisfoh_class, Household.sisfoh_expires_on, Household.centre_code,
            Centre.name.label("centre_name"), Centre.ubigeo, District.name.label("district_name"),
            CentreTargeting.status, CentreTargeting.reason, CentreTargeting.households,
            ImportBatch.effective_on, ImportBatch.applied_at,
        )
        .join(Household, Household.id == Person.household_id)
        .join(Centre, Centre.code == Household.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .outerjoin(CentreTargeting, CentreTargeting.centre_code == Centre.code)
        .outerjoin(ImportBatch, ImportBatch.id == gone)
        .where(Person.id.in_(bindparam("person_ids", expanding=True)))
        .order_by(Person.id)
    )  # fmt: skip


def _person(row: Row[*tuple[Any, ...]]) -> RegisteredPerson:
    return RegisteredPerson(
        person_id=row.id,
        dni=row.dni,
        full_name=whole_name(row.given_names, row.paternal_surname, row.maternal_surname),
        sex=row.sex,
        birth_date=row.birth_date,
        household_id=row.household_id,
        household_code=row.household_code,
        centre_code=row.centre_code,
        centre_name=row.centre_name,
        ubigeo=row.ubigeo,
        district_name=row.district_name,
        targeting_status=row.status or NEVER_ASSESSED[0],
        targeting_reason=row.reason or NEVER_ASSESSED[1],
        centre_households=row.households,
        gone_on=None if row.applied_at is None else told_from(row.effective_on, row.applied_at),
        class_expires_on=None if row.sisfoh_class is None else row.sisfoh_expires_on,
    )


def _centre(
    centre: Centre, district: District, targeting: CentreTargeting | None, gone: ImportBatch | None
) -> CentreView:
    status, reason = NEVER_ASSESSED if targeting is None else (targeting.status, targeting.reason)
    return CentreView(
        code=centre.code,
        name=centre.name,
        area=centre.area,
        ubigeo=centre.ubigeo,
        district_name=district.name,
        province=district.province,
        department=district.department,
        latitude_e6=centre.latitude_e6,
        longitude_e6=centre.longitude_e6,
        altitude_m=centre.altitude_m,
        population=centre.population,
        households=centre.households,
        dwellings=centre.dwellings,
        targeting_status=status,
        targeting_reason=reason,
        households_used=None if targeting is None else targeting.households,
        counted=None if targeting is None else targeting.counted,
        poverty_e4=None if targeting is None else targeting.poverty_e4,
        rule_id=None if targeting is None else targeting.rule_id,
        batch_id=centre.batch_id,
        gone_on=None if gone is None else gone.holds_from,
    )
