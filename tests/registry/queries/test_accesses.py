"""Reads of the access log: narrowed, in order, and for the person who asks."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.register import Household
from contest_portal.registry.queries.accesses import (
    AccessFilter,
    access_lines,
    accesses_to_person,
    count_access_lines,
    every_access_line,
)
from contest_portal.registry.rules.disclosure import FileRef, RevealReason, SensitiveField
from contest_portal.registry.services.note_export import note_export
from contest_portal.registry.services.note_look import note_look
from contest_portal.registry.services.reveal_fields import reveal_fields
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.files import DETAIL, SCREEN, Family, make_family
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.query_count import counted_queries


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


@pytest.fixture
def delia(session: Session) -> User:
    return make_user(session, Role.STAFF, full_name="Irma Solís")


@pytest.fixture
def gladys(session: Session) -> User:
    return make_user(session, Role.AUDITOR, full_name="Gladys Meza")


def look(session: Session, user: User, file: FileRef, at: datetime = NOON) -> None:
    note_look(session, act_of(user, at), file=file, screen=SCREEN)


def reveal(session: Session, user: User, file: FileRef) -> None:
    reveal_fields(
        session,
        act_of(user, NOON),
        file=file,
        fields=[SensitiveField.DNI],
        reason=RevealReason.AUDIT,
        detail=DETAIL,
        screen=SCREEN,
    )


def kinds(session: Session, wanted: AccessFilter) -> list[str]:
    return [line.kind for line in access_lines(session, wanted, limit=10)]


def test_a_line_tells_who_what_and_why(session: Session, family: Family, gladys: User) -> None:
    reveal(session, gladys, family.head_file)

    (line,) = access_lines(session, AccessFilter(), limit=10)

    assert (line.user_name, line.roles, line.kind, line.fields) == (
        "Gladys Meza",
        ("auditor",),
        "reveal",
        ("dni",),
    )
    assert (line.person_id, line.household_id, line.reason, line.detail) == (
        family.head.id,
        None,
        "audit",
        DETAIL,
    )


def test_the_newest_comes_first_page_by_page(session: Session, family: Family, gladys: User) -> None:
    look(session, gladys, family.file)
    reveal(session, gladys, family.head_file)
    note_export(session, act_of(gladys, NOON), screen=SCREEN)

    pages = [
        [line.kind for line in access_lines(session, AccessFilter(), limit=2, offset=offset)]
        for offset in (0, 2)
    ]

    assert pages == [["export", "reveal"], ["look"]]
    assert count_access_lines(session, AccessFilter()) == 3
    assert [line.kind for line in every_access_line(session, AccessFilter())] == ["export", "reveal", "look"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AccessFilter(who="meza"), ["reveal"]),
        (AccessFilter(who="SOLIS"), ["look"]),
        (AccessFilter(who="nadie"), []),
        (AccessFilter(kind="look"), ["look"]),
        (AccessFilter(kind="export"), []),
        (AccessFilter(since=NOON), ["reveal"]),
        (AccessFilter(until=NOON), ["look"]),
        (AccessFilter(since=NOON - timedelta(days=1), until=NOON), ["look"]),
        (AccessFilter(since=NOON + timedelta(seconds=1)), []),
        (AccessFilter(who="%"), []),
    ],
)
def test_the_log_is_narrowed(
    session: Session, family: Family, delia: User, gladys: User, wanted: AccessFilter, found: list[str]
) -> None:
    look(session, delia, family.file, NOON - timedelta(days=1))
    reveal(session, gladys, family.head_file)

    assert kinds(session, wanted) == found
    assert count_access_lines(session, wanted) == len(found)


@pytest.mark.parametrize(
    ("within", "found"),
    [
        ((), ["export", "look", "look"]),
        (("09",), ["look", "look"]),
        (("090301",), ["look"]),
        (("090302",), ["look"]),
        (("090301", "0902"), ["look"]),
        (("10",), []),
    ],
)
def test_the_log_of_a_territory_holds_the_files_that_lie_there(
    session: Session, family: Family, gladys: User, within: tuple[str, ...], found: list[str]
) -> None:
    make_district(session, "090302", name="Anchonga")
    elsewhere = make_household(session, make_centre(session, "0903020004", name="Ñahuincucho"))
    other = make_person(session, elsewhere)
    look(session, gladys, family.file)
    look(session, gladys, FileRef(family.head_file.kind, other.id))
    note_export(session, act_of(gladys, NOON), screen=SCREEN)

    assert kinds(session, AccessFilter(within=within)) == found


def test_a_person_is_told_of_looks_at_the_own_file_and_at_the_household(
    session: Session, family: Family, delia: User, gladys: User
) -> None:
    look(session, delia, family.head_file)
    look(session, gladys, family.file)
    look(session, gladys, FileRef(family.head_file.kind, family.child.id))

    found = [(line.user_name, line.household_code) for line in accesses_to_person(session, family.head.id)]

    assert found == [("Gladys Meza", "H-CANTO-1"), ("Irma Solís", None)]


def test_a_household_left_behind_is_not_told_of(session: Session, family: Family, gladys: User) -> None:
    look(session, gladys, family.file)
    other = Household(code="H-CANTO-2", centre_code=family.household.centre_code)
    session.add(other)
    session.flush()
    family.head.household_id = other.id
    session.flush()

    assert accesses_to_person(session, family.head.id) == ()
    assert len(accesses_to_person(session, family.child.id)) == 1


def test_number_of_queries_does_not_grow(session: Session, family: Family, gladys: User) -> None:
    look(session, gladys, family.file)
    with counted_queries(session) as few:
        access_lines(session, AccessFilter(), limit=10)
    look(session, gladys, family.head_file)
    look(session, gladys, family.head_file)
    with counted_queries(session) as many:
        access_lines(session, AccessFilter(), limit=10)

    assert few.total == many.total == 1
