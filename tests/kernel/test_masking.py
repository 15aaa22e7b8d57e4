"""What of a personal value is shown where the whole is not needed."""

import pytest

from contest_portal.kernel.masking import mask_account, mask_dni


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
