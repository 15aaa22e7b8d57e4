"""What other stages ask the register."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import CentreTargeting
from contest_portal.registry.queries.register import (
    DistrictName,
    RegisteredPerson,
    centre_by_code,
    district_names,
    person_by_dni,
    registered_persons,
    search_districts,
)
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.factories.registry_files import DISTRICTS, import_territory, imported


def test_a_person_is_found_by_dni_with_household_centre_and_standing(session: Session) -> None:
    make_district(session)
    household = make_household(session, make_centre(session), code="H-7")
    person = make_person(session, household, dni="00418672")

    assert person_by_dni(session, "00418672") == RegisteredPerson(
        person_id=person.id,
        dni="00418672",
        full_name="Delia Ccanto Huamaní",
        sex="F",
        birth_date=date(1988, 3, 14),
        household_id=household.id,
        household_code="H-7",
        centre_code="0903010099",
        centre_name="Chahuarma",
        ubigeo="090301",
        district_name="Lircay",
        targeting_status="targeted",
        targeting_reason="poverty_above",
        centre_households=85,
    )


@pytest.mark.parametrize("dni", ["99999999", "", "418672", "' OR 1=1 --"])
def test_nobody_with_that_dni_is_not_found(session: Session, dni: str) -> None:
    with pytest.raises(NotFound):
        person_by_dni(session, dni)


def test_persons_come_in_the_order_of_their_ids_and_unknown_ones_are_left_out(session: Session) -> None:
    make_district(session)
    household = make_household(session, make_centre(session))
    first, second = make_person(session, household), make_person(session, household, is_head=False)

    found = registered_persons(session, [second.id, 10**9, first.id])

    assert [person.person_id for person in found] == [first.id, second.id]


def test_a_centre_that_was_never_assessed_is_no_data(session: Session) -> None:
    make_district(session)
    centre = make_centre(session)
    session.delete(session.get_one(CentreTargeting, centre.code))
    session.flush()

    found = centre_by_code(session, centre.code)

    assert (found.targeting_status, found.targeting_reason, found.rule_id) == (
        "no_data",
        "households_and_district_unknown",
        None,
    )


def test_an_unknown_centre_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        centre_by_code(session, "0903010099")


def test_a_centre_brings_its_figures_and_those_its_standing_used(session: Session) -> None:
    import_territory(session)

    found = centre_by_code(session, "0903010099")

    assert (found.name, found.district_name, found.province, found.department) == (
        "CHAHUARMA",
        "Lircay",
        "Angaraes",
        "Huancavelica",
    )
    assert (found.households, found.households_used, found.poverty_e4, found.targeting_status) == (
        85,
        85,
        458_000,
        "targeted",
    )


def test_district_names_by_code(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    assert district_names(session, ["090302", "090301", "999999"]) == {
        "090301": "Lircay",
        "090302": "Anchonga",
    }


ANCHONGA = DistrictName("090302", "Anchonga", "Angaraes", "Huancavelica")
LIRCAY = DistrictName("090301", "Lircay", "Angaraes", "Huancavelica")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lircay", (LIRCAY,)),
        ("LÍRCAY", (LIRCAY,)),
        ("lircay angaraes", (LIRCAY,)),
        ("huancavelica", (ANCHONGA, LIRCAY)),
        ("0903", (ANCHONGA, LIRCAY)),
        ("090302", (ANCHONGA,)),
        ("", (ANCHONGA, LIRCAY)),
        ("%", ()),
        ("' UNION SELECT password FROM user --", ()),
    ],
)
def test_districts_are_found_by_words_or_code(
    session: Session, text: str, found: tuple[DistrictName, ...]
) -> None:
    imported(session, "districts", DISTRICTS)

    assert search_districts(session, text, 10) == found


def test_a_search_gives_no_more_than_asked(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    assert search_districts(session, "huancavelica", 1) == (ANCHONGA,)
