"""Lines of a centres file."""

import pytest

from contest_portal.registry.rules.cells import Staged
from contest_portal.registry.rules.kinds.centres import CENTRES
from tests.factories.registry_lines import read_line

CHAHUARMA = {
    "codigo": "0903010099",
    "ubigeo": "090301",
    "nombre": "CHAHUARMA",
    "area": "R",
    "latitud": "-12.97",
    "longitud": "-74.71",
    "altitud_msnm": "3600",
    "poblacion_2017": "310",
    "hogares": "85",
}
ROW: dict[str, Staged] = {
    "code": "0903010099",
    "ubigeo": "090301",
    "name": "CHAHUARMA",
    "sort_key": "chahuarma",
    "area": "R",
    "latitude_e6": -12_970_000,
    "longitude_e6": -74_710_000,
    "altitude_m": 3600,
    "population": 310,
    "households": 85,
    "dwellings": None,
}
FIGURES = ("latitude_e6", "longitude_e6", "altitude_m", "population", "households", "dwellings")


def centre(**changes: str) -> tuple[dict[str, Staged], list[tuple[str, str]]]:
    return read_line(CENTRES, CHAHUARMA | changes)


def test_a_line_becomes_a_centre() -> None:
    assert centre() == (ROW, [])


def test_a_centre_is_named_by_its_code_and_points_to_the_district_in_it() -> None:
    reference = CENTRES.reference

    assert (CENTRES.key, reference and (reference.row_field, reference.column)) == (
        ("code",),
        ("ubigeo", "code"),
    )


def test_a_directory_without_figures_is_all_no_data() -> None:
    row, problems = read_line(CENTRES, {"codigo": "0903010099", "nombre": "CHAHUARMA", "area": "R"})

    assert ({name: row[name] for name in FIGURES}, problems) == (dict.fromkeys(FIGURES), [])


@pytest.mark.parametrize(
    ("text", "area"),
    [("R", "R"), ("rural", "R"), ("Rural", "R"), ("U", "U"), ("URBANO", "U"), ("urbana", "U")],
)
def test_the_area_is_rural_or_urban(text: str, area: str) -> None:
    row, problems = centre(area=text)

    assert (row["area"], problems) == (area, [])


@pytest.mark.parametrize(
    "name",
    [
        "hogares",
        "hogares_2017",
        "N° de hogares",
        "households",
    ],
)
def test_households_come_under_the_names_of_the_real_files(name: str) -> None:
    values = {key: text for key, text in CHAHUARMA.items() if key != "hogares"} | {name: "85"}

    assert read_line(CENTRES, values) == (ROW, [])


@pytest.mark.parametrize(
    "name", ["viviendas_particulares_2017", "viviendas_estimadas", "Viviendas", "Viviendas particulares"]
)
def test_dwellings_are_kept_apart_from_households(name: str) -> None:
    assert centre(**{name: "120"}) == (ROW | {"dwellings": 120}, [])


@pytest.mark.parametrize("text", ["1 200", "1,200", "1\u00a0200", "1200*", "1 200 2/", "1200 (a)"])
def test_figures_are_read_as_tables_print_them(text: str) -> None:
    assert centre(poblacion_2017=text) == (ROW | {"population": 1200}, [])


@pytest.mark.parametrize("text", ["", "-", "–", "n.d.", "S.I.", "...", "N/A"])
def test_marks_of_no_data_are_no_data(text: str) -> None:
    assert centre(poblacion_2017=text) == (ROW | {"population": None}, [])


@pytest.mark.parametrize("code", ["0903010099", "0100000000", "2500000000"])
def test_leading_zeros_are_kept(code: str) -> None:
    row, problems = centre(codigo=code, ubigeo=code[:6])

    assert (row["code"], problems) == (code, [])


@pytest.mark.parametrize("code", ["\u200b0903010099", "0903\u00ad010099", "0903010099\ufeff"])
def test_marks_that_nobody_sees_are_no_part_of_a_code(code: str) -> None:
    row, problems = centre(codigo=code)

    assert (row["code"], problems) == ("0903010099", [])


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("codigo", "903010099", "centre_code.invalid"),
        ("codigo", "0903", "centre_code.invalid"),
        ("codigo", "9.0301E+08", "centre_code.invalid"),
        ("codigo", "", "cell.empty"),
        ("ubigeo", "90301", "ubigeo.invalid"),
        ("ubigeo", "090302", "centre.other_district"),
        ("nombre", "", "cell.empty"),
        ("nombre", "x" * 101, "cell.too_long"),
        ("area", "", "cell.empty"),
        ("area", "1", "cell.not_a_choice"),
        ("latitud", "12.97", "cell.not_a_coordinate"),
        ("latitud", "-74.71", "cell.swapped_coordinates"),
        ("longitud", "-12.97", "cell.swapped_coordinates"),
        ("longitud", "-7", "cell.swapped_coordinates"),
        ("longitud", "-7.4e1", "cell.not_a_coordinate"),
        ("altitud_msnm", "9000", "cell.not_a_number"),
        ("altitud_msnm", "-5", "cell.not_a_number"),
        ("poblacion_2017", "1,20", "cell.not_a_number"),
        ("poblacion_2017", "1.200", "cell.not_a_number"),
        ("hogares", "ochenta", "cell.not_a_number"),
        ("hogares", "85.5", "cell.not_a_number"),
    ],
)
def test_a_bad_cell_is_named_by_its_column(column: str, text: str, code: str) -> None:
    assert centre(**{column: text})[1] == [(column, code)]


def test_latitude_and_longitude_in_each_others_place_are_both_said() -> None:
    assert centre(latitud="-74.71", longitud="-12.97")[1] == [
        ("latitud", "cell.swapped_coordinates"),
        ("longitud", "cell.swapped_coordinates"),
    ]
