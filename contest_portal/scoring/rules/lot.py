"""The public lot: numbers drawn before everybody turn into an order that anyone can work out again.

For each group the SHA-256 of `contest|numbers|group` is taken; the lowest goes first. Nobody can choose the order:
the numbers are written down, with who drew them and when, before anything is computed from them, and only once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from contest_portal.jury.rules.lot import drawn_numbers, numbers_problem, witnesses_problem
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.sentences import Sentence

LOT_METHOD = N_(
    "De cada grupo empatado se toma el SHA-256 del texto «%(contest)s|%(numbers)s|código del grupo», y va primero el "
    "que da el número más bajo."
)


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


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A lot that an act took back, so that a new one was drawn: what it was, and when, why and by which act it went."""

    numbers: str
    held_at: datetime
    witnesses: str
    document: str
    reason: str
    cancelled_at: datetime


def draw_problems(
    *,
    numbers: str,
    witnesses: str,
    held_at: datetime,
    now: datetime,
    ties: Iterable[Problem],
    cancelled: Iterable[Cancelled] = (),
) -> Iterator[Problem]:
    """Name what keeps a draw from being recorded: nothing to decide, no numbers, nobody who saw it, a time to come.

    After a cancelled draw numbers are drawn anew: not before it was cancelled, and never those that were known.
    """
    if not tuple(ties):
        yield Problem(
            "draw.nothing_tied",
            field="numbers",
            message=N_("No hay ningún empate que sortear. Cierre la calificación sin sorteo."),
        )
    yield from filter(None, (numbers_problem(numbers), witnesses_problem(witnesses)))
    earlier = tuple(cancelled)
    if any(one.numbers == drawn_numbers(numbers) or held_at < one.cancelled_at for one in earlier):
        yield Problem(
            "draw.not_anew",
            field="numbers",
            message=N_("El sorteo anterior se anuló: saque otros números ahora, a la vista de todos."),
        )
    if held_at > now:
        yield Problem(
            "draw.in_the_future",
            field="held_at",
            message=N_("El sorteo todavía no se ha hecho a esa hora. Corrija el día o la hora."),
        )
