"""Cells at the edges of their columns: the last value taken, the first that is not, and what is said then."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.problems import Problem, Refused
from contest_portal.registry.rules.cells import (
    FORMULA,
    Parse,
    choice,
    day,
    degrees_e6,
    is_blank,
    is_no_data,
    own_code,
    parse_day,
    shown,
    text,
    whole,
    yes_no,
)

FIRST, LAST = date(1900, 1, 1), date(2026, 11, 23)
COLOURS = choice({"rojo": 1, "azul claro": 2, "sin color": None}, "Escriba «rojo» o «azul claro».")


def refused(parse: Parse, value: str) -> Problem:
    with pytest.raises(Refused) as refusal:
        parse(value)
    (problem,) = refusal.value.problems
    return problem


def code_of(parse: Parse, value: str) -> str | None:
    """Give the code of the refusal; None when the value is taken."""
    try:
        parse(value)
    except Refused as refusal:
        return refusal.problems[0].code
    return None


@pytest.mark.parametrize(
    ("value", "taken"),
    [("4", False), ("5", True), ("12", True), ("13", False), ("005", True), ("5.0", True), ("5.00", False)],
)
def test_both_bounds_of_a_whole_number_belong_to_it(value: str, *, taken: bool) -> None:
    assert code_of(whole(least=5, most=12), value) == (None if taken else "cell.not_a_number")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("999999999", 999_999_999),
        ("1000000000", None),
        ("999,999,999", 999_999_999),
        ("1 000 000 000", 1_000_000_000),
        ("1234,567", None),
        ("1,234 567", None),
        ("1,2345", None),
        ("1,,234", None),
        (",234", None),
        ("1 234.0", None),
        ("85 12/", None),
        ("85 A/", None),
        ("85***", 85),
        ("85****", None),
        ("85 (1)", 85),
        ("85(b)", 85),
        ("85 (12)", None),
        ("+85", None),
        ("²", None),
        ("0x10", None),
    ],
)
def test_thousands_are_parted_one_way_and_one_footnote_may_follow(value: str, number: int | None) -> None:
    parse = whole(least=0, most=2_000_000_000)

    assert (parse(value) if code_of(parse, value) is None else None) == number


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from([",", " ", "\u00a0", "\u202f", "\u2007"]))
def test_a_whole_number_with_its_thousands_parted_is_that_number(number: int, mark: str) -> None:
    assert whole(least=0, most=10**12)(f"{number:,}".replace(",", mark)) == number


def test_a_number_out_of_range_is_told_its_range_in_words() -> None:
    problem = refused(whole(least=1, most=40), "41")

    assert (problem.params["least"], problem.params["most"]) == ("1", "40")
    assert problem.text == "«» no es un número entero de 1 a 40. Corríjalo, o déjelo vacío si no hay dato."


@pytest.mark.parametrize(
    ("value", "millionths"),
    [
        ("-19", -19_000_000),
        ("-19.0000004", -19_000_000),
        ("-19.0000005", None),
        ("-19.000001", None),
        ("1", 1_000_000),
        ("1.0000004", 1_000_000),
        ("1.0000005", None),
        ("0", 0),
        ("-0", 0),
        ("-0.0000004", 0),
        ("-0.0000005", -1),
        ("-12.1234567890123", -12_123_457),
        ("-12.123456789012345", -12_123_457),
        ("-12.1234567890123456", None),
        ("+1", None),
        ("--1", None),
        (".5", None),
        ("-12 .5", None),
        ("-12º", None),
        ("12345", None),
    ],
)
def test_a_coordinate_is_rounded_half_up_by_its_size_and_bounded_after_that(
    value: str, millionths: int | None
) -> None:
    parse = degrees_e6(least=-19, most=1)

    assert (parse(value) if code_of(parse, value) is None else None) == millionths


@given(st.integers(min_value=-19_000_000, max_value=1_000_000))
def test_a_coordinate_of_six_decimals_is_kept_exactly(millionths: int) -> None:
    degrees, rest = divmod(abs(millionths), 1_000_000)
    written = f"{'-' if millionths < 0 else ''}{degrees}.{rest:06d}"

    assert degrees_e6(least=-19, most=1)(written) == millionths


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1900-01-01", None),
        ("31/12/1899", "date.out_of_range"),
        ("23/11/2026", None),
        ("2026-11-24", "date.out_of_range"),
        ("29/02/2000", None),
        ("29/02/1900", "date.invalid"),
        ("31/04/1990", "date.invalid"),
        ("00/01/1990", "date.invalid"),
        ("01/13/1990", "date.invalid"),
        ("1990/02/28", "date.invalid"),
        ("1990-02-28T00:00", None),
        ("1990-02-28 00:01", "date.invalid"),
        ("28/02/1990 00:00:00", "date.invalid"),
        ("28 de febrero de 1990", "date.invalid"),
        ("28/02/199O", "date.invalid"),
        ("٢٨/٠٢/١٩٩٠", "date.invalid"),
        ("28/02/1990\n", "date.invalid"),
    ],
)
def test_a_day_is_one_of_the_calendar_and_both_bounds_belong_to_it(value: str, code: str | None) -> None:
    assert code_of(day(earliest=FIRST, latest=LAST), value) == code


def test_a_day_out_of_range_is_told_from_when_to_when() -> None:
    problem = refused(day(earliest=FIRST, latest=LAST), "1/1/1899")

    assert problem.text == "La fecha «» está fuera de lo posible (de 01/01/1900 a 23/11/2026). Corríjala."


@given(st.dates())
def test_every_day_is_read_back_from_each_way_of_writing_it(one: date) -> None:
    year, local = f"{one.year:04d}", f"{one.day}/{one.month}"

    assert [parse_day(told) for told in (one.isoformat(), f"{local}/{year}", f"{one.isoformat()} 00:00")] == [
        one,
        one,
        one,
    ]


@given(st.text(max_size=14))
def test_whatever_stands_in_a_day_s_cell_is_a_day_or_none(value: str) -> None:
    found = parse_day(value)

    assert found is None or str(found.year) in re.sub(r"^0+|(?<=\D)0+(?=\d)", "", value)


@pytest.mark.parametrize(
    ("value", "is_cut"),
    [
        ("1.23457E+15", True),
        ("1,23457e+15", True),
        ("9E+05", True),
        ("12E+5", False),
        ("1.2E5", False),
        ("1.2E-5", False),
        ("1.E+5", False),
        ("E+5", False),
        ("1E+5A", False),
        ("H-1E+5", False),
    ],
)
def test_a_code_is_cut_short_only_where_a_spreadsheet_writes_so(value: str, *, is_cut: bool) -> None:
    assert code_of(own_code(longest=20), value) == ("cell.cut_short" if is_cut else None)


def test_a_code_cut_short_is_told_how_to_bring_it_whole() -> None:
    assert "Dé formato de texto a la columna" in refused(own_code(longest=20), "1E+15").text


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("0000000000.0", "0000000000"),
        ("1001.00", "1001.00"),
        ("1001.5", "1001.5"),
        ("H-1.0", "H-1.0"),
        ("12345678901234567890.0", "12345678901234567890"),
    ],
)
def test_a_code_loses_the_end_that_a_program_gave_it_and_no_nought_of_its_own(value: str, kept: str) -> None:
    assert own_code(longest=20)(value) == kept


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("x" * 20, None),
        ("x" * 21, "cell.too_long"),
        ("x" * 20 + "*", None),
        ("x" * 10 + " " * 9 + "x" * 9, None),
    ],
    ids=["as long as it may be", "one more", "a footnote's mark besides", "many spaces count as one"],
)
def test_the_length_of_a_text_is_that_of_what_is_kept(value: str, code: str | None) -> None:
    assert code_of(text(longest=20), value) == code
    if code:
        assert refused(text(longest=20), value).params["longest"] == "20"


@given(st.text(max_size=40))
def test_a_text_is_one_line_and_has_no_spaces_at_its_ends(value: str) -> None:
    kept = text(longest=200)(value)

    assert isinstance(kept, str)
    assert " ".join(kept.split()) == kept


@pytest.mark.parametrize(
    ("value", "meaning"),
    [("SI", True), ("sÍ", True), ("S", True), ("s", True), ("N", False), (" no ", False), ("_no", False)],
)
def test_yes_and_no_are_read_in_any_case(value: str, *, meaning: bool) -> None:
    assert yes_no()(value) is meaning


@pytest.mark.parametrize("value", ["2", "-1", "x", "true", "1.0", "si no", "01", "sii", "¿no?"])
def test_what_is_neither_yes_nor_no_is_refused(value: str) -> None:
    assert refused(yes_no(), value).text == "«» no vale aquí. Escriba 1 (sí) o 0 (no)."


@pytest.mark.parametrize(
    ("value", "chosen"),
    [("ROJO", 1), ("Azul  Claro", 2), ("azul_claro", 2), ("azul\u00a0claro", 2), ("Sin color", None)],
)
def test_a_choice_is_found_by_its_writing(value: str, chosen: int | None) -> None:
    assert COLOURS(value) == chosen


@pytest.mark.parametrize("value", ["rojos", "azul", "azul-claro", "1", "", "rojo rojo"])
def test_another_choice_is_told_which_there_are(value: str) -> None:
    assert refused(COLOURS, value).text == "Escriba «rojo» o «azul claro»."


@pytest.mark.parametrize("value", ["", "-", "–", "—", "--", "---"])
def test_dashes_hold_nothing_in_every_column(value: str) -> None:
    assert (is_blank(value), is_no_data(value)) == (True, True)


@pytest.mark.parametrize("value", [".", "…", "S/D", "s.D.", "ND", "N/D", "s/i", "#N/A", "NULL", "Sd"])
def test_marks_of_no_data_hold_nothing_in_the_column_of_a_figure_alone(value: str) -> None:
    assert (is_blank(value), is_no_data(value)) == (False, True)


@pytest.mark.parametrize("value", ["----", "- -", "..", "0", "0.0", "x", "ninguno", "na", "n", "s", "no"])
def test_what_may_be_meant_is_never_taken_for_no_data(value: str) -> None:
    assert (is_blank(value), is_no_data(value)) == (False, False)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (f"{FORMULA}=A1+B1", "=A1+B1"),
        ("  x  ", "x"),
        ("a\u202eb", "ab"),
        ("N\u0303", "Ñ"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60),
        ("", ""),
    ],
    ids=["formula", "spaces", "mark of direction", "composed", "60", "61", "nothing"],
)
def test_a_message_shows_the_cell_clean_and_short(value: str, told: str) -> None:
    assert shown(value) == told
