"""The files of persons and households, masked: what a page may show without a reason. See rules/disclosure.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Centre, District, Household, ImportBatch, Person
from contest_portal.registry.rules.coordinates import point_of
from contest_portal.registry.rules.disclosure import FileOf, FileRef, SensitiveField

Clear = Mapping[SensitiveField, str | date | None]
"""Sensitive fields in clear; None is "no data"."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a household lives."""

    centre_code: str
    centre_name: str
    ubigeo: str
    district_name: str
    province: str
    department: str


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """A person without what is sensitive: the last digits of the DNI, the year of birth (None is "no data").

    `is_gone`: the register no longer lists the person.
    """

    person_id: int
    full_name: str
    dni_end: str
    sex: str
    birth_year: int | None
    is_head: bool
    is_gone: bool = False
    kinship: str | None = None


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person with the household of today. `filename` is the import that wrote the row last, empty for an act;
    `changed_on` the day it did.
    """

    person: MaskedPerson
    household_id: int
    household_code: str
    place: Place
    filename: str | None
    changed_on: date | None


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """A household with its members, the head first; of language and class only whether they are known, of the place
    of its dwelling the first decimals.
    """

    household_id: int
    code: str
    place: Place
    has_language: bool
    has_class: bool
    has_class_day: bool
    class_is_expired: bool
    filename: str | None
    changed_on: date | None
    members: tuple[MaskedPerson, ...]
    is_gone: bool = False
    dwelling: str | None = None
    centre_is_gone: bool = False

    @property
    def without_kinship(self) -> int:
        """Count the members of whom the register does not say what they are to the head."""
        return sum(not (one.is_gone or one.is_head or one.kinship) for one in self.members)


def person_file(session: Session, person_id: int) -> PersonFile:
    """Give a person's file; NotFound when there is none."""
    row = session.execute(
        select(Person, Household, Centre, District, ImportBatch)
        .join(Household, Household.id == Person.household_id)
        .join(Centre, Centre.code == Household.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .outerjoin(ImportBatch, ImportBatch.id == Person.batch_id)
        .where(Person.id == person_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"person {person_id}")
    person, household, centre, district, batch = row
    return PersonFile(
        _masked(person), household.id, household.code, _place(centre, district), *_change(batch)
    )


def household_file(session: Session, household_id: int, *, today: date) -> HouseholdFile:
    """Give a household's file; NotFound when there is none. `today` tells whether its class is expired."""
    household, centre, district, batch = _household(session, household_id)
    filename, changed_on = _change(batch)
    expires_on = household.sisfoh_expires_on
    point = point_of(household.latitude_e6, household.longitude_e6)
    return HouseholdFile(
        household_id=household.id,
        code=household.code,
        place=_place(centre, district),
        has_language=household.language is not None,
        has_class=household.sisfoh_class is not None,
        has_class_day=household.sisfoh_classified_on is not None,
        class_is_expired=expires_on is not None and expires_on < today,
        filename=filename,
        changed_on=changed_on,
        members=tuple(_masked(person) for person in session.scalars(_members(household_id))),
        is_gone=household.gone_batch_id is not None,
        dwelling=None if point is None else point.coarse_text,
        centre_is_gone=centre.gone_batch_id is not None,
    )


def territory_of_file(session: Session, file: FileRef) -> str:
    """Give the ubigeo in which a file's household lives; NotFound when there is no such file."""
    query = select(Centre.ubigeo).join(Household, Household.centre_code == Centre.code)
    if file.kind is FileOf.PERSON:
        query = query.join(Person, Person.household_id == Household.id).where(Person.id == file.id)
    else:
        query = query.where(Household.id == file.id)
    ubigeo = session.scalar(query)
    if ubigeo is None:
        raise NotFound(f"{file.kind} {file.id}")
    return ubigeo


def names_in_file(session: Session, file: FileRef) -> tuple[str, ...]:
    """List the names that stand in a file."""
    if file.kind is FileOf.PERSON:
        query = select(Person).where(Person.id == file.id)
    else:
        query = _members(file.id)
    return tuple(person.full_name for person in session.scalars(query))


def clear_fields(session: Session, file: FileRef) -> Clear:
    """Give every sensitive field of a file in clear. Only `reveal_fields` may ask: it keeps the reason."""
    if file.kind is FileOf.PERSON:
        person = session.get(Person, file.id)
        if person is None:
            raise NotFound(f"person {file.id}")
        return {SensitiveField.DNI: person.dni, SensitiveField.BIRTH_DATE: person.birth_date}
    household = session.get(Household, file.id)
    if household is None:
        raise NotFound(f"household {file.id}")
    point = point_of(household.latitude_e6, household.longitude_e6)
    return {
        SensitiveField.LANGUAGE: household.language,
        SensitiveField.SISFOH_CLASS: household.sisfoh_class,
        SensitiveField.SISFOH_DAY: household.sisfoh_classified_on,
        SensitiveField.SISFOH_EXPIRY: household.sisfoh_expires_on,
        SensitiveField.PLACE: None if point is None else point.text,
    }


def _household(session: Session, household_id: int) -> Row[Household, Centre, District, ImportBatch | None]:
    row = session.execute(
        select(Household, Centre, District, ImportBatch)
        .join(Centre, Centre.code == Household.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .outerjoin(ImportBatch, ImportBatch.id == Household.batch_id)
        .where(Household.id == household_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"household {household_id}")
    return row


def _change(batch: ImportBatch | None) -> tuple[str | None, date | None]:
    """Give the file that wrote a row last, empty for an act, and the day it did."""
    return (None, None) if batch is None else (batch.filename, office_date(batch.applied_at))


def _members(household_id: int) -> Select[Person]:
    return (
        select(Person)
        .where(Person.household_id == household_id)
        .order_by(Person.gone_batch_id.is_not(None), Person.is_head.desc(), Person.sort_key, Person.id)
    )


def _masked(person: Person) -> MaskedPerson:
    return MaskedPerson(
        person_id=person.id,
        full_name=person.full_name,
        dni_end=person.dni[-4:],
        sex=person.sex,
        birth_year=None if person.birth_date is None else person.birth_date.year,
        is_head=person.is_head,
        is_gone=person.gone_batch_id is not None,
        kinship=person.kinship,
    )


def _place(centre: Centre, district: District) -> Place:
    return Place(
        centre.code, centre.name, district.ubigeo, district.name, district.province, district.department
    )
