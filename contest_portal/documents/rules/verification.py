"""The code by which anyone can ask whether a document is genuine."""

import re
import unicodedata

from contest_portal.kernel.problems import N_, Problem

ALPHABET = "23456789ACDEFGHJKLMNPQRTUVWXY"
"""Digits and letters that are not mistaken for one another on a bad photocopy (no 0 and O, 1 and I, 8 and B…)."""
LENGTH = 12
_GROUP = 4
_AFTER_THE_PATH = re.compile(r"[?#]")


def grouped(letters: str) -> str:
    """Write a code as it is printed: `ACDE-FGHJ-2345`."""
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def read_verification_code(text: str) -> str | None:
    """Read a code as a person types it: any case, any spaces or dashes, or the whole address that has it at its end.

    None when it cannot be a code at all; `code_problem` says why.
    """
    letters = _letters(text)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return grouped(letters)


def code_problem(text: str) -> Problem | None:
    """Say why a text cannot be a code: characters that codes never have, or too few or too many of them."""
    letters = _letters(text)
    strange = sorted(set(letters) - set(ALPHABET))
    if strange:
        return Problem(
            "verification.strange_letters",
            field="code",
            message=N_(
                "Los códigos nunca llevan %(letters)s: en el papel será otro signo parecido. Escríbalo de nuevo "
                "mirando el documento."
            ),
            params={"letters": ", ".join(strange[:5])},
        )
    if len(letters) != LENGTH:
        return Problem(
            "verification.wrong_length",
            field="code",
            message=N_(
                "El código tiene %(right)s letras y números, y usted escribió %(typed)s. Revíselo con el papel en la "
                "mano."
            ),
            params={"right": str(LENGTH), "typed": str(len(letters))},
        )
    return None


def _letters(text: str) -> str:
    """Give the letters and digits of a code as typed; of an address, those of its last part."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if "/" in plain:
        plain = _AFTER_THE_PATH.split(plain)[0].rstrip("/").rpartition("/")[2]
    return "".join(char for char in plain.upper() if char.isalnum())
