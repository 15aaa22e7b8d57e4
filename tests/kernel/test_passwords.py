"""Passwords: hashed with Argon2id, checked in the same time for everybody, not easy to guess."""

import re
import subprocess
import sys
from collections.abc import Iterator
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from contest_portal.kernel import passwords
from contest_portal.kernel.passwords import MIN_LENGTH, hash_password, matches, temporary_password, weakness
from tests.cheap_passwords import CHEAP, hash_at
from tests.page_client import TEST_PASSWORD


@pytest.fixture(scope="module", autouse=True)
def _as_in_production() -> Iterator[None]:
    hash_at(RFC_9106_LOW_MEMORY)
    yield
    hash_at(CHEAP)


@pytest.fixture(scope="module")
def stored() -> str:
    return hash_password(TEST_PASSWORD)


def test_right_password_matches(stored: str) -> None:
    assert matches(stored, TEST_PASSWORD)


@pytest.mark.parametrize("typed", ["", "mula", TEST_PASSWORD.upper(), f"{TEST_PASSWORD} "])
def test_other_passwords_do_not_match(stored: str, typed: str) -> None:
    assert not matches(stored, typed)


def test_the_cost_is_the_one_that_the_program_starts_with() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from contest_portal.kernel.passwords import COST; print(COST)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert told.stdout.strip() == str(RFC_9106_LOW_MEMORY)


def test_hash_is_argon2id_of_the_present_cost_and_salted(stored: str) -> None:
    again = hash_password(TEST_PASSWORD)

    assert stored.startswith("$argon2id$")
    assert not PasswordHasher().check_needs_rehash(stored)
    assert stored != again


def test_accents_match_however_the_keyboard_composes_them() -> None:
    stored = hash_password(normalize("NFC", "ñandú árbol camión"))

    assert matches(stored, normalize("NFD", "ñandú árbol camión"))


def test_nobodys_password_never_matches() -> None:
    assert not matches(None, TEST_PASSWORD)


def test_decoy_costs_as_much_to_check_as_a_real_hash(stored: str) -> None:
    decoy = passwords._decoy()

    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(decoy, TEST_PASSWORD)
    assert extract_parameters(decoy) == extract_parameters(stored)
    hash_at(CHEAP)
    assert extract_parameters(passwords._decoy()) == CHEAP
    hash_at(RFC_9106_LOW_MEMORY)


@pytest.mark.parametrize("broken", ["!", "", "plain text", "$argon2id$v=19$m=1"])
def test_hash_that_is_none_matches_nothing(broken: str) -> None:
    assert not matches(broken, TEST_PASSWORD)


@pytest.mark.parametrize(
    "password",
    [
        *(TEST_PASSWORD, "sombrero quinua rio martes", "X9#qLm2!vRw8"),
        *("aaaa bbbb cccc dddd", "concurso de sombreros azules", "quinua" + " rio ñandú " * 6),
    ],
)
def test_good_password_has_no_weakness(password: str) -> None:
    assert weakness(password) is None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password.length"),
        ("X9#qLm2!vRw", "password.length"),
        ("x" * 73, "password.length"),
        ("aaaaaaaaaaaa", "password.weak"),
        ("123456789012", "password.weak"),
        ("password1234", "password.weak"),
        ("concursoperu", "password.weak"),
        ("contraseñaportal", "password.weak"),
        ("foncodes2027", "password.weak"),
        ("Haku Wiñay 2027!", "password.weak"),
        ("concurso2027peru", "password.weak"),
        ("fondosRURALES-2027", "password.weak"),
    ],
)
def test_weak_password_is_told_why(password: str, code: str) -> None:
    problem = weakness(password)

    assert problem is not None
    assert (problem.code, problem.field) == (code, "password")


def test_long_enough_passwords_that_leaked_are_refused() -> None:
    leaked = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= MIN_LENGTH]

    assert (len(leaked) >= 200, [word for word in leaked if weakness(word) is None]) == (True, [])


@pytest.mark.parametrize(
    ("length", "refused"), [(11, True), (12, False), (64, False), (72, False), (73, True)]
)
def test_length_alone_is_asked_for(length: int, *, refused: bool) -> None:
    problem = weakness("sombrero quinua rio martes canasta loma tejido puente lluvia abrigo noche"[-length:])

    assert (problem is not None and problem.code == "password.length") is refused


def test_every_letter_of_a_long_password_counts() -> None:
    long = "sombrero quinua rio martes canasta loma tejido puente lluvia abrigo noc"
    stored = hash_password(long)

    assert [matches(stored, typed) for typed in (long, long[:-1], f"{long[:-1]}x")] == [True, False, False]


def test_own_name_is_easy_to_guess() -> None:
    name = ("Filomena", "Quispicondor")
    password = "filomenaquispicondor"

    assert weakness(password) is None
    assert weakness(password, user_words=name) is not None


def test_temporary_password_is_legible_strong_and_each_time_another() -> None:
    made = {temporary_password() for _ in range(200)}

    assert len(made) == 200
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}", password) for password in made)
    assert all(weakness(password) is None for password in list(made)[:20])
