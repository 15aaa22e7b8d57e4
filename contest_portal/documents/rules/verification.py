"""The code by which anyone can ask whether a document is genuine."""

import unicodedata

ALPHABET = "23456789ACDEFGHJKLMNPQRTUVWXY"
"""Digits and letters that are not mistaken for one another on a bad photocopy (no 0 and O, 1 and I, 8 and B…)."""
LENGTH = 12
_GROUP = 4


def grouped(letters: str) -> str:
    """Write a code as it is printed: `ACDE-FGHJ-2345`."""
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def read_verification_code(text: str) -> str | None:
    """Read a code as a person types it: any case, any spaces or dashes. None when it cannot be a code at all."""
    plain = unicodedata.normalize("NFKC", text).upper()
    letters = "".join(char for char in plain if char.isalnum())
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return grouped(letters)
