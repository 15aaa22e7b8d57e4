"""The invented panel: one evaluator more than the quorum or a group asks for, so that one may leave a group."""

from collections.abc import Iterator
from dataclasses import dataclass

from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.trials.rules.purposes import spared_class


@dataclass(frozen=True, slots=True)
class InventedJuror:
    """A seat: its number from 1, the phases it marks and the class of evaluators it is of in them.

    The first one presides, and so does the first of each panel that one phase has for itself (`heads_a_phase`).
    """

    number: int
    phases: tuple[str, ...]
    evaluator_class: str = ""
    heads_a_phase: bool = False

    @property
    def position(self) -> str:
        """Give the position in the panel."""
        presides = self.number == 1 or self.heads_a_phase
        return "president" if presides else {2: "secretary"}.get(self.number, "member")

    @property
    def leaves(self) -> bool:
        """Tell whether this is the one who leaves a group by recusal."""
        return self.number == 2


def invented_panel(rulebook: Rulebook) -> tuple[InventedJuror, ...]:
    """Seat the panel: first those who mark every phase without classes, then each class of each other phase."""
    seats: list[InventedJuror] = []
    begun = {rulebook.panel_of(())}
    for number, (phases, class_code) in enumerate(_seats(rulebook), start=1):
        panel = rulebook.panel_of(phases)
        seats.append(InventedJuror(number, phases, class_code, heads_a_phase=panel not in begun))
        begun.add(panel)
    return tuple(seats)


def _seats(rulebook: Rulebook) -> Iterator[tuple[tuple[str, ...], str]]:
    together = tuple(phase for phase in rulebook.phases if not phase.classes and not phase.own_panel)
    apart = [(phase,) for phase in rulebook.phases if phase.own_panel and not phase.classes]
    for group in ([together] if together else []) + apart:
        enough = max(max(rulebook.quorum_of(phase), phase.scorers) + 1 for phase in group)
        yield from [(tuple(phase.code for phase in group), "")] * enough
    for phase in rulebook.phases:
        for class_code in _class_seats(phase, rulebook.quorum_of(phase) + 1):
            yield (phase.code,), class_code


def _class_seats(phase: Phase, enough: int) -> Iterator[str]:
    """Give the class that no group lacks the whole quorum and one more, every other class one evaluator."""
    spared = spared_class(phase)
    ordered = sorted(phase.classes, key=lambda one: one == spared)
    for place, one in enumerate(ordered):
        yield from [one.code] * max(enough if place == 0 else 1, one.scorers + 1 if one.scorers else 0)
