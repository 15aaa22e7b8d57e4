"""Lines of a poverty file."""

import pytest

from contest_portal.registry.rules.kinds.poverty import POVERTY
from tests.factories.registry_lines import read_line

GENERIC = {"ubigeo": "090301", "anio": "2018", "tasa_pct": "45.8"}


@pytest.mark.parametrize(
    ("values", "row"),
    [
        pytest.param(GENERIC, ("090301", 2018, 458_000), id="own column for the year"),
        pytest.param(
            {"UBIGEO": "090301", "Año": "2020", "Tasa pct": "45,8"},
            ("090301", 2020, 458_000),
            id="headers as people write them",
        ),
        pytest.param(
            {"ubigeo": "010522", "pobreza_ceplan_2018_pct": "40.0163"},
            ("010522", 2018, 400_163),
            id="the year in the name of the rate",
        ),
        pytest.param(
            {"ubigeo": "010522", "pobreza_monetaria_2020_pct": "40"},
            ("010522", 2020, 400_000),
            id="another name of the rate",
        ),
        pytest.param(
            {"ubigeo": "010522", "pobreza_ceplan_2018_pct": "12", "anio": "2013"},
            ("010522", 2013, 120_000),
            id="the column goes before the name",
        ),
        pytest.param(GENERIC | {"tasa_pct": "0"}, ("090301", 2018, 0), id="zero is a rate"),
        pytest.param(GENERIC | {"tasa_pct": ""}, ("090301", 2018, None), id="empty is no data"),
        pytest.param(GENERIC | {"tasa_pct": "n.d."}, ("090301", 2018, None), id="n.d. is no data"),
        pytest.param(GENERIC | {"tasa_pct": "45.8*"}, ("090301", 2018, 458_000), id="a footnote's mark"),
        pytest.param(
            {"Código": "1", "UBIGEO": "090301", "Tasa de pobreza 2018 (%)": "45.8"},
            ("090301", 2018, 458_000),
            id="a name that says the same in other words",
        ),
        pytest.param(GENERIC | {"tasa_pct": "-"}, ("090301", 2018, None), id="a dash is no data"),
    ],
)
def test_a_line_becomes_a_rate(values: dict[str, str], row: tuple[str, int, int | None]) -> None:
    found, problems = read_line(POVERTY, values)

    assert (tuple(found.values()), problems) == (row, [])


def test_a_rate_is_named_by_district_and_year_and_points_to_its_district() -> None:
    reference = POVERTY.reference

    assert (POVERTY.key, reference and reference.row_field) == (("ubigeo", "year"), "ubigeo")


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("ubigeo", "90301", "ubigeo.invalid"),
        ("ubigeo", "", "cell.empty"),
        ("tasa_pct", "101", "rate.invalid"),
        ("tasa_pct", "-3", "rate.invalid"),
        ("tasa_pct", "mucha", "rate.invalid"),
        ("anio", "", "cell.empty"),
        ("anio", "1989", "cell.not_a_number"),
        ("anio", "2027", "cell.not_a_number"),
        ("anio", "18", "cell.not_a_number"),
    ],
)
def test_a_bad_cell_is_named_by_its_column(column: str, text: str, code: str) -> None:
    assert read_line(POVERTY, GENERIC | {column: text})[1] == [(column, code)]


def test_a_middle_of_an_interval_is_not_taken_for_the_rate() -> None:
    _, problems = POVERTY.match(("ubigeo", "punto_medio_ic_pct"))

    assert [found.column for found in problems] == ["tasa_pct"]
