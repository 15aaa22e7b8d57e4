"""Acts of two persons: what both decide on, who may ask for it and who may confirm it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from contest_portal.accounts.rules.permissions import Action
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem

Content = TypeVar("Content")


class JointState(StrEnum):
    """Where an act of two persons stands."""

    ASKED = "asked"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class JointKind(Generic[Content]):
    """A kind of act: the record that both decide on, the right to ask for it, and that to confirm it.

    `waits`: so long it waits for the second person; None: until somebody takes it back.
    """

    code: str
    content: type[Content]
    ask: Action
    confirm: Action
    waits: timedelta | None = None


_ASKED = frozenset({JointState.ASKED.value})

JOINT_ACT: Lifecycle[None] = Lifecycle(
    "joint_act",
    (
        Transition("confirm", _ASKED, JointState.DONE),
        Transition("withdraw", _ASKED, JointState.WITHDRAWN),
    ),
)


def one_waits() -> Problem:
    """Say that the same was asked for already."""
    return Problem(
        "joint_act.waits",
        field="state",
        message=N_(
            "Ya se pidió y espera a la segunda persona. Confírmelo o retírelo antes de pedirlo de nuevo."
        ),
    )


def lapsed() -> Problem:
    """Say that it waited for too long."""
    return Problem(
        "joint_act.lapsed",
        field="state",
        message=N_("Este pedido venció antes de que otra persona lo confirmara. Pídalo de nuevo."),
    )
