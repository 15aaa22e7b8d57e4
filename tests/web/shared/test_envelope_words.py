"""Envelopes inside envelopes in words: percentages as they are, places by name, whom each is for and what is left."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.rules.draft_changes import with_pots
from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Refused
from contest_portal.web.shared.envelope_words import (
    envelope_rows,
    envelope_sentences,
    percent_of,
    place_in_words,
    pots_summary,
    scope_in_words,
)
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.staff.contest_pots_forms import PercentField
from tests.factories.contests import RULEBOOK
from tests.factories.envelopes import POTS, nested

PLACES = {"09": "Huancavelica", "0903": "Angaraes", "090301": "Lircay"}


class OnePercentage(VersionedForm):
    """A form with a percentage and nothing else."""

    share = PercentField("Porcentaje")


@pytest.fixture
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("share", "text"),
    [
        pytest.param(None, "", id="none"),
        pytest.param(Fraction(0), "0", id="nothing"),
        pytest.param(Fraction(1), "100", id="all"),
        pytest.param(Fraction(1, 10), "10", id="a ten keeps its nought"),
        pytest.param(Fraction(1, 4), "25", id="a quarter"),
        pytest.param(Fraction(1, 8), "12.5", id="an eighth"),
        pytest.param(Fraction(1, 16), "6.25", id="a sixteenth"),
        pytest.param(Fraction(1, 1000), "0.1", id="a thousandth"),
        pytest.param(Fraction(1, 1_000_000), "0.0001", id="the least that can be typed"),
        pytest.param(Fraction(333_333, 1_000_000), "33.3333", id="a third as it can be typed"),
        pytest.param(Fraction(999_999, 1_000_000), "99.9999", id="nearly all"),
        pytest.param(Fraction(5, 4), "125", id="too much is told too"),
        pytest.param(Fraction(1, 3), "33.3333…", id="a true third is more than its four decimals"),
        pytest.param(Fraction(2, 3), "66.6666…", id="two thirds"),
        pytest.param(Fraction(1, 10_000_000), "0.0000…", id="so little, but not nothing"),
        pytest.param(Fraction(10_000_001, 20_000_000), "50.0000…", id="a bit more than half"),
    ],
)
def test_a_percentage_has_the_decimals_it_has_and_says_when_there_are_more(
    share: Fraction | None, text: str
) -> None:
    assert percent_of(share) == text


@given(st.integers(0, 1_000_000))
def test_every_percentage_that_can_be_typed_is_written_exactly(units: int) -> None:
    text = percent_of(Fraction(units, 1_000_000))

    assert Fraction(text) / 100 == Fraction(units, 1_000_000)
    assert "." not in text or text[-1] not in "0."


@given(st.fractions(0, 1, max_denominator=10**9))
def test_no_two_shares_read_the_same_unless_an_ellipsis_says_so(share: Fraction) -> None:
    text = percent_of(share)

    if text.endswith("…"):
        assert 0 < share * 100 - Fraction(text[:-1]) < Fraction(1, 10**4)
    else:
        assert Fraction(text) == share * 100


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("25", Fraction(1, 4)),
        ("25 %", Fraction(1, 4)),
        (" 25% ", Fraction(1, 4)),
        ("33,3333", Fraction(333_333, 1_000_000)),
        ("33.3333", Fraction(333_333, 1_000_000)),
        ("0.0001", Fraction(1, 1_000_000)),
        ("007", Fraction(7, 100)),
        ("100", Fraction(1)),
        ("999", Fraction(999, 100)),  # the checks say that it is too much
    ],
)
def test_a_percentage_is_read_exactly(page: None, typed: str, share: Fraction) -> None:
    assert OnePercentage().share.parse(typed) == share


@pytest.mark.parametrize(
    "typed",
    [
        "-5",
        "+5",
        "1000",
        "1/3",
        "33.33333",
        "33.3333…",
        ".5",
        "5.",
        "5,,5",
        "1e1",
        "٢٥",
        "veinte",
        "5 5",
        "25 %%",
    ],
)
def test_what_is_no_percentage_is_named_as_it_was_typed(page: None, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        OnePercentage().share.parse(typed)

    (problem,) = refused.value.problems
    assert problem.message % problem.params == (
        f"«{typed}» no vale como porcentaje. Escriba un número como 25 o 33.3333."
    )


def test_of_a_very_long_percentage_the_sentence_shows_the_beginning(page: None) -> None:
    with pytest.raises(Refused) as refused:
        OnePercentage().share.parse("9" * 500)

    assert refused.value.problems[0].params["value"] == "9" * 40


@pytest.mark.parametrize(
    ("start", "text"),
    [
        ("09", "Departamento de Huancavelica"),
        ("0903", "Provincia de Angaraes"),
        ("090301", "Lircay"),
        ("15", "Departamento de 15"),
        ("1501", "Provincia de 1501"),
        ("150101", "150101"),
    ],
)
def test_a_place_is_told_by_its_name_or_by_its_digits(page: None, start: str, text: str) -> None:
    assert place_in_words(start, PLACES) == text


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        pytest.param(Scope(), "Todos los grupos", id="everyone"),
        pytest.param(Scope(territory="0903"), "Provincia de Angaraes", id="a province"),
        pytest.param(Scope(category="IDEA"), "En idea", id="a category"),
        pytest.param(Scope(line="cuyes"), "Crianza de cuyes", id="a line"),
        pytest.param(
            Scope("090301", "panaderia", "MARCHA"), "Lircay; En marcha; Panadería", id="all three, in order"
        ),
        pytest.param(Scope(category="X"), "X", id="a category that is not known, by its code"),
    ],
)
def test_whom_an_envelope_is_for(page: None, scope: Scope, text: str) -> None:
    assert scope_in_words(RULEBOOK, scope, PLACES) == text


def test_rules_without_such_envelopes_say_nothing_of_them(page: None) -> None:
    assert envelope_rows(RULEBOOK, PLACES) == ()
    assert list(envelope_sentences(RULEBOOK)) == []
    assert pots_summary(RULEBOOK) == "Un sobre por categoría y ninguno dentro de otro"


@pytest.mark.parametrize(
    ("many", "text"),
    [
        (1, "1 sobre además de los de las categorías"),
        (2, "2 sobres además de los de las categorías"),
        (4, "4 sobres además de los de las categorías"),
    ],
)
def test_one_envelope_is_told_in_the_singular(page: None, many: int, text: str) -> None:
    assert pots_summary(replace(RULEBOOK, pots=POTS[:many])) == text


def test_each_row_of_the_tree_tells_its_place_its_money_and_what_becomes_of_the_rest(page: None) -> None:
    told = [
        (one.name, one.depth, one.around, one.whom, one.own.cents // 100, one.share, one.rest)
        for one in envelope_rows(nested(), PLACES)
    ]

    assert told == [
        ("Fondo común", 0, "", "Todos los grupos", 35_000, "", "Queda como saldo"),
        ("En idea", 1, "Fondo común", "En idea", 30_000, "", "Sube a «Fondo común»"),
        ("Panaderías", 2, "En idea", "En idea; Panadería", 10_000, "25 % de «En idea»", "Sube a «En idea»"),
        ("En marcha", 1, "Fondo común", "En marcha", 25_000, "", "Queda como saldo"),
    ]


def test_a_share_that_is_no_round_percentage_is_not_told_as_one(page: None) -> None:
    third = Pot("A", "Aparte", ZERO, "IDEA", Scope(line="cuyes"), Fraction(1, 3))

    row = envelope_rows(with_pots(RULEBOOK, (third,)), PLACES)[1]

    assert (row.amount, row.share) == (Money(1_333_333), "33.3333… % de «En idea»")


def test_the_bases_say_that_rounding_stays_as_common_money_and_how_ties_are_parted(page: None) -> None:
    rounds, rounding = envelope_sentences(nested())

    assert "por puntaje, y a igual puntaje por el puesto en su categoría y el código de esta" in rounds
    assert rounding.endswith("la diferencia queda en el dinero común del sobre que lo contiene.")
