"""One strict reading per identifier."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.identifiers import (
    clean_text,
    parse_centre_code,
    parse_dni,
    parse_ruc,
    parse_ubigeo,
    sort_key,
)
from contest_portal.kernel.problems import Refused

Parser = Callable[..., str]


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        pytest.param(parse_dni, "45418672", "45418672", id="DNI"),
        pytest.param(parse_dni, "00418672", "00418672", id="DNI with leading zeros (BS-04)"),
        pytest.param(parse_dni, "4541-8672", "45418672", id="DNI with a hyphen (BS-03)"),
        pytest.param(parse_dni, " 45.418.672 ", "45418672", id="DNI with points and spaces"),
        pytest.param(parse_dni, "4541\u00a08672", "45418672", id="DNI with a hard space"),
        pytest.param(parse_dni, "45418672\n", "45418672", id="DNI with a line break at the end"),
        pytest.param(parse_dni, "45418672.0", "45418672", id="DNI that was taken for a number"),
        pytest.param(parse_ruc, "20512333797", "20512333797", id="RUC"),
        pytest.param(parse_ruc, "20-512333797", "20512333797", id="RUC with a hyphen"),
        pytest.param(parse_ubigeo, "021106", "021106", id="ubigeo with its zero"),
        pytest.param(parse_ubigeo, " 090301\n", "090301", id="ubigeo with blanks around"),
        pytest.param(parse_ubigeo, "010101", "010101", id="first department"),
        pytest.param(parse_ubigeo, "250401", "250401", id="last department"),
        pytest.param(parse_ubigeo, "150101.0", "150101", id="ubigeo that was taken for a number"),
        pytest.param(parse_centre_code, "0903010099", "0903010099", id="centre code"),
    ],
)
def test_identifier_is_read(parse: Parser, text: str, value: str) -> None:
    assert parse(text, field="f") == value


@pytest.mark.parametrize(
    ("parse", "text", "code"),
    [
        pytest.param(parse_dni, "4541867", "dni.invalid", id="BS-01 seven digits"),
        pytest.param(parse_dni, "4541867.0", "dni.invalid", id="a number that lost its zero"),
        pytest.param(parse_dni, "45a18672", "dni.invalid", id="BS-02 a letter"),
        pytest.param(parse_dni, "454186722", "dni.invalid", id="nine digits"),
        pytest.param(parse_dni, "", "dni.invalid", id="nothing"),
        pytest.param(
            parse_dni,
            "\uff14\uff15\uff14\uff11\uff18\uff16\uff17\uff12",
            "dni.invalid",
            id="full-width digits",
        ),
        pytest.param(
            parse_dni, "\u0664\u0665\u0664\u0661\u0668\u0666\u0667\u0662", "dni.invalid", id="Arabic digits"
        ),
        pytest.param(parse_dni, "4541867²", "dni.invalid", id="superscript"),
        pytest.param(parse_dni, "+4541867", "dni.invalid", id="sign"),
        pytest.param(parse_dni, "4541\x008672", "dni.invalid", id="NUL inside"),
        pytest.param(parse_ruc, "2051233379", "ruc.invalid", id="BS-05 ten digits"),
        pytest.param(parse_ruc, "20512333798", "ruc.invalid", id="wrong check digit"),
        pytest.param(parse_ruc, "99512333797", "ruc.invalid", id="kind that does not exist"),
        pytest.param(parse_ruc, "\uff120512333797", "ruc.invalid", id="one full-width digit"),
        pytest.param(parse_ubigeo, "21106", "ubigeo.invalid", id="BS-06 zero lost"),
        pytest.param(parse_ubigeo, "260101", "department.unknown", id="one department too many"),
        pytest.param(parse_ubigeo, "000101", "department.unknown", id="no department"),
        pytest.param(
            parse_centre_code, "2601010001", "department.unknown", id="centre beyond the last department"
        ),
        pytest.param(parse_centre_code, "0001010001", "department.unknown", id="centre of no department"),
        pytest.param(parse_ubigeo, "02 1106", "ubigeo.invalid", id="space inside"),
        pytest.param(parse_ubigeo, "\uff1021106", "ubigeo.invalid", id="full-width zero"),
        pytest.param(parse_centre_code, "903010099", "centre_code.invalid", id="nine digits"),
        pytest.param(parse_centre_code, "090301-0099", "centre_code.invalid", id="hyphen"),
    ],
)
def test_anything_else_is_refused_beside_its_field(parse: Parser, text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse(text, field="member")

    (problem,) = refusal.value.problems
    assert (problem.code, problem.field, problem.params) == (code, "member", {"value": text.strip()})
    assert f"«{text.strip()}»" in problem.text


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_every_eight_digits_are_a_dni(digits: str) -> None:
    assert parse_dni(digits, field="f") == digits


@given(st.text(max_size=14))
def test_no_text_becomes_anything_but_eight_ascii_digits(text: str) -> None:
    try:
        dni = parse_dni(text, field="f")
    except Refused:
        return

    assert (len(dni), dni.isascii(), dni.isdigit()) == (8, True, True)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Sumaq Kuy \n", "Sumaq Kuy"),
        ("Nin\u0303o", "Niño"),
        ("uno\r\ndos\ttres", "uno\ndos\ttres"),
        ("a\x00b\x07c\x7f", "abc"),
        ("\u202egnp.exe", "gnp.exe"),
        ("cero\u200bancho\ufeff", "ceroancho"),
        ("<b>&\"'", "<b>&\"'"),
        ("🌱 Ñahui", "🌱 Ñahui"),
        ("", ""),
    ],
)
def test_text_is_cleaned_of_what_nobody_sees(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)

    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_names_sort_as_in_a_spanish_directory() -> None:
    names = ["Zárate", "Ñahui", "Nuñez", "Núñez Prado", "nanta", "Álvarez", "Alva", "Ocampo"]

    assert sorted(names, key=sort_key) == [
        "Alva",
        "Álvarez",
        "nanta",
        "Nuñez",
        "Núñez Prado",
        "Ñahui",
        "Ocampo",
        "Zárate",
    ]


def test_sort_key_does_not_depend_on_how_accents_are_composed() -> None:
    assert sort_key("Ñahui", "Núñez") == sort_key(unicodedata.normalize("NFD", "Ñahui Núñez"))
