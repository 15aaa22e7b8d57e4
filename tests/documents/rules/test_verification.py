"""Verification codes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.documents.rules.verification import ALPHABET, LENGTH, grouped, read_verification_code


@pytest.mark.parametrize(
    "typed",
    ["ACDE-FGHJ-2345", "acde-fghj-2345", " acde fghj 2345 ", "ACDEFGHJ2345", "acde–fghj—2345"],
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
