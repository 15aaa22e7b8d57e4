"""Which people of the register are looked at for pairs, and that each pair is found once."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.duplicate_search import likely_duplicates
from contest_portal.registry.life_acts import open_batch
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.rules.duplicates import DateSign, LikelyPair
from tests.factories.lives import NOVEMBER, at
from tests.factories.registry import make_centre, make_district, make_household, make_person


@pytest.fixture
def homes(session: Session) -> tuple[Household, Household]:
    """A household in each of two districts of one province."""
    for ubigeo, name in (("090301", "Lircay"), ("090302", "Anchonga")):
        make_district(session, ubigeo, name=name)
    codes = ("0903010099", "0903020004")
    here, there = (make_household(session, make_centre(session, code)) for code in codes)
    return here, there


def gone(session: Session, row: Household | Person) -> None:
    row.gone_batch_id = open_batch(session, at(NOVEMBER), date(2026, 11, 1)).id
    session.flush()


def undated(session: Session, *people: Person) -> None:
    for one in people:
        one.birth_date = None
    session.flush()


def signs(session: Session, *within: str) -> list[DateSign]:
    return [pair.sign for pair in likely_duplicates(session, within=within)]


def test_an_empty_register_has_no_pairs(session: Session) -> None:
    assert likely_duplicates(session) == []


def test_a_pair_found_in_its_district_and_by_its_date_is_given_once(
    session: Session, homes: tuple[Household, Household]
) -> None:
    one, other = (make_person(session, homes[0], is_head=is_head) for is_head in (True, False))

    assert likely_duplicates(session) == [LikelyPair(one.id, other.id, DateSign.SAME, 100)]


def test_three_entries_of_one_person_are_three_pairs(
    session: Session, homes: tuple[Household, Household]
) -> None:
    ids = [make_person(session, home, is_head=False).id for home in (homes[0], homes[0], homes[1])]

    found = {(pair.one_id, pair.other_id) for pair in likely_duplicates(session)}

    assert found == {(ids[0], ids[1]), (ids[0], ids[2]), (ids[1], ids[2])}


@pytest.mark.parametrize("place", ["person", "household"])
def test_who_is_gone_is_compared_with_nobody(
    session: Session, homes: tuple[Household, Household], place: str
) -> None:
    make_person(session, homes[0])
    other = make_person(session, homes[1])
    before = signs(session)

    gone(session, other if place == "person" else homes[1])

    assert (before, signs(session)) == ([DateSign.SAME], [])


@pytest.mark.parametrize(
    ("within", "found"),
    [
        ((), [DateSign.SAME]),
        (("09",), [DateSign.SAME]),
        (("0903",), [DateSign.SAME]),
        (("090301", "090302"), [DateSign.SAME]),
        (("090301",), []),
        (("090302",), []),
        (("08",), []),
    ],
    ids=["everywhere", "department", "province", "both districts", "the one", "the other", "elsewhere"],
)
def test_both_entries_must_lie_in_the_territories(
    session: Session, homes: tuple[Household, Household], within: tuple[str, ...], found: list[DateSign]
) -> None:
    for home in homes:
        make_person(session, home)

    assert signs(session, *within) == found


@pytest.mark.parametrize(
    ("dni", "paternal", "found"),
    [
        ("46100001", "Ccanto", [DateSign.UNKNOWN]),
        ("46100020", "Ccanto", [DateSign.UNKNOWN]),
        ("46100035", "Ccanto", []),
        ("46100001", "Quispe", []),
    ],
    ids=["one digit", "two digits swapped", "two digits", "another surname"],
)
def test_without_dates_a_near_number_joins_two_districts(
    session: Session, homes: tuple[Household, Household], dni: str, paternal: str, found: list[DateSign]
) -> None:
    one = make_person(session, homes[0], dni="46100002")
    other = make_person(session, homes[1], dni=dni, paternal_surname=paternal)

    undated(session, one, other)

    assert signs(session) == found
