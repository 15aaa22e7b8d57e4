"""What a person decided about the use of their data, and what follows from it. Source: Law 29733.

The programme is a public body: for its own work it needs no consent (article 14), but who refuses or withdraws is
heard. Every other purpose needs consent that was given and still stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contest_portal.kernel.problems import N_, Problem

PAPER_LEAST, PAPER_MOST = 5, 200
RECEIVER_LEAST, RECEIVER_MOST = 3, 80
REASON_LEAST, REASON_MOST = 5, 300
LAW_DAY = date(2011, 7, 3)


class Purpose(StrEnum):
    """What data may be used for."""

    WORK = "work"
    SHARING = "sharing"
    STUDY = "study"
    IMAGE = "image"


class Decision(StrEnum):
    """What somebody decided."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision for some purposes on a day; `number` tells the later of two of one day."""

    decision: Decision
    purposes: frozenset[Purpose]
    on_date: date
    number: int


@dataclass(frozen=True, slots=True)
class ConsentPaper:
    """What a person decided, when, on which paper, and who of the programme received it."""

    decision: Decision
    purposes: frozenset[Purpose]
    on_date: date
    paper: str
    received_by: str


def may_be_named(decision: Decision | None, purpose: Purpose) -> bool:
    """Tell whether a person may stand with a name in what leaves for a purpose; None: nothing was decided."""
    if decision is None:
        return purpose is Purpose.WORK
    return decision is Decision.GIVEN


def standing(decided: Iterable[Decided], purpose: Purpose) -> Decision | None:
    """Give the last decision about a purpose; None: there is none."""
    about_it = [one for one in decided if purpose in one.purposes]
    last = max(about_it, key=lambda one: (one.on_date, one.number), default=None)
    return None if last is None else last.decision


def consent_problems(
    paper: ConsentPaper, before: Iterable[Decided], *, today: date, born: date | None = None
) -> tuple[Problem, ...]:
    """Ask for a purpose, a day that can be, a paper, who received it; only what was given can be withdrawn."""
    earliest = LAW_DAY if born is None else max(LAW_DAY, born)
    asked = (
        (bool(paper.purposes), "purposes", N_("Marque para qué usos decidió.")),
        (
            earliest <= paper.on_date <= today,
            "on_date",
            N_("El día debe estar entre la Ley 29733 (3 de julio de 2011), o su nacimiento, y hoy."),
        ),
        (
            PAPER_LEAST <= len(paper.paper) <= PAPER_MOST,
            "paper",
            N_("Escriba qué papel firmó y dónde se guarda."),
        ),
        (
            RECEIVER_LEAST <= len(paper.received_by) <= RECEIVER_MOST,
            "received_by",
            N_("Escriba quién recibió el papel."),
        ),
        (
            _can_be_said(paper, list(before)),
            "decision",
            N_("No consta que antes consintiera en esos usos: no hay qué retirar. Anote que no consiente."),
        ),
    )
    return tuple(
        Problem(f"consent.{field}", field=field, message=message)
        for is_met, field, message in asked
        if not is_met
    )


def undo_problems(reason: str, *, is_undone: bool) -> tuple[Problem, ...]:
    """Refuse to take back twice, and ask why."""
    if is_undone:
        message = N_("Esta anotación ya se deshizo.")
        return (Problem("consent.undone", field="reason", message=message),)
    if REASON_LEAST <= len(reason) <= REASON_MOST:
        return ()
    message = N_("Escriba por qué se deshace.")
    return (Problem("consent.reason", field="reason", message=message),)


def _can_be_said(paper: ConsentPaper, before: list[Decided]) -> bool:
    if paper.decision is not Decision.WITHDRAWN:
        return True
    earlier = [one for one in before if one.on_date <= paper.on_date]
    return all(standing(earlier, purpose) is Decision.GIVEN for purpose in paper.purposes)
