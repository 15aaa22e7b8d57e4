"""When the progress of a group may be scored, and the states of that scoring."""

from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem


class SecondState(StrEnum):
    """Where the second scoring of a group stands."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SecondFacts:
    """What the second scoring of a group rests on.

    `is_waiting`: its second transfer is neither proposed nor approved nor paid.
    """

    group: str
    is_asked: bool
    is_running: bool
    is_paid: bool
    is_waiting: bool


def _asked(facts: SecondFacts) -> Problem | None:
    if facts.is_asked:
        return None
    return _problem("not_asked", N_("Las bases de este concurso no piden calificar el avance."), facts)


def _running(facts: SecondFacts) -> Problem | None:
    if facts.is_running:
        return None
    message = N_(
        "%(group)s: su premio no está en curso. Anote primero la firma del convenio; si ya se liquidó o se anuló, no "
        "se califica más."
    )
    return _problem("not_running", message, facts)


def _paid(facts: SecondFacts) -> Problem | None:
    if facts.is_paid or not facts.is_running:
        return None
    message = N_(
        "%(group)s: todavía no recibió su primera transferencia. Registre su pago; después se califica el avance."
    )
    return _problem("not_paid", message, facts)


def _waiting(facts: SecondFacts) -> Problem | None:
    if facts.is_waiting:
        return None
    message = N_(
        "%(group)s: su segunda transferencia ya está propuesta o pagada y descansa en este puntaje. Si todavía no está "
        "aprobada, retírela primero."
    )
    return _problem("transfer_under_way", message, facts)


def _problem(code: str, message: str, facts: SecondFacts) -> Problem:
    return Problem(f"second_scoring.{code}", field="second", message=message, params={"group": facts.group})


_OPEN, _CLOSED = frozenset({SecondState.OPEN.value}), frozenset({SecondState.CLOSED.value})
_GROUNDS = (_asked, _running, _paid, _waiting)

SECOND: Lifecycle[SecondFacts] = Lifecycle(
    "second_scoring",
    (
        Transition("open", frozenset({SecondState.CANCELLED.value}), SecondState.OPEN, _GROUNDS),
        Transition("cancel", _OPEN, SecondState.CANCELLED),
        Transition("close", _OPEN, SecondState.CLOSED, _GROUNDS),
        Transition("reopen", _CLOSED, SecondState.OPEN, _GROUNDS),
    ),
)
