"""Codes by the clock at their edges: the older standard's table, the window, what people type, secrets of each size."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.one_time_codes import (
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
STEPS = st.integers(min_value=2, max_value=2**40)


@pytest.mark.parametrize(
    ("counter", "code"),
    list(enumerate("755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split())),
)
def test_codes_are_those_of_rfc_4226(counter: int, code: str) -> None:
    assert code_at(SECRET, counter) == code


@pytest.mark.parametrize(
    ("seconds", "step"),
    [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2), (1_111_111_109, 37_037_036), (1_111_111_110, 37_037_037)],
)
def test_a_step_begins_with_every_thirtieth_second(seconds: int, step: int) -> None:
    assert step_of(datetime.fromtimestamp(seconds, UTC)) == step


def test_the_step_is_of_the_instant_and_not_of_the_clock_on_the_wall() -> None:
    lima = AT.astimezone(timezone(timedelta(hours=-5)))

    assert (lima.hour, step_of(lima)) == (12, NOW)


def test_the_last_microsecond_of_a_step_still_belongs_to_it() -> None:
    last = AT + timedelta(seconds=30) - timedelta(microseconds=1)

    assert (step_of(last), step_of(last + timedelta(microseconds=1))) == (NOW, NOW + 1)


@given(STEPS)
def test_a_code_is_six_digits_whatever_the_step(step: int) -> None:
    code = code_at(SECRET, step)

    assert (len(code), code.isdecimal(), code.isascii()) == (6, True, True)


@given(STEPS, st.integers(min_value=-1, max_value=1), st.integers(min_value=0, max_value=29))
def test_what_a_clock_half_a_minute_off_shows_counts_and_says_which_step_is_spent(
    step: int, off: int, second: int
) -> None:
    instant = datetime.fromtimestamp(0, UTC) + timedelta(seconds=(step % 10**8 + 2) * 30 + second)
    shown = code_at(SECRET, step_of(instant) + off)

    found = matching_step(SECRET, shown, instant, after=0)

    assert found is not None
    assert abs(found - step_of(instant)) <= 1
    assert code_at(SECRET, found) == shown
    assert matching_step(SECRET, shown, instant, after=step_of(instant) + 1) is None


@pytest.mark.parametrize(
    ("after", "counting"),
    [(-2, [-1, 0, 1]), (-1, [0, 1]), (0, [1]), (1, []), (50, [])],
    ids=["nothing yet", "the step before", "this step", "the next step", "a clock set back"],
)
def test_only_steps_later_than_the_last_that_counted_count(after: int, counting: list[int]) -> None:
    found = [
        off
        for off in (-1, 0, 1)
        if matching_step(SECRET, code_at(SECRET, NOW + off), AT, after=NOW + after) is not None
    ]

    assert found == counting


def test_the_code_of_another_secret_does_not_count() -> None:
    assert matching_step(new_secret(), code_at(SECRET, NOW), AT, after=0) is None


@pytest.mark.parametrize(
    "pattern",
    ["{0}-{1}", "{0}.{1}", "+{0}{1}", "{0}{1}.0", "0{0}{1}", "{0}{1}{0}", "{0}", "{1}{0}", "'{0}{1}'"],
)
def test_nothing_but_the_six_digits_in_their_order_counts(pattern: str) -> None:
    code = code_at(SECRET, NOW)

    assert matching_step(SECRET, pattern.format(code[:3], code[3:]), AT, after=0) is None


@pytest.mark.parametrize(
    "zero", [0x0660, 0x06F0, 0x0966], ids=["Arabic digits", "Persian digits", "Devanagari digits"]
)
def test_digits_of_another_script_are_no_code(zero: int) -> None:
    written = "".join(chr(zero + int(digit)) for digit in code_at(SECRET, NOW))

    assert (int(written), matching_step(SECRET, written, AT, after=0)) == (int(code_at(SECRET, NOW)), None)


def test_a_code_that_begins_with_noughts_is_typed_whole() -> None:
    at = datetime.fromtimestamp(1_234_567_890, UTC)

    found = [matching_step(SECRET, typed, at, after=0) for typed in ("005924", "5924", "05924")]

    assert found == [41_152_263, None, None]


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered_without_an_error(typed: str) -> None:
    found = matching_step(SECRET, typed, AT, after=0)

    assert found is None or "".join(typed.split()) == code_at(SECRET, found)


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", max_size=64))
def test_a_secret_in_groups_loses_no_sign_and_no_group_is_longer_than_four(secret: str) -> None:
    groups = spoken(secret).split(" ")

    assert "".join(groups) == secret
    assert all(len(group) == 4 for group in groups[:-1])
    assert len(groups[-1]) <= 4


@pytest.mark.parametrize(
    ("account", "issuer"),
    [
        ("irma@fondos.example", "Fondos Rurales"),
        ("ñahui@fondos.example", "Núcleo: fondos & más"),
        ("a+b@fondos.example", "100 % rural"),
        ("a/b?c=d@fondos.example", "A#B"),
    ],
)
def test_the_address_of_the_qr_gives_back_what_was_put_in(account: str, issuer: str) -> None:
    parts = urlsplit(enrolment_address(SECRET, account=account, issuer=issuer))

    said_issuer, _, said_account = parts.path.removeprefix("/").partition(":")
    assert (parts.scheme, parts.netloc, parts.fragment) == ("otpauth", "totp", "")
    assert (unquote(said_issuer), unquote(said_account)) == (issuer, account)
    assert parse_qs(parts.query) == {"secret": [SECRET], "issuer": [issuer]}


@pytest.mark.parametrize(
    "typed",
    [
        "abcde-fghjk",
        "ABCDE-FGHJK",
        "abcdefghjk",
        "abcde fghjk",
        " abcde - fghjk ",
        "ab-cd-ef-gh-jk",
        "abcde\u00a0fghjk",
        "abcde\u2010fghjk",
        "abcde\u2011fghjk",
        "abcde\u2013fghjk",
        "abcde\u2014fghjk",
        "abcde\u2212fghjk",
    ],
    ids=ascii,
)
def test_a_recovery_code_is_read_however_a_keyboard_writes_its_hyphen(typed: str) -> None:
    assert composed(typed) == "abcde-fghjk"


@pytest.mark.parametrize("typed", ["abcde-fghj", "abcde-fghjkm", "bacde-fghjk", "", "-", "abcde-fghj1"])
def test_another_recovery_code_stays_another(typed: str) -> None:
    assert composed(typed) != "abcde-fghjk"


@given(st.text(max_size=30))
def test_composing_twice_is_composing_once(typed: str) -> None:
    assert composed(composed(typed)) == composed(typed)


def test_recovery_codes_of_two_people_are_never_the_same() -> None:
    codes = [code for _ in range(20) for code in new_recovery_codes()]

    assert len(set(codes)) == 200
    assert not {sign for code in codes for sign in code} & set("ilo01")
