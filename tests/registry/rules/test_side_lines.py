"""Totals, notes and repeated headers are no rows; a code that lost its end is a bad row and no total."""

import pytest

from contest_portal.kernel.problems import Problem
from contest_portal.registry.rules.reports import RowProblem
from contest_portal.registry.rules.side_lines import AreaSums, SideLine, side_line

NAMES = ("codigo", "nombre", "hogares")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("Fuente: censo 2017", "", ""), SideLine.NOTE),
        (("", "Elaboración propia", ""), SideLine.NOTE),
        (("1/ Incluye anexos", "", ""), SideLine.NOTE),
        (("(a) Estimado", "", ""), SideLine.NOTE),
        (("* Sin dato", "", ""), SideLine.NOTE),
        (("(*) Creado en 2015.", "", ""), SideLine.NOTE),
        (("Actualizado al 30/06/2024", "", ""), SideLine.NOTE),
        (("- Cifras al 2017", "", ""), SideLine.NOTE),
        (("TOTAL", "", "350"), SideLine.TOTAL),
        (("", "Total general", "350"), SideLine.TOTAL),
        (("Sub total", "Angaraes", "350"), SideLine.TOTAL),
        (("SUBTOTAL", "", "350"), SideLine.TOTAL),
        (("codigo", "nombre", "hogares"), SideLine.HEADER),
        ((" codigo ", "nombre", "hogares"), SideLine.HEADER),
        (("0903010001", "TOTAL", "5"), None),
        (("0903010001", "LIRCAY", "x"), None),
        (("090301", "", ""), None),
        (("Chahuarma", "", ""), None),
        (("", "NOTABLE", "5"), None),
        (("", "Totorapampa", "5"), None),
    ],
)
def test_what_a_line_is_that_is_no_row(values: tuple[str, ...], expected: SideLine | None) -> None:
    assert side_line(values, NAMES, values[0].strip()) is expected


@pytest.mark.parametrize(("first", "expected"), [("TOTAL", SideLine.TOTAL), ("H-01", None)])
def test_a_total_may_stand_before_a_number_in_the_key_s_column(first: str, expected: SideLine | None) -> None:
    assert side_line((first, "350", "TOTAL"), NAMES, "350") is expected


def problem(line: int) -> list[RowProblem]:
    return [RowProblem(line, "codigo", "", Problem("x", field="code", message="x"))]


@pytest.mark.parametrize(
    ("key", "is_sum"),
    [("0903", True), ("09", True), ("090301", True), ("0904", False), ("090302", False)],
)
def test_a_shorter_code_is_a_sum_when_rows_of_that_area_are_there(*, key: str, is_sum: bool) -> None:
    sums = AreaSums(frozenset({2, 4, 6}))

    kept = sums.may_be_sum(key, problem(3))
    sums.accept("0903010001")

    assert (kept, sums.accepted, list(sums.rejected())) == (True, int(is_sum), [] if is_sum else [problem(3)])


@pytest.mark.parametrize("key", ["", "9", "90301", "09030A", "0903010001", "903010001"])
def test_other_keys_are_no_sums(key: str) -> None:
    sums = AreaSums(frozenset({2, 4, 6}))

    assert (sums.may_be_sum(key, problem(3)), sums.accepted, list(sums.rejected())) == (False, 0, [])


def test_a_kind_without_areas_has_no_sums() -> None:
    sums = AreaSums(frozenset())
    sums.accept("0903010001")

    assert (sums.may_be_sum("0903", problem(3)), sums.accepted) == (False, 0)
