"""Cells are read strictly, by pure parsers; what is no data never reaches them."""

from datetime import date

import pytest

from contest_portal.kernel.identifiers import parse_dni
from contest_portal.kernel.problems import Refused
from contest_portal.registry.rules.cells import (
    Parse,
    Staged,
    day,
    degrees_e6,
    figure,
    is_blank,
    is_no_data,
    own_code,
    parse_day,
    shown,
    strict,
    text,
    whole,
    yes_no,
)
from contest_portal.registry.rules.percentages import parse_percent_e4

DAY = day(earliest=date(1900, 1, 1), latest=date(2026, 11, 23))


def refusal(parse: Parse, value: str) -> str:
    """Give the code a parser refuses a value with; a value it takes fails the test."""
    with pytest.raises(Refused) as refused:
        parse(value)
    (problem,) = refused.value.problems
    return problem.code


@pytest.mark.parametrize(
    ("value", "blank", "no_data"),
    [
        ("", True, True),
        ("-", True, True),
        ("–", True, True),
        ("—", True, True),
        ("...", False, True),
        ("n.d.", False, True),
        ("S.I.", False, True),
        ("N/A", False, True),
        ("0", False, False),
        ("NA", False, False),
        ("no", False, False),
        ("-1", False, False),
    ],
)
def test_what_means_nothing(*, value: str, blank: bool, no_data: bool) -> None:
    assert (is_blank(value), is_no_data(value)) == (blank, no_data)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("0", 0),
        ("85", 85),
        ("1 234", 1234),
        ("12\u00a0345 678", 12_345_678),
        ("1\u202f234", 1234),
        ("1\u2009234", 1234),
        ("1234.0", 1234),
        ("1,234", 1234),
        ("12,345,678", 12_345_678),
        ("007", 7),
        ("85*", 85),
        ("85 1/", 85),
        ("1,234 (a)", 1234),
    ],
)
def test_whole_numbers(value: str, number: int) -> None:
    assert whole(least=0, most=99_999_999)(value) == number


@pytest.mark.parametrize(
    "value",
    [
        "8.5",
        "-1",
        "1,23",
        "12 34",
        "1 234,5",
        "diez",
        "1e3",
        "10000000000",
        "101",
        "\uff18",
        "8 5",
        "1_0",
        "*",
    ],
)
def test_what_is_no_whole_number_in_range_is_refused(value: str) -> None:
    assert refusal(whole(least=0, most=100), value) == "cell.not_a_number"


@pytest.mark.parametrize(
    ("value", "millionths"),
    [
        ("-12.98222", -12_982_220),
        ("-12,98222", -12_982_220),
        ("-0.09567", -95_670),
        ("-6.2295512", -6_229_551),
        ("-6.2295516", -6_229_552),
        ("-74", -74_000_000),
    ],
)
def test_coordinates_become_millionths_of_a_degree(value: str, millionths: int) -> None:
    assert degrees_e6(least=-82, most=1)(value) == millionths


@pytest.mark.parametrize("value", ["12.98", "-90", "S 12", "-12.", "-12.98.2"])
def test_a_coordinate_outside_peru_is_refused(value: str) -> None:
    assert refusal(degrees_e6(least=-19, most=1), value) == "cell.not_a_coordinate"


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("1990-02-28", "1990-02-28"),
        ("28/02/1990", "1990-02-28"),
        ("28-2-1990", "1990-02-28"),
        ("1.3.1990", "1990-03-01"),
        ("1990-02-28 00:00:00", "1990-02-28"),
        ("29/02/1988", "1988-02-29"),
    ],
)
def test_days_are_read_both_ways(value: str, iso: str) -> None:
    assert DAY(value) == iso


@pytest.mark.parametrize(
    "value", ["30/02/1990", "mañana", "28/02/90", "1990", "32767", "02/28/1990", "0000-01-01"]
)
def test_what_is_no_day_of_the_calendar_is_refused(value: str) -> None:
    assert refusal(DAY, value) == "date.invalid"


@pytest.mark.parametrize("value", ["24/11/2026", "31/12/1899"])
def test_a_day_outside_the_possible_is_refused(value: str) -> None:
    assert refusal(DAY, value) == "date.out_of_range"


def test_no_day_is_no_day() -> None:
    assert parse_day("") is None


@pytest.mark.parametrize(("value", "answer"), [("1", True), ("Sí", True), ("NO", False), ("0", False)])
def test_yes_and_no(value: str, answer: Staged) -> None:
    assert yes_no()(value) is answer


def test_another_answer_than_yes_or_no_is_refused() -> None:
    assert refusal(yes_no(), "tal vez") == "cell.not_a_choice"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("=1+1", "=1+1"),
        ("N\u0303ahui\u200b ", "Ñahui"),
        ("HUAYLLAY 1/", "HUAYLLAY"),
        ("HUAYLLAY (a)", "HUAYLLAY"),
        ("Lircay**", "Lircay"),
        ("EL 24", "EL 24"),
        ("KM 12/13", "KM 12/13"),
        ("Santa\u00a0María\n  de Ni\u00adeva", "Santa María de Nieva"),
        ("*", "*"),
    ],
)
def test_text_is_normalised_and_keeps_what_belongs_to_it(value: str, kept: str) -> None:
    assert text(longest=20)(value) == kept


def test_a_text_that_is_too_long_is_refused() -> None:
    assert refusal(text(longest=80), "x" * 81) == "cell.too_long"


@pytest.mark.parametrize(
    ("value", "kept"), [("H-01", "H-01"), ("1001.0", "1001"), ("007", "007"), ("1E5", "1E5")]
)
def test_a_code_of_somebody_s_own_is_kept(value: str, kept: str) -> None:
    assert own_code(longest=20)(value) == kept


@pytest.mark.parametrize("value", ["1.2E+5", "1,23457E+15", "1E+20"])
def test_a_code_that_a_spreadsheet_cut_short_is_refused(value: str) -> None:
    assert refusal(own_code(longest=20), value) == "cell.cut_short"


def test_a_strict_parser_refuses_with_its_own_sentence() -> None:
    assert (strict(parse_dni)("00418672"), refusal(strict(parse_dni), "4541867")) == (
        "00418672",
        "dni.invalid",
    )


def test_a_figure_loses_its_footnotes_mark_first() -> None:
    assert figure(parse_percent_e4)("45.8 1/") == 458_000


def test_a_shown_value_is_short_and_clean() -> None:
    assert shown("x" * 70 + "\u200b") == "x" * 60
