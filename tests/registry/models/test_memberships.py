"""Memberships that contradict themselves cannot be stored, whoever writes them."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.registry.models.memberships import Membership, MembershipStep, SocialProgramme
from contest_portal.registry.models.register import Household, Person
from tests.factories.memberships import NOTED, make_membership, programme_of
from tests.factories.registry import make_centre, make_district, make_household, make_person


@pytest.fixture
def home(session: Session) -> Household:
    make_district(session)
    return make_household(session, make_centre(session))


@pytest.fixture
def delia(session: Session, home: Household) -> Person:
    return make_person(session, home)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: setattr(row, "household_id", None),
        lambda row: setattr(row, "until", date(2019, 2, 28)),
        lambda row: setattr(row, "voided_at", NOTED),
        lambda row: setattr(row, "void_reason", "Sin fecha"),
        lambda row: setattr(row, "evidence", ""),
        lambda row: setattr(row, "file_version", 1),
    ],
    ids=[
        "nobody's",
        "ends before it begins",
        "void without reason",
        "reason without void",
        "known from nowhere",
        "of a file without a file",
    ],
)
def test_a_membership_that_contradicts_itself_is_refused(
    session: Session, home: Household, spoil: Callable[[Membership], None]
) -> None:
    row = make_membership(session, home)
    spoil(row)

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_a_membership_has_one_subject(session: Session, home: Household, delia: Person) -> None:
    row = make_membership(session, home)
    row.person_id = delia.id

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_one_beginning_of_a_programme_is_recorded_once_for_a_household(
    session: Session, home: Household
) -> None:
    make_membership(session, home, is_voided=True)
    make_membership(session, home)

    with pytest.raises(IntegrityError):
        make_membership(session, home)
    session.rollback()


def test_one_beginning_of_a_programme_is_recorded_once_for_a_person(session: Session, delia: Person) -> None:
    make_membership(session, delia, is_voided=True)
    make_membership(session, delia)

    with pytest.raises(IntegrityError):
        make_membership(session, delia)
    session.rollback()


def test_what_was_said_of_an_end_is_numbered(session: Session, home: Household) -> None:
    row = make_membership(session, home)
    session.add(MembershipStep(membership_id=row.id, number=1, until=None, noted_at=NOTED))

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("field", ["code", "sort_key"])
def test_a_programme_is_in_the_catalogue_once(session: Session, field: str) -> None:
    there = programme_of(session)
    twin = SocialProgramme(code="otro", name="Otro", sort_key="otro")
    setattr(twin, field, getattr(there, field))
    session.add(twin)

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_the_catalogue_comes_with_the_programmes_of_the_zone(session: Session) -> None:
    rows = session.query(SocialProgramme).order_by(SocialProgramme.sort_key)

    assert [(row.code, row.name, row.is_active) for row in rows] == [
        ("beca-18", "Beca 18", True),
        ("contigo", "Contigo", True),
        ("cuna-mas", "Cuna Más", True),
        ("juntos", "Juntos", True),
        ("pension-65", "Pensión 65", True),
    ]
