"""Cells are read strictly; what is wrong names line, column and value."""

from datetime import date

import pytest

from contest_portal.kernel.identifiers import parse_dni
from contest_portal.registry.rules.cells import Cells, Line, parse_day
from contest_portal.registry.rules.columns import Header

HEADER = Header(names=("Valor",), positions={"value": 0})
EARLIEST, LATEST = date(1900, 1, 1), date(2026, 11, 23)


def cells(text: str) -> Cells:
    return Cells(Line(7, (text,)), HEADER)


def problems(found: Cells) -> list[tuple[int, str, str, str]]:
    return [(p.line, p.column, p.value, p.problem.code) for p in found.problems]


@pytest.mark.parametrize("text", ["", " ", "-", "–", " - "])
def test_blank_and_dash_are_no_data_and_never_zero(text: str) -> None:
    line = cells(text)

    assert (line.whole("value", least=0, most=9), line.text("value", longest=5), problems(line)) == (
        None,
        "",
        [],
    )


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("85", 85), ("1 234", 1234), ("12\u00a0345 678", 12_345_678), ("007", 7)]
)
def test_whole_numbers(text: str, number: int) -> None:
    assert cells(text).whole("value", least=0, most=99_999_999) == number


@pytest.mark.parametrize(
    "text", ["8.5", "-1", "1,234", "12 34", "diez", "1e3", "10000000000", "101", "\uff18"]
)
def test_what_is_no_whole_number_in_range_is_refused(text: str) -> None:
    line = cells(text)

    assert line.whole("value", least=0, most=100) is None
    assert problems(line) == [(7, "Valor", text, "cell.not_a_number")]


@pytest.mark.parametrize(
    ("text", "millionths"),
    [
        ("-12.98222", -12_982_220),
        ("-12,98222", -12_982_220),
        ("-0.09567", -95_670),
        ("-6.2295512", -6_229_551),
        ("-6.2295516", -6_229_552),
        ("-74", -74_000_000),
    ],
)
def test_coordinates_become_millionths_of_a_degree(text: str, millionths: int) -> None:
    assert cells(text).degrees_e6("value", least=-82, most=1) == millionths


@pytest.mark.parametrize("text", ["12.98", "-90", "S 12", "-12.", "-12.98.2"])
def test_a_coordinate_outside_peru_is_refused(text: str) -> None:
    line = cells(text)

    assert line.degrees_e6("value", least=-19, most=1) is None
    assert problems(line) == [(7, "Valor", text, "cell.not_a_coordinate")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-02-28", date(1990, 2, 28)),
        ("28/02/1990", date(1990, 2, 28)),
        ("28-2-1990", date(1990, 2, 28)),
        ("1.3.1990", date(1990, 3, 1)),
        ("1990-02-28 00:00:00", date(1990, 2, 28)),
        ("29/02/1988", date(1988, 2, 29)),
    ],
)
def test_days_are_read_both_ways(text: str, day: date) -> None:
    assert cells(text).day("value", earliest=EARLIEST, latest=LATEST) == day


@pytest.mark.parametrize(
    "text", ["30/02/1990", "mañana", "28/02/90", "1990", "32767", "02/28/1990", "0000-01-01"]
)
def test_what_is_no_day_of_the_calendar_is_refused(text: str) -> None:
    line = cells(text)

    assert line.day("value", earliest=EARLIEST, latest=LATEST) is None
    assert problems(line) == [(7, "Valor", text, "date.invalid")]


@pytest.mark.parametrize("text", ["24/11/2026", "31/12/1899"])
def test_a_day_outside_the_possible_is_refused(text: str) -> None:
    line = cells(text)

    assert line.day("value", earliest=EARLIEST, latest=LATEST) is None
    assert problems(line) == [(7, "Valor", text, "date.out_of_range")]


def test_no_day_is_no_day() -> None:
    assert parse_day("") is None


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Sí", True), ("NO", False), ("0", False), ("", None)]
)
def test_yes_and_no(*, text: str, value: bool | None) -> None:
    assert cells(text).yes_no("value") is value


def test_another_answer_than_yes_or_no_says_what_to_write() -> None:
    line = cells("tal vez")

    assert line.yes_no("value") is None
    assert line.problems[0].text == "«tal vez» no vale aquí. Escriba 1 (sí) o 0 (no)."


def test_a_formula_is_text() -> None:
    assert cells("=1+1").text("value", longest=20) == "=1+1"


def test_text_is_normalised() -> None:
    assert cells("N\u0303ahui\u200b ").text("value", longest=20) == "Ñahui"


def test_a_text_that_is_too_long_is_refused() -> None:
    line = cells("x" * 81)
    line.text("value", longest=80)

    assert problems(line) == [(7, "Valor", "x" * 60, "cell.too_long")]


def test_an_empty_required_cell_is_refused() -> None:
    line = cells("")
    line.text("value", longest=5, required=True)

    assert problems(line) == [(7, "Valor", "", "cell.empty")]


def test_a_column_that_is_missing_altogether_is_not_said_again_on_every_line() -> None:
    line = Cells(Line(7, ("x",)), Header(names=("Otra",), positions={}))

    assert line.parsed("value", parse_dni, required=True) is None
    assert problems(line) == []


def test_a_strict_parser_says_its_own_sentence_beside_the_cell() -> None:
    line = cells("4541867")

    assert line.parsed("value", parse_dni) is None
    assert problems(line) == [(7, "Valor", "4541867", "dni.invalid")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("a", "b"), []),
        (("a", "b", "", " "), []),
        (("a",), [(3, "uno", "a", "line.wrong_length")]),
        (("a", "b", "c"), [(3, "dos", "c", "line.wrong_length")]),
    ],
)
def test_a_line_has_as_many_cells_as_the_header(
    values: tuple[str, ...], expected: list[tuple[int, str, str, str]]
) -> None:
    line = Cells(Line(3, values), Header(names=("uno", "dos"), positions={}))

    assert problems(line) == expected
