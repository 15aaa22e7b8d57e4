"""Verification codes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.documents.rules.verification import (
    ALPHABET,
    LENGTH,
    code_problem,
    grouped,
    read_verification_code,
)


@pytest.mark.parametrize(
    "typed",
    [
        "ACDE-FGHJ-2345",
        "acde-fghj-2345",
        " acde fghj 2345 ",
        "ACDEFGHJ2345",
        "acde–fghj—2345",
        "https://fondos.example/verificar/ACDE-FGHJ-2345",
        "fondos.example/verificar/acde-fghj-2345/?lang=en#x",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_verification_code(typed) == "ACDE-FGHJ-2345"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ACDE-FGHJ-234",
        "ACDE-FGHJ-23456",
        "ACDE-FGHJ-234O",
        "ACDE-FGHJ-2340",
        "ÁCDE-FGHJ-2345",
        "'; drop table",
    ],
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_verification_code(typed) is None


@given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_every_code_made_is_read_back(letters: str) -> None:
    assert read_verification_code(grouped(letters).lower()) == grouped(letters)


def test_no_two_letters_of_the_alphabet_look_alike() -> None:
    assert set(ALPHABET).isdisjoint("01OIBSZ")


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("", "verification.wrong_length", {"right": "12", "typed": "0"}),
        ("ACDE-FGHJ-23456", "verification.wrong_length", {"right": "12", "typed": "13"}),
        ("ACDE-FGHJ-2O40", "verification.strange_letters", {"letters": "0, O"}),
        ("https://fondos.example/resultados", "verification.strange_letters", {"letters": "O, S"}),
    ],
)
def test_why_a_text_is_no_code(typed: str, code: str, params: dict[str, str]) -> None:
    problem = code_problem(typed)

    assert problem is not None
    assert (problem.code, problem.params) == (code, params)


def test_a_code_has_no_problem() -> None:
    assert code_problem("acde fghj 2345") is None
