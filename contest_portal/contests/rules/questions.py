"""Questions on a call: until when they are taken, what a text must be, and the way from asked to published."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from contest_portal.kernel.clock import office_date, office_moment
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem

LEAST_TEXT, MOST_TEXT = 10, 1000
MOST_WAITING = 5
"""So many questions of one person on one call may wait for an answer."""


class QuestionState(StrEnum):
    """Waiting; answered to the asker alone; published without the asker's name. What is public stays public."""

    WAITING = "waiting"
    ANSWERED = "answered"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class AskingFacts:
    """What decides whether a question is taken: the instant, the call, and how many of the asker's still wait."""

    at: datetime
    opens_at: datetime
    until: date | None
    waiting: int = 0


QUESTION: Lifecycle[None] = Lifecycle(
    "question",
    (
        Transition("answer", frozenset({QuestionState.WAITING.value}), QuestionState.ANSWERED),
        Transition("publish", frozenset({QuestionState.ANSWERED.value}), QuestionState.PUBLISHED),
    ),
)


def asking_problem(facts: AskingFacts) -> Problem | None:
    """Say why no question is taken now; None while one is."""
    if facts.until is None:
        return _refusal("question.none_taken", N_("Esta convocatoria no recibe consultas en el portal."))
    if facts.at < facts.opens_at:
        return _refusal(
            "question.not_yet",
            N_("Las consultas se reciben desde que abre la convocatoria, el %(opens)s, hora de Lima."),
            opens=office_moment(facts.opens_at),
        )
    if office_date(facts.at) > facts.until:
        return _refusal(
            "question.too_late",
            N_(
                "Las consultas se recibieron hasta el %(until)s. Lea las respuestas publicadas en la convocatoria."
            ),
            until=facts.until.strftime("%d/%m/%Y"),
        )
    if facts.waiting >= MOST_WAITING:
        return _refusal(
            "question.too_many",
            N_("Ya tiene %(most)s consultas que esperan respuesta. Espere a que la oficina responda alguna."),
            most=str(MOST_WAITING),
        )
    return None


def text_problem(text: str, field: str) -> Problem | None:
    """Ask for a text that says something and can be read on a phone."""
    if LEAST_TEXT <= len(text.strip()) <= MOST_TEXT:
        return None
    return Problem(
        f"question.{field}",
        field=field,
        message=N_("Escriba de %(least)s a %(most)s letras."),
        params={"least": str(LEAST_TEXT), "most": str(MOST_TEXT)},
    )


def clarification_problem(state: str, *, publishes: bool, clarifies: bool) -> Problem | None:
    """Refuse a clarification of the rules that nobody can read."""
    if not clarifies or publishes or state == QuestionState.PUBLISHED:
        return None
    return Problem(
        "question.secret_clarification",
        field="clarifies",
        message=N_("Una aclaración de las bases vale para todos: publique también la respuesta."),
    )


def _refusal(code: str, message: str, **params: str) -> Problem:
    return Problem(code, field="text", message=message, params=params)
