"""When money may move between envelopes: once the ranking stands, with a reason, never what is committed."""

from collections.abc import Iterator
from dataclasses import dataclass

from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem

MOST_LETTERS = 300
FEWEST_LETTERS = 10
_PROPOSED = frozenset({"proposed"})


@dataclass(frozen=True, slots=True)
class MoveWish:
    """What somebody wants moved: between two envelopes by their numbers, None for the fund, and why."""

    source: int | None
    target: int | None
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What a move rests on: what its source may give, and whether an allocation waits for its approval."""

    amount: Money
    free: Money
    run_proposed: bool


def _enough(facts: MoveFacts) -> Problem | None:
    if facts.amount <= facts.free:
        return None
    return Problem(
        "move.not_free",
        field="amount",
        message=N_("De ahí se pueden mover %(free)s como máximo: lo demás está comprometido. Baje el monto."),
        params={"free": facts.free.format()},
    )


def _no_run(facts: MoveFacts) -> Problem | None:
    if not facts.run_proposed:
        return None
    return Problem(
        "move.run_proposed",
        field="state",
        message=N_(
            "Hay un reparto propuesto con los sobres de hoy. Apruébelo o descártelo antes de mover dinero."
        ),
    )


MOVE: Lifecycle[MoveFacts] = Lifecycle(
    "envelope_move",
    (
        Transition("approve", _PROPOSED, "approved", (_no_run, _enough)),
        Transition("discard", _PROPOSED, "discarded"),
    ),
)


def state_problem(state: str) -> Problem | None:
    """Let money move once the ranking is closed: before that an amendment says what each envelope holds."""
    if state in (ContestState.SCORED, ContestState.ALLOCATED, ContestState.ANNOUNCED):
        return None
    return Problem(
        "move.too_early",
        field="state",
        message=N_(
            "Hasta cerrar la calificación, los sobres se cambian con una enmienda; después, con un traslado."
        ),
    )


def wish_problems(wish: MoveWish) -> Iterator[Problem]:
    """Check what is asked for itself."""
    if wish.source == wish.target:
        message = N_("El dinero sale de un sitio y va a otro. Elija dos distintos.")
        yield Problem("move.same_place", field="target", message=message)
    if wish.amount <= ZERO:
        yield Problem("move.no_amount", field="amount", message=N_("Escriba un monto mayor que cero."))
    if not FEWEST_LETTERS <= len(wish.reason) <= MOST_LETTERS:
        message = N_("Escriba el motivo en %(least)s a %(most)s letras: queda en el acto.")
        params = {"least": str(FEWEST_LETTERS), "most": str(MOST_LETTERS)}
        yield Problem("move.reason", field="reason", message=message, params=params)
