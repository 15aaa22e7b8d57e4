"""The chain that approves a run: which step waits, whose it is, and what became of the others."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from contest_portal.accounts.rules.permissions import Action, Scope
from contest_portal.contests.rules.approval_chain import ApprovalStep, Approver
from contest_portal.kernel.problems import N_, Problem, length_problem

LEAST_REASON, MOST_REASON = 10, 300

ACTIONS: Mapping[Approver, Action] = MappingProxyType(
    {Approver.SECRETARY: Action.ALLOCATION_CONFIRM, Approver.STAFF: Action.ALLOCATION_APPROVE}
)
"""What somebody must be allowed to do to take a step."""


class StepOutcome(StrEnum):
    """What was decided on a step."""

    APPROVED = "approved"
    REFUSED = "refused"


class StepState(StrEnum):
    """How a step stands: decided, its turn, later, or approved of something that is not so any more."""

    APPROVED = "approved"
    REFUSED = "refused"
    WAITING = "waiting"
    LATER = "later"
    LAPSED = "lapsed"


def step_to_take(chain: tuple[ApprovalStep, ...], approved: int) -> int:
    """Give the number of the step that is next after so many; of a whole chain its last."""
    return min(approved + 1, len(chain))


def step_scope(contest_id: int, proposer_id: int, decided: Iterable[tuple[int, int]], step: int) -> Scope:
    """Give the facts that say who may take a step. `decided` are steps with who took them."""
    earlier = frozenset(person for number, person in decided if number < step)
    return Scope(contest_id=contest_id, proposer_id=proposer_id, earlier_ids=earlier)


def step_state(step: int, outcome: StepOutcome | None, *, to_take: int | None, stands: bool) -> StepState:
    """Tell how a step stands. `stands`: the run still is what its inputs give; `to_take`: None once decided."""
    if outcome is StepOutcome.APPROVED and not stands:
        return StepState.LAPSED
    if outcome is not None:
        return StepState(outcome)
    return StepState.WAITING if stands and step == to_take else StepState.LATER


def taken_problem(step: int, approved: int) -> Problem | None:
    """Object when a step is not the one that waits: somebody else was there first, or one before it is missing."""
    if step == approved + 1:
        return None
    return Problem(
        "allocation.step_taken",
        field="step",
        message=N_(
            "El paso %(step)s no es el que espera ahora. Vuelva a cargar la página para ver cómo quedó."
        ),
        params={"step": str(step)},
    )


def reason_problem(reason: str) -> Problem | None:
    """Ask whoever sends a proposal back for a reason that says something."""
    message = N_(
        "Escriba por qué devuelve la propuesta, en %(least)s a %(most)s letras: queda en el historial."
    )
    return length_problem(
        reason, LEAST_REASON, MOST_REASON, code="allocation.refusal_reason", message=message
    )
