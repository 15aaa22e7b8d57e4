"""The invented panel: one evaluator more than the quorum asks for, so that one may leave a group."""

from collections.abc import Iterator
from dataclasses import dataclass

from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.trials.rules.purposes import spared_class


@dataclass(frozen=True, slots=True)
class InventedJuror:
    """A seat: its number from 1, the phases it marks and the class of evaluators it is of in them."""

    number: int
    phases: tuple[str, ...]
    evaluator_class: str = ""

    @property
    def position(self) -> str:
        """Give the position in the panel."""
        return {1: "president", 2: "secretary"}.get(self.number, "member")

    @property
    def leaves(self) -> bool:
        """Tell whether this is the one who leaves a group by recusal."""
        return self.number == 2


def invented_panel(rulebook: Rulebook) -> tuple[InventedJuror, ...]:
    """Seat the panel: first those who mark every phase without classes, then each class of each other phase."""
    seats = enumerate(_seats(rulebook), start=1)
    return tuple(InventedJuror(number, phases, class_code) for number, (phases, class_code) in seats)


def _seats(rulebook: Rulebook) -> Iterator[tuple[tuple[str, ...], str]]:
    enough = rulebook.scoring.quorum + 1
    plain = tuple(phase.code for phase in rulebook.phases if not phase.classes)
    yield from [(plain, "")] * (enough if plain else 0)
    for phase in rulebook.phases:
        for class_code in _class_seats(phase, enough):
            yield (phase.code,), class_code


def _class_seats(phase: Phase, enough: int) -> Iterator[str]:
    """Give the class that no group lacks the whole quorum and one more, every other class one evaluator."""
    spared = spared_class(phase)
    ordered = sorted(phase.classes, key=lambda one: one == spared)
    for place, one in enumerate(ordered):
        yield from [one.code] * (enough if place == 0 else 1)
