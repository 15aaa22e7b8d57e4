"""The public lot: numbers drawn before everybody turn into an order that anyone can work out again.

For each group the SHA-256 of `contest|numbers|group` is taken; the lowest goes first. Nobody can choose the order:
the numbers are written down, with who drew them and when, before anything is computed from them, and only once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.sentences import Sentence

LOT_METHOD = N_(
    "De cada grupo empatado se toma el SHA-256 del texto «%(contest)s|%(numbers)s|código del grupo», y va primero el "
    "que da el número más bajo."
)
FEWEST_DIGITS, MOST_LETTERS = 4, 60
_NUMBERS = re.compile(r"[0-9]+(?:[ ,;-]+[0-9]+)*", re.ASCII)
_BETWEEN = re.compile(r"[ ,;-]+")


@dataclass(frozen=True, slots=True)
class Draw:
    """A lot drawn in public: the numbers in the order they came out, when, before whom, and who wrote them down."""

    numbers: str
    held_at: datetime
    witnesses: str
    recorded_by: str
    recorded_at: datetime

    def method(self, contest_code: str) -> Sentence:
        """Say in one sentence how the numbers become an order, so that anyone can repeat it."""
        return Sentence(LOT_METHOD, {"contest": contest_code, "numbers": self.numbers})


def lot_number(contest_code: str, lot_seed: str, entry_code: str) -> str:
    """Give the hexadecimal number drawn for an entry; the lowest goes first."""
    return sha256(f"{contest_code}|{lot_seed}|{entry_code}".encode()).hexdigest()


def drawn_numbers(text: str) -> str:
    """Write drawn numbers in the one form that is hashed: `4-7-1-1`."""
    return _BETWEEN.sub("-", text.strip())


def draw_problems(
    *, numbers: str, witnesses: str, held_at: datetime, now: datetime, ties: Iterable[Problem]
) -> Iterator[Problem]:
    """Name what keeps a draw from being recorded: nothing to decide, no numbers, nobody who saw it, a time to come."""
    if not tuple(ties):
        yield Problem(
            "draw.nothing_tied",
            field="numbers",
            message=N_("No hay ningún empate que sortear. Cierre la calificación sin sorteo."),
        )
    digits = sum(letter.isdigit() for letter in numbers)
    if not _NUMBERS.fullmatch(numbers.strip()) or digits < FEWEST_DIGITS or len(numbers) > MOST_LETTERS:
        yield Problem(
            "draw.bad_numbers",
            field="numbers",
            message=N_(
                "Escriba los números en el orden en que salieron, separados por espacios, con cuatro cifras o más "
                "en total; por ejemplo: 4 17 8 23."
            ),
        )
    if not witnesses.strip():
        yield Problem(
            "draw.no_witnesses",
            field="witnesses",
            message=N_("Escriba ante quiénes se hizo el sorteo."),
        )
    if held_at > now:
        yield Problem(
            "draw.in_the_future",
            field="held_at",
            message=N_("El sorteo todavía no se ha hecho a esa hora. Corrija el día o la hora."),
        )
