"""Files of memberships as they come: other separators, encodings, title rows, dashes, workbooks, wrong writings."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.imports.rejected_rows import rejected_rows
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.services.check_file import check_file
from tests.factories.memberships import HEADER, all_memberships, make_membership, programme_of, told
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.factories.registry_files import STAFF, checked, counts, imported, located, source, workbook_of


@pytest.fixture
def home(session: Session) -> Household:
    make_district(session)
    return make_household(session, make_centre(session), code="H-1")


@pytest.fixture
def luz(session: Session, home: Household) -> Person:
    return make_person(session, home, dni="00418672", given_names="Luz")


@pytest.mark.parametrize(
    "content",
    [
        "Hogar;Programa;Fecha inicio\nH-1;Juntos;01/03/2019\n",
        "hogar\tprograma social\tdesde\nH-1\tJUNTOS\t2019-03-01\n",
        "Relación de hogares afiliados,,\n,,\nCODIGO_HOGAR,PROGRAMA,DESDE\nH-1,juntos,1/3/2019\n",
        "codigo_hogar,dni,programa,desde,hasta\nH-1,-,juntos,2019-03-01,s/d\n",
        "codigo_hogar,programa,fecha_afiliacion,fecha_baja\nH-1,juntos,2019-3-1,-\n",
    ],
    ids=["semicolons", "tabs", "title rows", "dashes", "other names"],
)
def test_the_same_membership_is_read_however_it_is_written(
    session: Session, home: Household, content: str
) -> None:
    report = imported(session, "memberships", content)

    (row,) = all_memberships(session)
    assert counts(report) == (1, 1, 0, 0, 0)
    assert (row.household_id, row.programme_id, row.since, row.until) == (
        home.id,
        programme_of(session).id,
        date(2019, 3, 1),
        None,
    )


def test_an_office_file_of_windows_names_programmes_with_accents(session: Session, luz: Person) -> None:
    content = "dni;programa;desde\n00418672;Pensión 65;01/02/2021\n".encode("cp1252")

    imported(session, "memberships", content)

    (row,) = all_memberships(session)
    assert (row.person_id, row.programme_id) == (luz.id, programme_of(session, "pension-65").id)


def test_a_workbook_keeps_the_zeros_of_a_dni(session: Session, luz: Person) -> None:
    content = workbook_of(HEADER + ",00418672,juntos,2019-03-01,\n")

    assert counts(checked(session, "memberships", content)) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (",418672,juntos,2019-03-01,", ("dni", "418672", "dni.invalid")),
        (",=00418672,juntos,2019-03-01,", ("dni", "=00418672", "dni.invalid")),
        (",,juntos,2019-03-01,", ("dni", "", "membership.nobody")),
        ("H-1,,=1+1,2019-03-01,", ("programa", "=1+1", "membership.unknown_programme")),
        (f"H-1,,{'j' * 81},2019-03-01,", ("programa", "j" * 60, "cell.too_long")),
        ("H-1,,juntos,31/02/2019,", ("desde", "31/02/2019", "date.invalid")),
        ("H-1,,juntos,43525,", ("desde", "43525", "date.invalid")),
        ("H-1,,juntos,2019-03-01,2019-02-01", ("hasta", "2019-02-01", "membership.until")),
        ("h-1 ',,juntos,2019-03-01,", ("codigo_hogar", "h-1 '", "reference.unknown")),
    ],
    ids=[
        "seven",
        "formula",
        "nobody",
        "formula name",
        "long name",
        "no day",
        "serial",
        "backwards",
        "not a code",
    ],
)
def test_a_row_that_cannot_be_read_says_why(
    session: Session, luz: Person, line: str, found: tuple[str, str, str]
) -> None:
    report = checked(session, "memberships", HEADER + line + "\n")

    assert [(column, value, code) for _, column, value, code in located(report)] == [found]


def test_rejected_rows_come_back_with_their_reason(session: Session, home: Household) -> None:
    file = source(HEADER + "H-1,,juntos,2019-03-01,\nH-9,,juntos,2019-03-01,\n")
    report = check_file(session, STAFF, kind="memberships", source=file)

    header, row = rejected_rows(file, report).decode("utf-8-sig").splitlines()

    assert header == HEADER.strip() + ",linea_original,motivo"
    assert (row.split(",")[5], "no está en el padrón" in row) == ("3", True)


def test_neither_column_of_whose_it_is_makes_the_file_useless(session: Session) -> None:
    report = checked(session, "memberships", "programa,desde\njuntos,2019-03-01\n")

    assert report.is_unusable
    assert {code for *_, code in located(report)} == {"file.column_missing"}


def test_one_household_may_be_in_many_programmes_and_come_back_to_one(
    session: Session, home: Household
) -> None:
    report = told(
        session,
        "H-1,,juntos,2015-01-01,2016-12-31",
        "H-1,,juntos,2017-01-01,2018-12-31",
        "H-1,,juntos,2019-01-01,",
        "H-1,,contigo,2015-01-01,",
    )

    assert counts(report) == (4, 4, 0, 0, 0)


@pytest.mark.parametrize(
    ("lines", "rejected"),
    [
        (["H-1,,juntos,2018-01-01,2019-02-28"], []),
        (["H-1,,juntos,2018-01-01,2019-03-01"], [2]),
        (["H-1,,juntos,2018-01-01,"], [2]),
        (["H-1,,juntos,2022-01-01,"], []),
        (["H-1,,juntos,2021-06-30,2021-06-30"], [2]),
        (["H-1,,juntos,2022-01-01,", "H-1,,juntos,2023-01-01,"], [3]),
        (["H-1,,juntos,2023-01-01,", "H-1,,juntos,2022-01-01,"], [3]),
    ],
    ids=["before", "touches", "never ends", "after", "inside", "two open", "two open, turned round"],
)
def test_no_day_is_told_twice_of_one_programme(
    session: Session, home: Household, lines: list[str], rejected: list[int]
) -> None:
    make_membership(session, home, since=date(2019, 3, 1), until=date(2021, 6, 30))

    report = checked(session, "memberships", HEADER + "".join(f"{line}\n" for line in lines))

    assert [line for line, *_ in located(report)] == rejected
