"""Passwords: Argon2id hashes, and what counts as a good enough password."""

import secrets
import unicodedata
from functools import cache

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from zxcvbn import zxcvbn

from contest_portal.kernel.identifiers import without_accents
from contest_portal.kernel.problems import N_, Problem

COST: Parameters = RFC_9106_LOW_MEMORY
"""What it costs to hash a password and to try one: the library's recommendation, 64 MB and three rounds."""
MIN_LENGTH = 12
MAX_LENGTH = 72
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"  # no 0 and o, no 1, i and l: it is copied from paper
_COMMON = (
    *("contraseña", "contrasena", "password", "clave", "haku", "wiñay", "winay", "jayatai", "foncodes"),
    *("midis", "portal", "concursable", "concurso", "fondos", "fondo", "rurales", "rural", "peru"),
)
LEAST_BESIDE = 8
"""So many letters stand beside words of this place and the own name: `concurso2027peru` has none."""


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(COST)


@cache
def _decoy() -> str:
    """Give a hash of the present cost, of a password that nobody knows."""
    return _hasher().hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """Hash with Argon2id at COST."""
    return _hasher().hash(_composed(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Check a password. With no hash (no such user) a decoy is checked, so that the time tells nothing."""
    decoy = _decoy()  # made now, whoever comes first
    try:
        _hasher().verify(password_hash or decoy, _composed(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made at another cost than that of today."""
    return _hasher().check_needs_rehash(password_hash)


def temporary_password() -> str:
    """Make a password to hand over on paper: three groups of four letters and digits that cannot be misread."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(4)) for _ in range(3))


def weakness(password: str, *, user_words: tuple[str, ...] = ()) -> Problem | None:
    """Say why a password is too easy to guess, or None."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return Problem(
            "password.length",
            field="password",
            message=N_("La contraseña debe tener de %(min)s a %(max)s caracteres."),
            params={"min": str(MIN_LENGTH), "max": str(MAX_LENGTH)},
        )
    guessed = zxcvbn(password, user_inputs=[*_COMMON, *user_words])["score"] < 3
    if not (guessed or _is_of_this_place(password, user_words)):
        return None
    return Problem(
        "password.weak",
        field="password",
        message=N_("Esa contraseña es fácil de adivinar. Use tres o cuatro palabras sin relación entre sí."),
    )


def _is_of_this_place(password: str, user_words: tuple[str, ...]) -> bool:
    """Tell whether a password is little more than words that whoever knows portal and person tries first."""
    folded = without_accents(password.casefold())
    rest = folded
    for word in sorted(
        (without_accents(one.casefold()) for one in (*_COMMON, *user_words) if len(one) >= 4),
        key=len,
        reverse=True,
    ):
        rest = rest.replace(word, "")
    return rest != folded and sum(sign.isalpha() for sign in rest) < LEAST_BESIDE


def wrong_current() -> Problem:
    """Say that what stands in the field `current` is not the password of today."""
    return Problem(
        "password.current_wrong",
        field="current",
        message=N_("La contraseña actual no es esa. Escríbala de nuevo."),
    )


def _composed(password: str) -> str:
    """Make an accent the same whether a keyboard sends it as one sign or as two."""
    return unicodedata.normalize("NFKC", password)
