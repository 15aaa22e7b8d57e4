"""Lines of a households file, and what they must agree on."""

import pytest

from contest_portal.registry.rules.cells import Staged
from contest_portal.registry.rules.kinds.households import (
    HOUSEHOLD_FACTS,
    HOUSEHOLDS,
    MemberLine,
    contradictions,
)
from tests.factories.registry_lines import read_line

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
    "parentesco": "Jefa",
    "idioma": "quechua",
    "clase_sisfoh": "Pobre extremo",
    "fecha_clasificacion": "15/01/2025",
    "vence_sisfoh": "2027-12-31",
    "latitud_vivienda": "-12,97",
    "longitud_vivienda": "-74.7101",
}
ROW: dict[str, Staged] = {
    "household_code": "H-1",
    "centre_code": "0903010099",
    "language": "quechua",
    "sisfoh_class": "pobre_extremo",
    "sisfoh_classified_on": "2025-01-15",
    "sisfoh_expires_on": "2027-12-31",
    "latitude_e6": -12_970_000,
    "longitude_e6": -74_710_100,
    "dni": "70000001",
    "given_names": "Delia",
    "paternal_surname": "Ccanto",
    "maternal_surname": "Huamaní",
    "sort_key": "ccanto huamani delia",
    "birth_date": "1988-03-14",
    "sex": "F",
    "is_head": True,
    "kinship": None,
}
FACTS: dict[str, Staged] = {name: ROW[name] for name in HOUSEHOLD_FACTS}


def member(**changes: str) -> tuple[dict[str, Staged], list[tuple[str, str]]]:
    return read_line(HOUSEHOLDS, DELIA | changes)


def test_a_line_becomes_a_person_and_what_it_says_of_the_household() -> None:
    assert member() == (ROW, [])


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"latitud_vivienda": "", "longitud_vivienda": "s/d"}, []),
        ({"latitud_vivienda": ""}, [("latitud_vivienda", "cell.half_place")]),
        ({"longitud_vivienda": ""}, [("longitud_vivienda", "cell.half_place")]),
        ({"latitud_vivienda": "12.97"}, [("latitud_vivienda", "cell.not_a_coordinate")]),
        (
            {"latitud_vivienda": "-74.71", "longitud_vivienda": "-12.97"},
            [
                ("latitud_vivienda", "cell.swapped_coordinates"),
                ("longitud_vivienda", "cell.swapped_coordinates"),
            ],
        ),
    ],
    ids=["neither", "no latitude", "no longitude", "out of Peru", "swapped"],
)
def test_a_place_is_two_coordinates_of_peru_or_none(
    changes: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert member(**changes)[1] == problems


def test_the_other_place_of_a_household_is_said_in_degrees() -> None:
    lines = [
        MemberLine(2, "H-1", None, FACTS),
        MemberLine(3, "H-1", None, FACTS | {"latitude_e6": -13_000_000}),
    ]

    (found,) = contradictions(lines)

    assert (found.line, found.field, found.value) == (3, "latitude_e6", "-13.000000")


def test_a_person_is_named_by_dni_and_points_to_the_centre() -> None:
    reference = HOUSEHOLDS.reference

    assert (HOUSEHOLDS.key, reference and reference.row_field) == (("dni",), "centre_code")


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

    assert (row["dni"], problems) == (dni, [])


@pytest.mark.parametrize(
    ("text", "sex"), [("F", "F"), ("f", "F"), ("Mujer", "F"), ("M", "M"), ("varón", "M"), ("Masculino", "M")]
)
def test_the_sex_is_read_as_registers_write_it(text: str, sex: str) -> None:
    row, problems = member(sexo=text)

    assert (row["sex"], problems) == (sex, [])


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

    assert (row["sisfoh_class"], problems) == (expected, [])


@pytest.mark.parametrize(
    ("classified", "expires", "days"),
    [
        ("15/01/2025", "31/12/2027", ("2025-01-15", "2027-12-31")),
        ("2025-01-15", "", ("2025-01-15", "2028-01-15")),
        ("29/02/2024", "", ("2024-02-29", "2027-02-28")),
        ("s/d", "31/12/2027", (None, "2027-12-31")),
        ("", "", (None, None)),
        ("23/11/2026", "23/11/2026", ("2026-11-23", "2026-11-23")),
    ],
)
def test_a_class_holds_three_years_from_its_day_unless_the_file_says_otherwise(
    classified: str, expires: str, days: tuple[str | None, str | None]
) -> None:
    row, problems = member(fecha_clasificacion=classified, vence_sisfoh=expires)

    assert ((row["sisfoh_classified_on"], row["sisfoh_expires_on"]), problems) == (days, [])


@pytest.mark.parametrize("name", ["FECHA DE CLASIFICACIÓN", "Fecha SISFOH", "FEC. CLASIFICACION"])
def test_the_day_of_a_class_is_known_by_its_usual_names(name: str) -> None:
    header, _ = HOUSEHOLDS.match((name, *(known for known in DELIA if known != "fecha_clasificacion")))

    assert header.positions["sisfoh_classified_on"] == 0


@pytest.mark.parametrize(("text", "head"), [("1", True), ("0", False), ("", None)])
def test_who_is_head_may_be_unknown(*, text: str, head: bool | None) -> None:
    row, problems = member(jefe=text, parentesco="")

    assert (row["is_head"], problems) == (head, [])


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

    assert ((row["given_names"], row["paternal_surname"], row["maternal_surname"]), problems) == (parts, [])


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
        ("sexo", "1", "cell.not_a_choice"),
        ("jefe", "2", "cell.not_a_choice"),
        ("parentesco", "hija", "kinship.contradicts_head"),
        ("parentesco", "vecina", "cell.not_a_choice"),
        ("clase_sisfoh", "rico", "cell.not_a_choice"),
        ("vence_sisfoh", "31/06/2027", "date.invalid"),
        ("vence_sisfoh", "14/01/2025", "sisfoh.expires_before"),
        ("fecha_clasificacion", "24/11/2026", "sisfoh.to_come"),
        ("fecha_clasificacion", "hace un año", "date.invalid"),
    ],
)
def test_a_bad_cell_is_named_by_its_column(column: str, text: str, code: str) -> None:
    assert member(**{column: text})[1] == [(column, code)]


@pytest.mark.parametrize("column", ["apellido_materno", "fecha_nacimiento", "jefe", "idioma", "vence_sisfoh"])
def test_what_is_often_unknown_may_be_empty(column: str) -> None:
    assert member(**{column: ""})[1] == []


def lines(*changes: dict[str, Staged]) -> list[MemberLine]:
    """Make lines of one household from line 2 on; a change may name another household or a head."""
    return [
        MemberLine(
            number,
            str(change.get("household_code", "H-1")),
            bool(change.get("is_head", False)),
            FACTS | {name: value for name, value in change.items() if name in FACTS},
        )
        for number, change in enumerate(changes, start=2)
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([{}, {}], [], id="the same twice"),
        pytest.param([{}, dict.fromkeys(("language", "sisfoh_class"))], [], id="no data contradicts nothing"),
        pytest.param([{"is_head": True}, {}], [], id="one head"),
        pytest.param([{}, {"household_code": "H-2", "centre_code": "0903020004"}], [], id="two households"),
        pytest.param(
            [{"is_head": True}, {"is_head": True}],
            [(3, "is_head", "household.two_heads", "2")],
            id="two heads",
        ),
        pytest.param(
            [{}, {"centre_code": "0903020004"}],
            [(3, "centre_code", "household.contradicts", "2")],
            id="two centres",
        ),
        pytest.param(
            [{"language": None}, {}, {"language": "castellano"}],
            [(4, "language", "household.contradicts", "3")],
            id="the first that says something counts",
        ),
        pytest.param(
            [{}, {"household_code": "H-2"}, {"sisfoh_class": "pobre"}],
            [(4, "sisfoh_class", "household.contradicts", "2")],
            id="far apart in the file",
        ),
        pytest.param(
            [{"is_head": True}, {"is_head": True, "sisfoh_expires_on": "2028-01-01"}],
            [
                (3, "sisfoh_expires_on", "household.contradicts", "2"),
                (3, "is_head", "household.two_heads", "2"),
            ],
            id="both at once",
        ),
    ],
)
def test_the_lines_of_a_household_agree(
    changes: list[dict[str, Staged]], expected: list[tuple[int, str, str, str]]
) -> None:
    found = contradictions(lines(*changes))

    assert [(one.line, one.field, one.problem.code, one.problem.params["line"]) for one in found] == expected
