"""Observations of groups on their announced result: until when, on what, and how they are decided.

Source of the term: so many working days as the rules of the contest say, from the day after the announcement. What
arrived within it counts by the instant at which it arrived, on the portal or at the counter.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from contest_portal.kernel.clock import OFFICE_ZONE, office_date, office_moment
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.working_days import add_working_days

LEAST_TEXT, MOST_TEXT = 20, 2000
MOST_OBSERVATIONS = 3
"""So many observations a group may file on one result."""
MOST_FILES = 3
"""So many files go with one observation."""


class ObservationState(StrEnum):
    """Received; with a proposed answer, which the group does not see; rejected or upheld, for good."""

    RECEIVED = "received"
    PROPOSED = "proposed"
    REJECTED = "rejected"
    UPHELD = "upheld"


DECIDED = frozenset({ObservationState.REJECTED, ObservationState.UPHELD})


class Answer(StrEnum):
    """What is answered: it does not hold, or it does."""

    REJECT = "reject"
    UPHOLD = "uphold"


_RECEIVED, _PROPOSED = frozenset({"received"}), frozenset({"proposed"})

OBSERVATION: Lifecycle[None] = Lifecycle(
    "observation",
    (
        Transition("propose", _RECEIVED, ObservationState.PROPOSED),
        Transition("return", _PROPOSED, ObservationState.RECEIVED),
        Transition("reject", _PROPOSED, ObservationState.REJECTED),
        Transition("uphold", _PROPOSED, ObservationState.UPHELD),
    ),
)


@dataclass(frozen=True, slots=True)
class About:
    """What is observed: a criterion of a phase, a whole phase, or, with neither, the allocation of the fund."""

    phase: str | None = None
    criterion: str | None = None

    @property
    def code(self) -> str:
        """Write it as one word, as forms send it."""
        return "/".join(part for part in (self.phase, self.criterion) if part) or "allocation"


@dataclass(frozen=True, slots=True)
class Window:
    """When observations are taken: from the announcement up to, not including, `until`."""

    opens_at: datetime
    until: datetime

    @property
    def last_day(self) -> str:
        """Write the last day: `28/11/2026`."""
        return office_date(self.until - timedelta(seconds=1)).strftime("%d/%m/%Y")


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """What decides whether an observation is taken: when it arrived, the window, how many the group filed in it.

    `takes_any`: whether the rules give days for it.
    """

    arrived_at: datetime
    window: Window | None
    filed: int = 0
    takes_any: bool = True


def window_of(announced_at: datetime | None, days: int) -> Window | None:
    """Give the window of a result; None before the announcement, and where the rules take no observations.

    It ends with the last of `days` working days after the day of the announcement, at midnight of the office.
    """
    if announced_at is None or days == 0:
        return None
    last = add_working_days(office_date(announced_at), days)
    return Window(announced_at, datetime.combine(last + timedelta(days=1), time(), OFFICE_ZONE))


def files_problem(sha256s: Collection[str]) -> Problem | None:
    """Say what is wrong with the files of an observation, by their hashes: too many, or one twice."""
    if len(sha256s) > MOST_FILES:
        message = N_("Adjunte %(most)s archivos como máximo. Una los papeles en un solo PDF.")
        return Problem("observation.files", field="files", message=message, params={"most": str(MOST_FILES)})
    if len(set(sha256s)) < len(sha256s):
        message = N_("Eligió dos veces el mismo archivo. Elija cada uno una sola vez.")
        return Problem("observation.same_file", field="files", message=message)
    return None


def filing_problem(facts: FilingFacts) -> Problem | None:
    """Say why no observation is taken, beside the group or the instant of its paper; None while one is."""
    window = facts.window
    if not facts.takes_any:
        return _refusal(
            "observation.none_taken", "group", N_("Este concurso no recibe observaciones a su resultado.")
        )
    if window is None:
        return _refusal(
            "observation.not_announced",
            "group",
            N_("Ahora no hay un resultado anunciado que observar. Espere a que la oficina lo anuncie."),
        )
    if facts.arrived_at < window.opens_at:
        return _refusal(
            "observation.not_yet",
            "received_at",
            N_("El resultado se anunció el %(opens)s, hora de Lima. Revise cuándo llegó la observación."),
            opens=office_moment(window.opens_at),
        )
    if facts.arrived_at >= window.until:
        return _refusal(
            "observation.too_late",
            "received_at",
            N_(
                "El plazo para observar el resultado empezó con su anuncio, el %(opens)s, y terminó el %(last)s al "
                "final del día. Si tiene dudas, pregunte en la oficina."
            ),
            opens=office_moment(window.opens_at),
            last=window.last_day,
        )
    if facts.filed >= MOST_OBSERVATIONS:
        return _refusal(
            "observation.too_many",
            "group",
            N_("El grupo ya presentó %(most)s observaciones. Espere las respuestas de la oficina."),
            most=str(MOST_OBSERVATIONS),
        )
    return None


def text_problem(text: str, field: str) -> Problem | None:
    """Ask for a text that says something and can be read on a phone."""
    if LEAST_TEXT <= len(text.strip()) <= MOST_TEXT:
        return None
    return Problem(
        f"observation.{field}",
        field=field,
        message=N_("Escriba de %(least)s a %(most)s letras."),
        params={"least": str(LEAST_TEXT), "most": str(MOST_TEXT)},
    )


def answer_problem(outcome: Answer, *, corrects: bool) -> Problem | None:
    """Refuse a rejection that corrects a mark."""
    if outcome is Answer.UPHOLD or not corrects:
        return None
    return Problem(
        "observation.rejected_with_correction",
        field="mark",
        message=N_("Si la observación no procede no se corrige ningún puntaje. Quite la corrección."),
    )


def about_problem() -> Problem:
    """Ask for one of the things that can be observed."""
    return Problem(
        "observation.about",
        field="about",
        message=N_("Elija qué observa: el reparto, una fase o un criterio."),
    )


def _refusal(code: str, field: str, message: str, **params: str) -> Problem:
    return Problem(code, field=field, message=message, params=params)
