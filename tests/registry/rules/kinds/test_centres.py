"""Lines of a centres file."""

import pytest

from contest_portal.registry.rules.kinds.centres import CENTRES, CentreRow
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
ROW = CentreRow("0903010099", "CHAHUARMA", "R", -12_970_000, -74_710_000, 3600, 310, 85)


def centre(**changes: str) -> tuple[object, list[tuple[str, str]]]:
    return read_line(CENTRES, CHAHUARMA | changes)


def test_a_line_becomes_a_centre() -> None:
    assert centre() == (ROW, [])


def test_a_centre_is_named_by_its_code_and_points_to_the_district_in_it() -> None:
    assert (ROW.key, ROW.refers_to, ROW.ubigeo, ROW.sort_key) == (
        "0903010099",
        "090301",
        "090301",
        "chahuarma",
    )


def test_a_directory_without_figures_is_all_no_data() -> None:
    assert read_line(CENTRES, {"codigo": "0903010099", "nombre": "CHAHUARMA", "area": "R"}) == (
        CentreRow("0903010099", "CHAHUARMA", "R", None, None, None, None, None),
        [],
    )


@pytest.mark.parametrize(
    ("text", "area"),
    [("R", "R"), ("rural", "R"), ("Rural", "R"), ("U", "U"), ("URBANO", "U"), ("urbana", "U")],
)
def test_the_area_is_rural_or_urban(text: str, area: str) -> None:
    row, problems = centre(area=text)

    assert isinstance(row, CentreRow)
    assert (row.area, problems) == (area, [])


@pytest.mark.parametrize(
    "name",
    [
        "hogares",
        "hogares_2017",
        "viviendas_particulares_2017",
        "viviendas_estimadas",
        "Viviendas",
        "households",
    ],
)
def test_households_come_under_the_names_of_the_real_files(name: str) -> None:
    values = {key: text for key, text in CHAHUARMA.items() if key != "hogares"} | {name: "85"}

    assert read_line(CENTRES, values) == (ROW, [])


def test_households_go_before_dwellings_when_a_file_has_both() -> None:
    assert centre(viviendas_estimadas="120") == (ROW, [])


@pytest.mark.parametrize("code", ["0903010099", "0100000000", "2500000000"])
def test_leading_zeros_are_kept(code: str) -> None:
    row, problems = centre(codigo=code, ubigeo=code[:6])

    assert (row.key if isinstance(row, CentreRow) else None, problems) == (code, [])


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
        ("latitud", "-74.71", "cell.not_a_coordinate"),
        ("longitud", "-12.97", "cell.not_a_coordinate"),
        ("longitud", "-7", "cell.not_a_coordinate"),
        ("altitud_msnm", "9000", "cell.not_a_number"),
        ("altitud_msnm", "-5", "cell.not_a_number"),
        ("poblacion_2017", "1,200", "cell.not_a_number"),
        ("hogares", "ochenta", "cell.not_a_number"),
        ("hogares", "85.5", "cell.not_a_number"),
    ],
)
def test_a_bad_cell_is_named_by_its_column(column: str, text: str, code: str) -> None:
    assert centre(**{column: text})[1] == [(column, code)]


def test_latitude_and_longitude_in_each_others_place_are_both_said() -> None:
    assert centre(latitud="-74.71", longitud="-12.97")[1] == [
        ("latitud", "cell.not_a_coordinate"),
        ("longitud", "cell.not_a_coordinate"),
    ]
