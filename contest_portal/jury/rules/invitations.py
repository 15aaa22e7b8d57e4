"""Invitations to judge: which deeds each state allows, and what an answer needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.rules.panel import UNTOLD, Background, background_problems, institution_problem
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem

MAX_REASON = 400


class InvitationState(StrEnum):
    """Where an invitation stands."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an invited person says: yes, with what seats the person, or no, with a reason."""

    accepts: bool | None
    reason: str = ""
    dni: str = ""
    institution: str = ""
    background: Background = UNTOLD


def answer_problems(answer: Answer, rulebook: Rulebook) -> Iterator[Problem]:
    """Check that the answer is one, and has what it needs."""
    if answer.accepts is None:
        yield Problem("invitation.no_answer", field="answer", message=N_("Elija si acepta o no."))
    elif answer.accepts:
        yield from _acceptance(answer, rulebook)
    elif not answer.reason.strip() or len(answer.reason) > MAX_REASON:
        yield Problem(
            "invitation.reason",
            field="reason",
            message=N_("Escriba por qué no acepta, en %(max)s letras como máximo."),
            params={"max": str(MAX_REASON)},
        )


def _acceptance(answer: Answer, rulebook: Rulebook) -> Iterator[Problem]:
    if not answer.dni:
        yield Problem(
            "invitation.dni",
            field="dni",
            message=N_("Escriba su DNI: con él se comprueba que no integre ningún grupo."),
        )
    institution = institution_problem(answer.institution)
    if institution is not None:
        yield institution
    yield from background_problems(answer.background, rulebook)


_SENT = frozenset({InvitationState.SENT.value})
_OPEN = _SENT | {InvitationState.ACCEPTED.value}

INVITATION: Lifecycle[None] = Lifecycle(
    "invitation",
    (
        Transition("remind", _SENT, InvitationState.SENT),
        Transition("accept", _SENT, InvitationState.ACCEPTED),
        Transition("decline", _SENT, InvitationState.DECLINED),
        Transition("withdraw", _OPEN, InvitationState.WITHDRAWN),
    ),
)
