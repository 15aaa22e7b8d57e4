"""Codes by the clock: those of the standard, near their time and once."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from contest_portal.kernel.one_time_codes import (
    RECOVERY_CODES,
    code_at,
    composed,
    enrolment_address,
    matching_step,
    new_recovery_codes,
    new_secret,
    spoken,
    step_of,
)

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
NOW = step_of(AT)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(SECRET, step_of(datetime.fromtimestamp(seconds, UTC))) == code


@pytest.mark.parametrize(("off", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_before_and_after_counts(off: int, *, counts: bool) -> None:
    code = code_at(SECRET, NOW + off)

    assert matching_step(SECRET, code, AT, after=0) == (NOW + off if counts else None)


def test_the_edge_of_a_step_is_the_half_minute() -> None:
    late = AT + timedelta(seconds=59, milliseconds=999)

    assert [matching_step(SECRET, code_at(SECRET, NOW), one, after=0) for one in (late, AT)] == [NOW, NOW]
    assert matching_step(SECRET, code_at(SECRET, NOW), AT + timedelta(seconds=60), after=0) is None


@pytest.mark.parametrize(("after", "counts"), [(-1, True), (0, False), (1, False)])
def test_what_counted_does_not_count_again(after: int, *, counts: bool) -> None:
    found = matching_step(SECRET, code_at(SECRET, NOW), AT, after=NOW + after)

    assert (found is not None) is counts


@pytest.mark.parametrize("typed", ["{} {}", " {}{}\n", "{}\u00a0{}"])
def test_spaces_do_not_matter(typed: str) -> None:
    code = code_at(SECRET, NOW)

    assert matching_step(SECRET, typed.format(code[:3], code[3:]), AT, after=0) == NOW


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "abcdef", "-12345", "1e4567"])  # noqa: RUF001
def test_what_is_no_code_is_none(typed: str) -> None:
    assert matching_step(SECRET, typed, AT, after=0) is None


def test_secrets_are_long_and_never_the_same() -> None:
    made = {new_secret() for _ in range(50)}

    assert (len(made), {len(secret) for secret in made}) == (50, {32})
    assert spoken(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"


def test_address_of_the_qr_names_account_and_portal() -> None:
    address = enrolment_address(SECRET, account="irma@fondos.example", issuer="Fondos Rurales")

    assert address == (
        f"otpauth://totp/Fondos%20Rurales:irma%40fondos.example?secret={SECRET}&issuer=Fondos%20Rurales"
    )


def test_recovery_codes_are_ten_and_can_be_copied_by_hand() -> None:
    codes = new_recovery_codes()

    assert len(set(codes)) == RECOVERY_CODES == 10
    assert all(re.fullmatch(r"[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}", code) for code in codes)
    assert {composed(f" {code[:5].upper()} {code[6:]}\n") for code in codes} == set(codes)
