"""Numbers, amounts, dates and hours in words, against tables and against a reader written apart."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.documents.rules.words import (
    MAX_CARDINAL,
    amount_in_words,
    cardinal,
    date_in_words,
    day_of_month,
    feminine,
    hour_in_words,
    in_quotes,
    ordinal,
    shortened,
    to_whom,
    with_article,
)
from contest_portal.kernel.money import Money

VALUES = {
    word: value
    for value, word in enumerate(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
        "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco "
        "veintiséis veintisiete veintiocho veintinueve".split()
    )
}
VALUES |= {"un": 1, "veintiún": 21, "cien": 100, "ciento": 100}
VALUES |= {
    word: ten * 10
    for ten, word in enumerate("treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(), start=3)
}
VALUES |= {
    word: hundred * 100
    for hundred, word in enumerate(
        "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split(),
        start=2,
    )
}


def read_cardinal(words: str) -> int:
    """Read a number in words from left to right: additions, and two multipliers."""
    millions, thousands, current = 0, 0, 0
    for word in words.split():
        if word == "y":
            continue
        if word in ("millón", "millones"):
            millions, thousands, current = thousands + current, 0, 0
        elif word == "mil":
            thousands, current = (current or 1) * 1000, 0
        else:
            current += VALUES[word]
    return millions * 1_000_000 + thousands + current


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "cero"),
        (1, "uno"),
        (16, "dieciséis"),
        (21, "veintiuno"),
        (22, "veintidós"),
        (31, "treinta y uno"),
        (100, "cien"),
        (101, "ciento uno"),
        (500, "quinientos"),
        (777, "setecientos setenta y siete"),
        (999, "novecientos noventa y nueve"),
        (1000, "mil"),
        (1001, "mil uno"),
        (1100, "mil cien"),
        (21_000, "veintiún mil"),
        (21_001, "veintiún mil uno"),
        (31_000, "treinta y un mil"),
        (100_000, "cien mil"),
        (101_000, "ciento un mil"),
        (121_021, "ciento veintiún mil veintiuno"),
        (1_000_000, "un millón"),
        (1_000_001, "un millón uno"),
        (2_001_001, "dos millones mil uno"),
        (21_000_000, "veintiún millones"),
        (1_000_000_000, "mil millones"),
        (21_021_021_021, "veintiún mil veintiún millones veintiún mil veintiuno"),
        (
            999_999_999_999,
            "novecientos noventa y nueve mil novecientos noventa y nueve millones "
            "novecientos noventa y nueve mil novecientos noventa y nueve",
        ),
    ],
)
def test_a_number_is_written_in_correct_words(number: int, words: str) -> None:
    assert cardinal(number) == words


@given(st.integers(min_value=0, max_value=MAX_CARDINAL))
def test_the_words_of_any_number_can_be_read_back(number: int) -> None:
    assert read_cardinal(cardinal(number)) == number


@given(st.integers(min_value=0, max_value=MAX_CARDINAL))
def test_no_unshortened_one_stands_before_a_noun(number: int) -> None:
    words = cardinal(number)

    assert not any(f"uno {noun}" in words for noun in ("mil", "millón", "millones"))


@pytest.mark.parametrize("number", [-1, MAX_CARDINAL + 1])
def test_a_number_out_of_range_has_no_words(number: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        cardinal(number)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Money(0), "CERO CON 00/100 SOLES"),
        (Money(5), "CERO CON 05/100 SOLES"),
        (Money.soles(1), "UNO CON 00/100 SOLES"),
        (Money.soles(19_340), "DIECINUEVE MIL TRESCIENTOS CUARENTA CON 00/100 SOLES"),
        (Money.soles(7_683, 33), "SIETE MIL SEISCIENTOS OCHENTA Y TRES CON 33/100 SOLES"),
        (Money.soles(21_000), "VEINTIÚN MIL CON 00/100 SOLES"),
        (Money.soles(1_000_001), "UN MILLÓN UNO CON 00/100 SOLES"),
    ],
)
def test_an_amount_is_written_as_contracts_do(amount: Money, words: str) -> None:
    assert amount_in_words(amount) == words


@given(st.integers(min_value=0, max_value=99_999_999_999_999))
def test_the_words_of_any_amount_can_be_read_back(cents: int) -> None:
    soles, _, rest = amount_in_words(Money(cents)).partition(" CON ")

    assert read_cardinal(soles.lower()) * 100 + int(rest.removesuffix("/100 SOLES")) == cents


@pytest.mark.shared_data
def test_the_published_table_of_amounts_is_met_word_for_word(shared_data: Path) -> None:
    with (shared_data / "montos_en_letras_soles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    written = {row["monto"]: f"SON: {amount_in_words(_money(row['monto']))}" for row in rows}

    assert written == {row["monto"]: row["texto_esperado"] for row in rows}


@pytest.mark.parametrize(
    ("day", "letter", "words"),
    [
        (date(2026, 11, 23), "23 de noviembre de 2026", "veintitrés de noviembre de dos mil veintiséis"),
        (date(2026, 9, 1), "1 de setiembre de 2026", "primero de setiembre de dos mil veintiséis"),
        (date(2031, 1, 31), "31 de enero de 2031", "treinta y uno de enero de dos mil treinta y uno"),
    ],
)
def test_a_date_is_written_both_ways(day: date, letter: str, words: str) -> None:
    assert (day_of_month(day), date_in_words(day)) == (letter, words)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (9, 0, "las nueve horas"),
        (16, 30, "las dieciséis horas con treinta minutos"),
        (1, 1, "la una hora con un minuto"),
        (21, 21, "las veintiuna horas con veintiún minutos"),
        (0, 41, "las cero horas con cuarenta y un minutos"),
    ],
)
def test_an_hour_is_written_out_where_the_office_is(hour: int, minute: int, words: str) -> None:
    lima_is_five_hours_behind = datetime(2026, 11, 23, (hour + 5) % 24, minute, tzinfo=UTC)

    assert hour_in_words(lima_is_five_hours_behind) == words


@pytest.mark.parametrize(
    ("words", "short", "female"),
    [
        ("uno", "un", "una"),
        ("veintiuno", "veintiún", "veintiuna"),
        ("treinta y uno", "treinta y un", "treinta y una"),
        ("dos", "dos", "dos"),
    ],
)
def test_one_bends_to_the_noun_that_follows(words: str, short: str, female: str) -> None:
    assert (shortened(words), feminine(words)) == (short, female)


def test_clauses_have_ordinals_up_to_twenty() -> None:
    assert [ordinal(number) for number in (1, 7, 11, 13, 20)] == [
        "primera",
        "séptima",
        "undécima",
        "decimotercera",
        "vigésima",
    ]


@pytest.mark.parametrize("number", [0, 21])
def test_beyond_the_clauses_there_is_no_ordinal(number: int) -> None:
    with pytest.raises(ValueError, match="no ordinal"):
        ordinal(number)


def _money(text: str) -> Money:
    soles, _, cents = text.partition(".")
    return Money.soles(int(soles), int(cents))


@pytest.mark.parametrize(
    ("name", "named", "to"),
    [
        (
            "Unidad Territorial Huancavelica",
            "la Unidad Territorial Huancavelica",
            "a la Unidad Territorial Huancavelica",
        ),
        ("Programa de Emprendimientos", "el Programa de Emprendimientos", "al Programa de Emprendimientos"),
        ("Dirección Regional", "la Dirección Regional", "a la Dirección Regional"),
        ("Municipalidad de Lircay", "la Municipalidad de Lircay", "a la Municipalidad de Lircay"),
        ("Gobierno Regional", "el Gobierno Regional", "al Gobierno Regional"),
        ("FONCODES", "el FONCODES", "al FONCODES"),
        ("La Oficina", "La Oficina", "a La Oficina"),
    ],
)
def test_offices_and_programmes_stand_with_their_article(name: str, named: str, to: str) -> None:
    assert (with_article(name), to_whom(name)) == (named, to)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Cuyes de Anta", "«Cuyes de Anta»"),
        ("Grupo «Flor de Anta»", "«Grupo “Flor de Anta”»"),
        ('Grupo "Flor" de Anta', "«Grupo “Flor” de Anta»"),
    ],
)
def test_quotation_marks_inside_others_are_the_inner_ones(text: str, quoted: str) -> None:
    assert in_quotes(text) == quoted
