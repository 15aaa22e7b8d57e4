"""What can become of an issued document: it is void or it stands. Its number is never used again."""

from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem


class DocumentState(StrEnum):
    """Where a document stands."""

    ISSUED = "issued"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class VoidFacts:
    """What is known when a document is to be made void."""

    reason: str


def _says_why(facts: VoidFacts) -> Problem | None:
    if facts.reason.strip():
        return None
    return Problem(
        "document.void_without_reason",
        field="reason",
        message=N_("Escriba por qué se anula el documento; el motivo queda a la vista de todos."),
    )


DOCUMENT: Lifecycle[VoidFacts] = Lifecycle(
    "document",
    (
        Transition(
            "void",
            from_states=frozenset({DocumentState.ISSUED}),
            to_state=DocumentState.VOID,
            guards=(_says_why,),
        ),
    ),
)
