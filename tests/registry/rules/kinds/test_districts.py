"""Lines of a districts file."""

import pytest

from contest_portal.registry.rules.cells import Staged
from contest_portal.registry.rules.kinds.districts import DISTRICTS
from tests.factories.registry_lines import read_line

LIRCAY = {
    "ubigeo": "090301",
    "ubigeo_reniec": "080301",
    "departamento": "Huancavelica",
    "provincia": "Angaraes",
    "distrito": "Lircay",
    "prioridad_desnutricion": "1",
}

ROW: dict[str, Staged] = {
    "ubigeo": "090301",
    "ubigeo_reniec": "080301",
    "department": "Huancavelica",
    "province": "Angaraes",
    "name": "Lircay",
    "sort_key": "huancavelica angaraes lircay",
    "has_malnutrition_priority": True,
}


def district(**changes: str) -> tuple[dict[str, Staged], list[tuple[str, str]]]:
    return read_line(DISTRICTS, LIRCAY | changes)


def test_a_line_becomes_a_district() -> None:
    assert district() == (ROW, [])


def test_a_district_is_named_by_its_inei_code_and_points_nowhere() -> None:
    assert (DISTRICTS.key, DISTRICTS.reference) == (("ubigeo",), None)


def test_lists_order_by_department_province_and_name_without_accents() -> None:
    row, _ = district(departamento="Áncash", provincia="Santa", distrito="Cáceres del Perú")

    assert row["sort_key"] == "ancash santa caceres del peru"


@pytest.mark.parametrize(
    ("text", "priority"),
    [("1", True), ("si", True), ("Sí", True), ("0", False), ("No", False), ("", None), ("-", None)],
)
def test_the_priority_is_yes_no_or_not_known(*, text: str, priority: bool | None) -> None:
    row, problems = district(prioridad_desnutricion=text)

    assert (row["has_malnutrition_priority"], problems) == (priority, [])


def test_a_file_without_the_priority_leaves_it_unknown() -> None:
    row, problems = read_line(DISTRICTS, {k: v for k, v in LIRCAY.items() if k != "prioridad_desnutricion"})

    assert (row, problems) == (ROW | {"has_malnutrition_priority": None}, [])


def test_a_missing_reniec_code_is_no_data() -> None:
    row, problems = district(ubigeo_reniec="")

    assert (row["ubigeo_reniec"], problems) == (None, [])


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("ubigeo", "21106", "ubigeo.invalid"),
        ("ubigeo", "0903010", "ubigeo.invalid"),
        ("ubigeo", "09030A", "ubigeo.invalid"),
        ("ubigeo", "", "cell.empty"),
        ("ubigeo_reniec", "8030", "ubigeo.invalid"),
        ("departamento", "", "cell.empty"),
        ("provincia", "-", "cell.empty"),
        ("distrito", " ", "cell.empty"),
        ("distrito", "x" * 81, "cell.too_long"),
        ("departamento", "x" * 61, "cell.too_long"),
        ("prioridad_desnutricion", "2", "cell.not_a_choice"),
        ("prioridad_desnutricion", "quizá", "cell.not_a_choice"),
    ],
)
def test_a_bad_cell_is_named_by_its_column(column: str, text: str, code: str) -> None:
    assert district(**{column: text})[1] == [(column, code)]


def test_every_bad_cell_of_a_line_is_said() -> None:
    assert district(ubigeo="1", distrito="", prioridad_desnutricion="x")[1] == [
        ("ubigeo", "ubigeo.invalid"),
        ("distrito", "cell.empty"),
        ("prioridad_desnutricion", "cell.not_a_choice"),
    ]
