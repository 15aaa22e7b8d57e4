"""Lines of a file of what households received."""

from datetime import date

import pytest

from contest_portal.registry.rules.kinds.components import COMPONENTS
from tests.factories.registry_lines import read_line

GENERIC = {"codigo_hogar": "H-1", "componente": "cuyes", "fecha": "10/05/2024"}
FULL = GENERIC | {
    "estado": "En uso",
    "cantidad": "1,200",
    "yachachiq": "Prudencio Paytan",
    "jornales": "4",
    "insumos": "adobes",
    "valor_insumos": "S/ 60.50",
    "nota": "Galpón techado.",
}


def row(**changes: str) -> dict[str, object]:
    return dict(read_line(COMPONENTS, GENERIC | changes)[0])


def problems(**changes: str) -> list[tuple[str, str]]:
    return read_line(COMPONENTS, GENERIC | changes)[1]


def test_a_full_line_is_read_with_its_money_in_centimos() -> None:
    assert read_line(COMPONENTS, FULL) == (
        {
            "household_code": "H-1",
            "kind": "cuyes",
            "on_date": "2024-05-10",
            "is_year": False,
            "state": "in_use",
            "quantity": 1200,
            "trainer": "Prudencio Paytan",
            "counterpart_days": 4,
            "counterpart_inputs": "adobes",
            "counterpart_value": 6050,
            "note": "Galpón techado.",
        },
        [],
    )


def test_what_a_line_does_not_say_is_no_data_and_never_zero() -> None:
    found = row(cantidad="-", jornales="", valor_insumos="s/d", estado="")

    assert [found[name] for name in ("quantity", "counterpart_days", "counterpart_value", "state")] == [
        None
    ] * 4


@pytest.mark.parametrize(
    ("changes", "on_date", "is_year"),
    [
        pytest.param({"fecha": "2024-05-10"}, "2024-05-10", False, id="a day"),
        pytest.param({"fecha": "2024"}, "2024-01-01", True, id="a year in the column of days"),
    ],
)
def test_a_day_or_a_year_is_taken(changes: dict[str, str], on_date: str, is_year: bool) -> None:  # noqa: FBT001
    found = row(**changes)

    assert (found["on_date"], found["is_year"]) == (on_date, is_year)


def test_a_column_of_years_is_found_by_its_name() -> None:
    found, _ = read_line(COMPONENTS, {"Código hogar": "H-1", "Tipo": "cuyes", "Año": "2023"})

    assert (found["on_date"], found["is_year"]) == ("2023-01-01", True)


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("codigo_hogar", "", "cell.empty"),
        ("componente", "-", "cell.empty"),
        ("fecha", "", "cell.empty"),
        ("fecha", "31/02/2024", "date.invalid"),
        ("fecha", "1999-12-31", "component.long_ago"),
        ("fecha", "1998", "component.long_ago"),
        ("fecha", "24/11/2026", "component.future"),
        ("fecha", "2027", "component.future"),
        ("estado", "perdido", "cell.not_a_choice"),
        ("estado", "abandonado", "component.first_state"),
        ("cantidad", "0", "cell.not_a_number"),
        ("cantidad", "2.5", "cell.not_a_number"),
        ("yachachiq", "P" * 81, "cell.too_long"),
        ("jornales", "-3", "cell.not_a_number"),
        ("valor_insumos", "sesenta", "money.invalid"),
        ("valor_insumos", "0.00", "component.value"),
    ],
)
def test_a_bad_cell_is_named_by_its_column(column: str, text: str, code: str) -> None:
    assert problems(**{column: text}) == [(column, code)]


def test_a_planned_day_may_still_come() -> None:
    assert row(fecha="2027-03-01", estado="previsto")["on_date"] == date(2027, 3, 1).isoformat()
