"""What a trial shows of the rules themselves: a pass mark that keeps nobody out, an envelope that never runs out."""

from collections.abc import Iterator
from dataclasses import dataclass

from contest_portal.allocation.rules.results import Outcome
from contest_portal.contests.rules.envelope_tree import money_for
from contest_portal.contests.rules.rulebook import Category, Rulebook
from contest_portal.kernel.problems import N_
from contest_portal.kernel.sentences import Sentence
from contest_portal.trials.rules.purposes import Purpose, purposes_of


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an invented group."""

    category: str
    purpose: Purpose
    outcome: Outcome


def findings(rulebook: Rulebook, fates: tuple[Fate, ...]) -> tuple[Sentence, ...]:
    """Say what is worth a second look, category by category."""
    return tuple(
        sentence
        for category in rulebook.categories
        for sentence in _findings(
            rulebook, category, tuple(fate for fate in fates if fate.category == category.code)
        )
    )


def _findings(rulebook: Rulebook, category: Category, fates: tuple[Fate, ...]) -> Iterator[Sentence]:
    outcomes = {fate.outcome for fate in fates}
    passed = {Outcome.AWARDED, Outcome.RESERVE}
    named = {"category": category.name, "mark": str(rulebook.scoring.pass_mark)}
    if not outcomes & passed:
        yield Sentence(
            N_("%(category)s: ningún grupo llega a los %(mark)s puntos. El sobre quedaría sin usar."), named
        )
    elif Outcome.AWARDED not in outcomes:
        yield Sentence(
            N_(
                "%(category)s: hay grupos aprobados y ninguno recibe fondo. Compare el sobre con el premio máximo."
            ),
            named,
        )
    elif Outcome.RESERVE not in outcomes:
        yield Sentence(
            N_(
                "%(category)s: el sobre alcanza para todos los aprobados de la prueba y nadie queda en reserva. "
                "Paga %(awards)s premios del monto máximo."
            ),
            {**named, "awards": str(money_for(rulebook, category).cents // rulebook.budget.max_award.cents)},
        )
    if any(fate.purpose is Purpose.BELOW and fate.outcome in passed for fate in fates):
        yield Sentence(
            N_(
                "%(category)s: también aprueba el grupo con las notas más bajas. El mínimo no deja fuera a nadie."
            ),
            named,
        )
    if not {Purpose.ABSENT, Purpose.ANSWERED_NO} & set(purposes_of(rulebook, category.code)):
        yield Sentence(
            N_(
                "%(category)s: estas reglas no descalifican a nadie, ni por asistencia ni por una pregunta de sí o no."
            ),
            named,
        )
