"""The files as they are shown without a reason: nothing sensitive is in them."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Household
from contest_portal.registry.queries.personal_files import (
    MaskedPerson,
    Place,
    clear_fields,
    household_file,
    names_in_file,
    person_file,
    territory_of_file,
)
from contest_portal.registry.rules.disclosure import FIELDS_OF, FileOf, FileRef
from tests.conftest import NOON
from tests.factories.files import Family, make_family

TODAY = NOON.date()


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


def test_a_person_is_shown_with_household_and_place(session: Session, family: Family) -> None:
    found = person_file(session, family.head.id)

    assert found.person == MaskedPerson(
        family.head.id, "Delia Ccanto Huamaní", "4567", "F", 1988, is_head=True
    )
    assert (found.household_id, found.household_code, found.filename) == (
        family.household.id,
        "H-CANTO-1",
        None,
    )
    assert found.place == Place("0903010099", "Chahuarma", "090301", "Lircay", "Angaraes", "Huancavelica")


def test_a_person_whose_birth_date_is_unknown_has_no_year(session: Session, family: Family) -> None:
    family.head.birth_date = None
    session.flush()

    assert person_file(session, family.head.id).person.birth_year is None


def test_a_household_lists_its_head_first(session: Session, family: Family) -> None:
    found = household_file(session, family.household.id, today=TODAY)

    assert [(member.full_name, member.dni_end, member.birth_year) for member in found.members] == [
        ("Delia Ccanto Huamaní", "4567", 1988),
        ("Saúl Quispe Huamaní", "6543", 2009),
    ]
    assert (found.has_language, found.has_class, found.has_class_day, found.class_is_expired) == (
        True,
        True,
        True,
        False,
    )


def test_what_is_unknown_of_a_household_is_said(session: Session, family: Family) -> None:
    family.household.language = family.household.sisfoh_class = family.household.sisfoh_expires_on = None
    session.flush()

    found = household_file(session, family.household.id, today=TODAY)

    assert (found.has_language, found.has_class, found.class_is_expired) == (False, False, False)


@pytest.mark.parametrize(("days", "expired"), [(-1, True), (0, False), (1, False)])
def test_a_class_is_good_on_its_last_day(
    session: Session,
    family: Family,
    days: int,
    expired: bool,  # noqa: FBT001
) -> None:
    family.household.sisfoh_expires_on = TODAY + timedelta(days=days)
    session.flush()

    assert household_file(session, family.household.id, today=TODAY).class_is_expired is expired


def test_a_masked_file_holds_nothing_sensitive(session: Session, family: Family) -> None:
    written = repr(asdict(person_file(session, family.head.id))) + repr(
        asdict(household_file(session, family.household.id, today=TODAY))
    )

    secrets = ("71234567", "79876543", "1988, 3", "2009, 7", "2024", "2027", "quechua", "pobre")
    assert [secret for secret in secrets if secret in written] == []


@pytest.mark.parametrize("kind", list(FileOf))
def test_every_field_of_a_file_can_be_given_in_clear(session: Session, family: Family, kind: FileOf) -> None:
    file = family.head_file if kind is FileOf.PERSON else family.file

    assert tuple(clear_fields(session, file)) == FIELDS_OF[kind]


def test_a_person_in_clear(session: Session, family: Family) -> None:
    assert list(clear_fields(session, family.head_file).values()) == ["71234567", date(1988, 3, 14)]


def test_a_file_lies_where_its_household_lives(session: Session, family: Family) -> None:
    assert (territory_of_file(session, family.file), territory_of_file(session, family.head_file)) == (
        "090301",
        "090301",
    )


def test_names_of_a_file(session: Session, family: Family) -> None:
    assert names_in_file(session, family.head_file) == ("Delia Ccanto Huamaní",)
    assert names_in_file(session, family.file) == ("Delia Ccanto Huamaní", "Saúl Quispe Huamaní")


def test_a_household_that_everybody_left_is_still_a_file(session: Session, family: Family) -> None:
    other = Household(code="H-CANTO-2", centre_code=family.household.centre_code)
    session.add(other)
    session.flush()
    family.head.household_id = family.child.household_id = other.id
    session.flush()

    assert household_file(session, family.household.id, today=TODAY).members == ()


@pytest.mark.parametrize("kind", list(FileOf))
def test_what_is_not_there_is_not_found(session: Session, kind: FileOf) -> None:
    file = FileRef(kind, 1)

    for read in (territory_of_file, clear_fields):
        with pytest.raises(NotFound):
            read(session, file)
    with pytest.raises(NotFound):
        person_file(session, 1) if kind is FileOf.PERSON else household_file(session, 1, today=TODAY)
