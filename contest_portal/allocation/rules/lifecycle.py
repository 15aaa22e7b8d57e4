"""The states of an allocation run: proposed by one person, then approved by another or discarded."""

from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem


class RunState(StrEnum):
    """Where a run stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What repeating the calculation showed: whether it starts from the same data and ends in the same result."""

    same_inputs: bool = True
    same_result: bool = True


def inputs_unchanged(facts: RunFacts) -> Problem | None:
    """Object when the ranking, the envelopes or the rules are no longer those of the proposal."""
    if facts.same_inputs:
        return None
    return Problem(
        "allocation.inputs_changed",
        field="run",
        message=N_(
            "El cuadro de mérito o los sobres cambiaron desde la propuesta. Descarte esta propuesta y haga otra."
        ),
    )


def result_unchanged(facts: RunFacts) -> Problem | None:
    """Object when the rule, run again on the stored inputs, does not give what was proposed."""
    if facts.same_result:
        return None
    return Problem(
        "allocation.result_differs",
        field="run",
        message=N_(
            "Al repetir el cálculo, el resultado no coincide con lo propuesto. Descarte esta propuesta y avise "
            "al área de sistemas."
        ),
    )


_PROPOSED = frozenset({RunState.PROPOSED.value})

RUN: Lifecycle[RunFacts] = Lifecycle(
    "allocation_run",
    (
        Transition("approve", _PROPOSED, RunState.APPROVED, (inputs_unchanged, result_unchanged)),
        Transition("discard", _PROPOSED, RunState.DISCARDED),
        Transition("undo", frozenset({RunState.APPROVED.value}), RunState.DISCARDED),
    ),
)

AWARD: Lifecycle[None] = Lifecycle(
    "award", (Transition("annul", from_states=frozenset({"granted"}), to_state="void"),)
)
"""An award stands until it is annulled; why it may be is asked by what follows it."""
