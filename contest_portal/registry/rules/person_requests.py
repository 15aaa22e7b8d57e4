"""Requests of the person concerned: what can be asked, by when it is answered, what an answer must say.

Source: Law 29733, articles 19, 20 and 22, with its regulation. The days run from the day after the request came, by
the day at the counter, and are working days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from contest_portal.kernel.clock import office_date
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.working_days import add_working_days
from contest_portal.registry.rules.disclosure import dni_problem
from contest_portal.registry.rules.privacy_terms import TermCode

LEAST_TEXT, MOST_TEXT = 10, 2000
SOON_DAYS = 3
"""So many working days before the last one a request is shown as due soon."""


class RequestKind(StrEnum):
    """What a person may ask for about the own data."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    CANCELLATION = "cancellation"
    OPPOSITION = "opposition"


class RequestOutcome(StrEnum):
    """What is answered."""

    GRANTED = "granted"
    PARTLY = "partly"
    DENIED = "denied"


class Standing(StrEnum):
    """Where a request stands on a day."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    ON_TIME = "on_time"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"


TERM_OF: Mapping[RequestKind, TermCode] = MappingProxyType(
    {
        RequestKind.ACCESS: TermCode.ACCESS_DAYS,
        RequestKind.RECTIFICATION: TermCode.RECTIFICATION_DAYS,
        RequestKind.CANCELLATION: TermCode.CANCELLATION_DAYS,
        RequestKind.OPPOSITION: TermCode.OPPOSITION_DAYS,
    }
)

PERSON_REQUEST: Lifecycle[None] = Lifecycle(
    "person_request", (Transition("answer", frozenset({"received"}), "answered"),)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came: what is asked for, in the person's own words, and when it arrived."""

    kind: RequestKind
    text: str
    received_at: datetime
    on_paper: bool


def due_on(received_at: datetime, days: int) -> date:
    """Give the last day to answer: so many working days after the day on which the request came."""
    return add_working_days(office_date(received_at), days)


def standing(due: date, today: date, answered_on: date | None) -> Standing:
    """Tell where a request stands."""
    if answered_on is not None:
        return Standing.ANSWERED if answered_on <= due else Standing.ANSWERED_LATE
    if today > due:
        return Standing.OVERDUE
    return Standing.DUE_SOON if soon_until(today) >= due else Standing.ON_TIME


def soon_until(today: date) -> date:
    """Give the latest last day that is shown as due soon."""
    return add_working_days(today, SOON_DAYS)


def asked_problems(asked: Asked, now: datetime) -> tuple[Problem, ...]:
    """List what keeps a request from being taken: a text that says nothing or holds a number, an hour to come."""
    to_come = Problem(
        "person_request.to_come",
        field="received_at",
        message=N_("Esa hora todavía no llega. Escriba cuándo se recibió la solicitud."),
    )
    found = [*_text_problems(asked.text, "text"), to_come if asked.received_at > now else None]
    return tuple(problem for problem in found if problem)


def answer_problems(answer: str) -> tuple[Problem, ...]:
    """List what keeps an answer from being given."""
    return tuple(problem for problem in _text_problems(answer, "answer") if problem)


def _text_problems(text: str, field: str) -> list[Problem | None]:
    length = Problem(
        "person_request.length",
        field=field,
        message=N_("Escriba de %(least)s a %(most)s letras."),
        params={"least": str(LEAST_TEXT), "most": str(MOST_TEXT)},
    )
    is_right = LEAST_TEXT <= len(text.strip()) <= MOST_TEXT
    return [None if is_right else length, dni_problem(text, field=field)]
