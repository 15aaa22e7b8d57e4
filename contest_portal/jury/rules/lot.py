"""Numbers drawn before everybody, and the order that follows from them for anyone who works it out again."""

import re
from hashlib import sha256

from contest_portal.kernel.problems import N_, Problem

FEWEST_DIGITS, MOST_LETTERS, MOST_OF_WITNESSES = 4, 60, 400
_NUMBERS = re.compile(r"[0-9]+(?:[ ,;-]+[0-9]+)*", re.ASCII)
_BETWEEN = re.compile(r"[ ,;-]+")


def lot_number(contest_code: str, lot_seed: str, entry_code: str) -> str:
    """Give the hexadecimal number drawn for an entry: SHA-256 of `contest|numbers|entry`; the lowest goes first."""
    return sha256(f"{contest_code}|{lot_seed}|{entry_code}".encode()).hexdigest()


def drawn_numbers(text: str) -> str:
    """Write drawn numbers in the one form that is hashed: `4-7-1-1`."""
    return _BETWEEN.sub("-", text.strip())


def numbers_problem(numbers: str) -> Problem | None:
    """Object to what are no drawn numbers, or too few to be a lot."""
    digits = sum(letter.isdigit() for letter in numbers)
    if _NUMBERS.fullmatch(numbers.strip()) and digits >= FEWEST_DIGITS and len(numbers) <= MOST_LETTERS:
        return None
    return Problem(
        "draw.bad_numbers",
        field="numbers",
        message=N_(
            "Escriba los números en el orden en que salieron, separados por espacios, con cuatro cifras o más "
            "en total; por ejemplo: 4 17 8 23."
        ),
    )


def witnesses_problem(witnesses: str) -> Problem | None:
    """Object to a lot that nobody saw, or that too many are named for."""
    if not witnesses.strip():
        return Problem(
            "draw.no_witnesses", field="witnesses", message=N_("Escriba ante quiénes se hizo el sorteo.")
        )
    if len(witnesses) <= MOST_OF_WITNESSES:
        return None
    return Problem(
        "draw.long_witnesses",
        field="witnesses",
        message=N_("El texto tiene más de %(most)s letras. Escríbalo más corto."),
        params={"most": str(MOST_OF_WITNESSES)},
    )
