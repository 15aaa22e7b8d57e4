"""Lines of a file of memberships, read without a database."""

import pytest

from contest_portal.registry.rules.kinds.memberships import MEMBERSHIPS
from tests.factories.registry_lines import read_line

PERSON = {"DNI": "70000001", "Programa": "Juntos", "Desde": "01/03/2019"}


def test_a_line_with_a_dni_is_of_the_person_whatever_household_it_names() -> None:
    line = {"codigo_hogar": "H-1", **PERSON, "hasta": "2021-12-31"}

    assert read_line(MEMBERSHIPS, line) == (
        {
            "subject": "70000001",
            "is_person": True,
            "programme": "Juntos",
            "since": "2019-03-01",
            "until": "2021-12-31",
        },
        [],
    )


def test_a_line_without_a_dni_is_of_the_household() -> None:
    found, _ = read_line(MEMBERSHIPS, {"codigo_hogar": "H-1", "programa": "juntos", "desde": "2019-03-01"})

    assert (found["subject"], found["is_person"], found["until"]) == ("H-1", False, None)


def test_a_line_may_leave_the_dni_blank_where_the_household_stands() -> None:
    found, _ = read_line(MEMBERSHIPS, {"codigo_hogar": "H-1", **PERSON, "DNI": "-"})

    assert (found["subject"], found["is_person"]) == ("H-1", False)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"DNI": ""}, ("DNI", "membership.nobody")),
        ({"DNI": "7000001"}, ("DNI", "dni.invalid")),
        ({"Programa": " "}, ("Programa", "cell.empty")),
        ({"Desde": ""}, ("Desde", "cell.empty")),
        ({"Desde": "30/02/2019"}, ("Desde", "date.invalid")),
        ({"Desde": "31/12/1989"}, ("Desde", "date.out_of_range")),
        ({"Desde": "24/11/2026"}, ("Desde", "membership.since")),
        ({"hasta": "28/02/2019"}, ("hasta", "membership.until")),
        ({"hasta": "=1+1"}, ("hasta", "date.invalid")),
    ],
)
def test_what_is_wrong_is_named_with_its_column(changed: dict[str, str], problem: tuple[str, str]) -> None:
    assert read_line(MEMBERSHIPS, PERSON | changed) == ({}, [problem])


def test_neither_column_is_missed_where_the_other_stands() -> None:
    assert MEMBERSHIPS.match(("dni", "programa", "desde"))[1] == ()
    assert MEMBERSHIPS.match(("hogar", "programa", "desde"))[1] == ()
    assert [fault.column for fault in MEMBERSHIPS.match(("programa", "desde"))[1]] == ["codigo_hogar", "dni"]
