"""Lines of a households file, and what they must agree on."""

from datetime import date

import pytest

from contest_portal.registry.rules.kinds.households import (
    HOUSEHOLDS,
    HouseholdFacts,
    HouseholdWatch,
    MemberRow,
)
from tests.factories.registry_lines import TODAY, cells_of, read_line

DELIA = {
    "codigo_hogar": "H-1",
    "codigo_centro": "0903010099",
    "dni": "70000001",
    "nombres": "Delia",
    "apellido_paterno": "Ccanto",
    "apellido_materno": "Huamaní",
    "fecha_nacimiento": "14/03/1988",
    "sexo": "F",
    "jefe": "1",
    "idioma": "quechua",
    "clase_sisfoh": "Pobre extremo",
    "vence_sisfoh": "2027-12-31",
}
FACTS = HouseholdFacts("H-1", "0903010099", "quechua", "pobre_extremo", date(2027, 12, 31))
ROW = MemberRow(FACTS, "70000001", "Delia", "Ccanto", "Huamaní", date(1988, 3, 14), "F", True)


def member(**changes: str) -> tuple[object, list[tuple[str, str]]]:
    return read_line(HOUSEHOLDS, DELIA | changes)


def test_a_line_becomes_a_person_and_what_it_says_of_the_household() -> None:
    assert member() == (ROW, [])


def test_a_person_is_named_by_dni_points_to_the_centre_and_is_listed_by_surnames() -> None:
    assert (ROW.key, ROW.refers_to, ROW.sort_key) == ("70000001", "0903010099", "ccanto huamani delia")


@pytest.mark.parametrize(
    ("text", "dni"),
    [
        ("00418672", "00418672"),
        ("4541-8672", "45418672"),
        ("45 418 672", "45418672"),
        ("45.418.672", "45418672"),
    ],
)
def test_a_dni_keeps_its_zeros_and_loses_its_separators(text: str, dni: str) -> None:
    row, problems = member(dni=text)

    assert isinstance(row, MemberRow)
    assert (row.dni, problems) == (dni, [])


@pytest.mark.parametrize(
    ("text", "sex"), [("F", "F"), ("f", "F"), ("Mujer", "F"), ("M", "M"), ("varón", "M"), ("Masculino", "M")]
)
def test_the_sex_is_read_as_registers_write_it(text: str, sex: str) -> None:
    row, problems = member(sexo=text)

    assert isinstance(row, MemberRow)
    assert (row.sex, problems) == (sex, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No pobre", "no_pobre"),
        ("no_pobre", "no_pobre"),
        ("POBRE", "pobre"),
        ("pobre  extremo", "pobre_extremo"),
        ("", None),
    ],
)
def test_the_class_is_one_of_three_or_no_data(text: str, expected: str | None) -> None:
    row, problems = member(clase_sisfoh=text)

    assert isinstance(row, MemberRow)
    assert (row.household.sisfoh_class, problems) == (expected, [])


@pytest.mark.parametrize(("text", "head"), [("1", True), ("0", False), ("", None)])
def test_who_is_head_may_be_unknown(*, text: str, head: bool | None) -> None:
    row, problems = member(jefe=text)

    assert isinstance(row, MemberRow)
    assert (row.is_head, problems) == (head, [])


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Delia Ccanto Huamaní", ("Delia Ccanto Huamaní", "", "")),
        ("Ccanto Huamaní, Delia", ("Delia", "Ccanto Huamaní", "")),
        ("=1+1", ("=1+1", "", "")),
    ],
)
def test_a_whole_name_is_kept_as_given(name: str, parts: tuple[str, str, str]) -> None:
    values = {k: v for k, v in DELIA.items() if k not in ("nombres", "apellido_paterno", "apellido_materno")}

    row, problems = read_line(HOUSEHOLDS, values | {"nombre": name})

    assert isinstance(row, MemberRow)
    assert ((row.given_names, row.paternal_surname, row.maternal_surname), problems) == (parts, [])


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("codigo_hogar", "", "cell.empty"),
        ("codigo_hogar", "x" * 21, "cell.too_long"),
        ("codigo_centro", "903010099", "centre_code.invalid"),
        ("dni", "4541867", "dni.invalid"),
        ("dni", "45a18672", "dni.invalid"),
        ("dni", "454186721", "dni.invalid"),
        ("dni", "", "cell.empty"),
        ("nombres", "", "cell.empty"),
        ("apellido_paterno", "", "cell.empty"),
        ("fecha_nacimiento", "30/02/1990", "date.invalid"),
        ("fecha_nacimiento", "mañana", "date.invalid"),
        ("fecha_nacimiento", "24/11/2026", "date.out_of_range"),
        ("fecha_nacimiento", "01/01/1899", "date.out_of_range"),
        ("sexo", "", "cell.empty"),
        ("sexo", "H", "cell.not_a_choice"),
        ("jefe", "2", "cell.not_a_choice"),
        ("clase_sisfoh", "rico", "cell.not_a_choice"),
        ("vence_sisfoh", "31/06/2027", "date.invalid"),
    ],
)
def test_a_bad_cell_is_named_by_its_column(column: str, text: str, code: str) -> None:
    assert member(**{column: text})[1] == [(column, code)]


@pytest.mark.parametrize("column", ["apellido_materno", "fecha_nacimiento", "jefe", "idioma", "vence_sisfoh"])
def test_what_is_often_unknown_may_be_empty(column: str) -> None:
    assert member(**{column: ""})[1] == []


@pytest.mark.parametrize(
    ("other", "field"),
    [
        (HouseholdFacts("H-1", "0903010099", "quechua", "pobre_extremo", date(2027, 12, 31)), None),
        (HouseholdFacts("H-1", "0903010099", None, None, None), None),
        (HouseholdFacts("H-1", "0903020004", None, None, None), "centre_code"),
        (HouseholdFacts("H-1", "0903010099", "castellano", None, None), "language"),
        (HouseholdFacts("H-1", "0903010099", None, "pobre", None), "sisfoh_class"),
        (HouseholdFacts("H-1", "0903010099", None, None, date(2028, 1, 1)), "sisfoh_expires_on"),
    ],
)
def test_no_data_contradicts_nothing_and_two_values_do(other: HouseholdFacts, field: str | None) -> None:
    assert (FACTS.contradicts(other), other.contradicts(FACTS)) == (field, field)


def watched(*lines: dict[str, str]) -> list[tuple[int, str, str]]:
    watch, found = HouseholdWatch(), []
    for number, changes in enumerate(lines, start=2):
        cells = cells_of(HOUSEHOLDS, DELIA | changes, line=number)
        watch.check(HOUSEHOLDS.read(cells, TODAY), cells)
        found += [(problem.line, problem.column, problem.problem.code) for problem in cells.problems]
    return found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([{}, {"dni": "70000002", "jefe": "0"}], [], id="one household, one head"),
        pytest.param([{}, {"codigo_hogar": "H-2", "codigo_centro": "0903020004"}], [], id="two households"),
        pytest.param([{}, {"jefe": "1"}], [(3, "jefe", "household.two_heads")], id="two heads"),
        pytest.param(
            [{}, {"jefe": "0", "codigo_centro": "0903020004"}],
            [(3, "codigo_centro", "household.contradicts")],
            id="two centres",
        ),
        pytest.param(
            [{}, {"codigo_hogar": "H-2"}, {"jefe": "0", "idioma": "castellano"}],
            [(4, "idioma", "household.contradicts")],
            id="far apart in the file",
        ),
        pytest.param([{"jefe": "0"}, {"jefe": ""}], [], id="no head at all is allowed"),
    ],
)
def test_the_lines_of_a_household_agree(
    lines: list[dict[str, str]], expected: list[tuple[int, str, str]]
) -> None:
    assert watched(*lines) == expected
