"""Memberships from a file: stored once, never over a person's hand, never two of one programme on one day."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.rules.reports import RejectedFile
from contest_portal.registry.services.retire_programme import retire_programme
from tests.factories.memberships import (
    HEADER,
    all_memberships,
    make_membership,
    programme_of,
    said_of,
    told,
)
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.factories.registry_files import AT, STAFF, checked, counts, imported, located

MARCH, JUNE = date(2019, 3, 1), date(2021, 6, 30)


@pytest.fixture
def home(session: Session) -> Household:
    make_district(session)
    return make_household(session, make_centre(session), code="H-1")


@pytest.fixture
def delia(session: Session, home: Household) -> Person:
    return make_person(session, home, dni="70000001")


def test_a_check_counts_and_stores_nothing(session: Session, delia: Person) -> None:
    report = checked(
        session, "memberships", HEADER + "H-1,,juntos,2019-03-01,\n,70000001,contigo,2020-01-01,\n"
    )

    assert (counts(report), report.can_apply, all_memberships(session)) == ((2, 2, 0, 0, 0), True, [])


def test_rows_are_stored_of_the_person_or_of_the_household_with_their_line(
    session: Session, home: Household, delia: Person
) -> None:
    report = told(session, "H-1,,JUNTOS,01/03/2019,", "H-1,70000001,Pension 65,2020-01-01,2021-06-30")

    rows = all_memberships(session)
    assert [
        (row.household_id, row.person_id, row.programme_id, row.since, row.until, row.line) for row in rows
    ] == [
        (home.id, None, programme_of(session).id, MARCH, None, 2),
        (None, delia.id, programme_of(session, "pension-65").id, date(2020, 1, 1), JUNE, 3),
    ]
    assert {(row.batch_id, row.recorded_at, row.version) for row in rows} == {(report.batch_id, AT, 1)}
    assert [said_of(session, row) for row in rows] == [[None], [JUNE]]


def test_the_same_file_again_changes_nothing_and_a_blank_end_erases_none(
    session: Session, home: Household
) -> None:
    told(session, "H-1,,juntos,2019-03-01,2021-06-30")

    again = told(session, "H-1,,juntos,2019-03-01,2021-06-30")
    blank = told(session, "H-1,,juntos,2019-03-01,")

    (row,) = all_memberships(session)
    assert (counts(again), counts(blank)) == ((1, 0, 0, 1, 0), (1, 0, 0, 1, 0))
    assert (row.until, said_of(session, row)) == (JUNE, [JUNE])


def test_a_newer_file_ends_what_went_on_and_keeps_what_was_said(session: Session, home: Household) -> None:
    told(session, "H-1,,juntos,2019-03-01,")

    report = told(session, "H-1,,juntos,2019-03-01,2021-06-30", "H-1,,juntos,2023-01-01,")

    rows = all_memberships(session)
    assert counts(report) == (2, 1, 1, 0, 0)
    assert [(row.since, row.until) for row in rows] == [(MARCH, JUNE), (date(2023, 1, 1), None)]
    assert said_of(session, rows[0]) == [None, JUNE]
    told(session, "H-1,,juntos,2019-03-01,2021-07-31")
    session.refresh(rows[0])
    assert (rows[0].until, rows[0].version) == (date(2021, 7, 31), 3)


def test_what_a_person_noted_or_voided_stays(session: Session, home: Household) -> None:
    noted = make_membership(session, home)
    make_membership(session, home, "contigo", is_voided=True)

    report = told(session, "H-1,,juntos,2019-03-01,2021-06-30", "H-1,,contigo,2019-03-01,")

    assert (noted.until, counts(report)) == (None, (2, 0, 0, 2, 0))
    assert [(one.code, one.params["line"]) for one in report.notices] == [
        ("membership.kept", "2"),
        ("membership.stays_voided", "3"),
    ]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["H-1,,pensión 56,2019-03-01,"], [(2, "programa", "pensión 56", "membership.unknown_programme")]),
        (["H-9,,juntos,2019-03-01,"], [(2, "codigo_hogar", "H-9", "reference.unknown")]),
        ([",70000009,juntos,2019-03-01,"], [(2, "dni", "70000009", "membership.unknown_person")]),
        (["H-1,,beca-18,2019-03-01,"], [(2, "programa", "beca-18", "membership.retired_programme")]),
        (
            ["H-1,,juntos,2019-03-01,", "H-1,,Juntos,01/03/2019,2020-01-01"],
            [(3, "programa", "H-1", "row.repeated")],
        ),
        (
            ["H-1,,juntos,2019-03-01,2021-06-30", "H-1,,juntos,2021-06-30,"],
            [(3, "desde", "30/06/2021", "membership.overlaps")],
        ),
        (["H-1,,contigo,2018-01-01,"], [(2, "desde", "01/01/2018", "membership.overlaps")]),
    ],
)
def test_a_row_that_cannot_be_is_rejected_with_its_column(
    session: Session, home: Household, delia: Person, lines: list[str], found: list[tuple[int, str, str, str]]
) -> None:
    make_membership(session, home, "contigo")
    retire_programme(session, STAFF, programme_id=programme_of(session, "beca-18").id)

    report = checked(session, "memberships", HEADER + "".join(f"{line}\n" for line in lines))

    assert located(report) == found


def test_the_same_programme_may_be_the_household_s_and_a_member_s(session: Session, delia: Person) -> None:
    assert counts(told(session, "H-1,,juntos,2019-03-01,", ",70000001,juntos,2019-03-01,")) == (2, 2, 0, 0, 0)


def test_one_bad_row_stores_nothing(session: Session, home: Household) -> None:
    with pytest.raises(RejectedFile), session.begin_nested():
        imported(session, "memberships", HEADER + "H-1,,juntos,2019-03-01,\nH-9,,juntos,2019-03-01,\n")

    assert all_memberships(session) == []
