"""What of a personal value is shown where the whole is not needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.masking import HIDDEN, mask_account, mask_dni


@pytest.mark.parametrize(
    ("dni", "shown"),
    [
        ("71237410", "****7410"),
        ("00000001", "****0001"),
        ("7410", "****7410"),
        ("M7K2QX9A", "****"),
        ("", "****"),
    ],
)
def test_of_a_dni_the_last_four_digits_are_shown_and_of_anything_else_nothing(dni: str, shown: str) -> None:
    assert mask_dni(dni) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("01136600010003254221", "****4221"),
        ("12345678", "****"),
        ("sin cuenta todavía", "****"),
        (None, "****"),
    ],
)
def test_of_an_account_the_last_four_digits_are_shown(number: str | None, shown: str) -> None:
    assert mask_account(number) == shown


@pytest.mark.parametrize(
    "dni",
    [
        "123",
        "12345",
        "1234567",
        "123456789",
        "1234567 ",
        " 2345678",
        "1234-678",
        "-2345678",
        "٣٣٣٣",
        "1234567²",
    ],
)
def test_of_what_is_no_dni_not_even_its_end_is_shown(dni: str) -> None:
    assert mask_dni(dni) == "****"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("12345678901", "****"),
        ("123456789012", "****9012"),
        ("", "****"),
        ("0113 6600 0100 0325 4221", "****"),
        ("٠١٢٣٤٥٦٧٨٩٠١", "****"),
    ],
    ids=["one digit short", "just long enough", "nothing", "with spaces", "other digits"],
)
def test_an_account_is_long_enough_and_of_digits_or_hidden(number: str, shown: str) -> None:
    assert mask_account(number) == shown


@given(st.text(max_size=30))
def test_no_mask_shows_more_than_four_characters_of_any_text(text: str) -> None:
    for shown in (mask_dni(text), mask_account(text)):
        assert shown.startswith(HIDDEN)
        assert len(shown) in {4, 8}
        assert text.endswith(shown.removeprefix(HIDDEN))


@given(st.from_regex(r"[0-9]{4}", fullmatch=True), st.from_regex(r"[0-9]{4}", fullmatch=True))
def test_a_dni_and_what_a_query_cut_of_it_are_masked_alike(first: str, last: str) -> None:
    assert mask_dni(first + last) == mask_dni(last) == HIDDEN + last
