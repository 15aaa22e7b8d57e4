"""The states of a contest and what moves it from one to the next. One table for services and buttons alike."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem


class ContestState(StrEnum):
    """Where a contest stands, in the order it goes through."""

    DRAFT = "draft"
    PUBLISHED = "published"
    EVALUATING = "evaluating"
    SCORED = "scored"
    ALLOCATED = "allocated"
    ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """What the guards ask for. `problems` is all that the calling stage still found wrong for its action."""

    now: datetime | None = None
    closes_at: datetime | None = None
    problems: tuple[Problem, ...] = ()


def nothing_missing(facts: ContestFacts) -> Problem | None:
    """Object with the first thing that the stage found wrong (services refuse with all of them before)."""
    return facts.problems[0] if facts.problems else None


def entries_closed(facts: ContestFacts) -> Problem | None:
    """Object while entries may still arrive; unknown instants count as not closed."""
    if facts.now is not None and facts.closes_at is not None and facts.now >= facts.closes_at:
        return None
    return Problem(
        "contest.still_open",
        field="closes_at",
        message=N_(
            "La convocatoria sigue abierta. Espere al cierre de la recepción para pasar a evaluación."
        ),
    )


def _step(
    action: str, from_state: ContestState, to_state: ContestState, *, after_closing: bool = False
) -> Transition[ContestFacts]:
    guards = (entries_closed, nothing_missing) if after_closing else (nothing_missing,)
    return Transition(action, frozenset({from_state}), to_state, guards)


CONTEST: Lifecycle[ContestFacts] = Lifecycle(
    "contest",
    (
        _step("publish", ContestState.DRAFT, ContestState.PUBLISHED),
        _step("open_evaluation", ContestState.PUBLISHED, ContestState.EVALUATING, after_closing=True),
        _step("close_scoring", ContestState.EVALUATING, ContestState.SCORED),
        _step("allocate", ContestState.SCORED, ContestState.ALLOCATED),
        _step("announce", ContestState.ALLOCATED, ContestState.ANNOUNCED),
        Transition(
            "reopen_scoring",
            frozenset({ContestState.SCORED, ContestState.ALLOCATED, ContestState.ANNOUNCED}),
            ContestState.EVALUATING,
        ),
        Transition(
            "reopen_allocation",
            frozenset({ContestState.ALLOCATED, ContestState.ANNOUNCED}),
            ContestState.SCORED,
        ),
    ),
)
