"""The session in the hall: what it needs to open, who must be there, in which order groups present, how it ends."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contest_portal.jury.rules.lot import lot_number
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.sentences import Sentence

ORDER_METHOD = N_(
    "De cada grupo se toma el SHA-256 del texto «%(contest)s|%(numbers)s|código del grupo»; dentro de su categoría "
    "expone primero el que da el número más bajo."
)
MOST_MINUTES = 180
MAX_PLACE, MAX_AGENDA, MAX_REASON, MAX_INCIDENT = 200, 2000, 400, 600


class HallState(StrEnum):
    """Where a session stands."""

    OPEN = "open"
    CLOSED = "closed"


HALL: Lifecycle[None] = Lifecycle(
    "hall_session",
    (
        Transition("close", frozenset({HallState.OPEN.value}), HallState.CLOSED),
        Transition("reopen", frozenset({HallState.CLOSED.value}), HallState.OPEN),
    ),
)


class PresentationState(StrEnum):
    """Where a group's presentation stands."""

    WAITING = "waiting"
    PRESENTING = "presenting"
    DONE = "done"


_WAITING, _PRESENTING = (
    frozenset({PresentationState.WAITING.value}),
    frozenset({PresentationState.PRESENTING.value}),
)
PRESENTATION: Lifecycle[None] = Lifecycle(
    "presentation",
    (
        Transition("begin", _WAITING, PresentationState.PRESENTING),
        Transition("end", _PRESENTING, PresentationState.DONE),
        Transition("undo", _PRESENTING, PresentationState.WAITING),
        Transition("postpone", _WAITING, PresentationState.WAITING),
    ),
)


@dataclass(frozen=True, slots=True)
class HallPlan:
    """What the secretary tells before: the phase that is heard, where, about what, and the minutes of each group."""

    phase_code: str
    place: str
    agenda: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Quorum:
    """Who scores in a phase and is in the hall; `asked` is the quorum of the rules."""

    seated: int
    present: int
    asked: int

    @property
    def is_met(self) -> bool:
        """Tell whether enough of them are there."""
        return self.present >= self.asked

    @property
    def missing(self) -> int:
        """Count how many more must come."""
        return max(0, self.asked - self.present)

    def said(self) -> Sentence:
        """Say it in words, for the secretary and for the screen."""
        params = {"present": str(self.present), "seated": str(self.seated), "asked": str(self.asked)}
        if self.is_met:
            return Sentence(
                N_(
                    "Hay quórum: están %(present)s de los %(seated)s jurados que califican y bastan %(asked)s."
                ),
                params,
            )
        return Sentence(
            N_(
                "No hay quórum: están %(present)s de los %(seated)s jurados que califican y hacen falta %(asked)s."
            ),
            params,
        )


@dataclass(frozen=True, slots=True)
class Contender:
    """A group that presents, by its entry code; `category` is the place of its category in the rules."""

    code: str
    category: int


def plan_problems(plan: HallPlan, phases: Iterable[str]) -> Iterator[Problem]:
    """Name what a plan lacks."""
    if plan.phase_code not in set(phases):
        yield Problem(
            "session.unknown_phase",
            field="phase_code",
            message=N_("Elija la fase que se califica en la sesión."),
        )
    yield from written_problems(
        "place", plan.place, MAX_PLACE, N_("Escriba el lugar donde sesiona el jurado.")
    )
    yield from written_problems(
        "agenda", plan.agenda, MAX_AGENDA, N_("Escriba la agenda, un punto por línea.")
    )
    if not 1 <= plan.minutes <= MOST_MINUTES:
        yield Problem(
            "session.minutes",
            field="minutes",
            message=N_("Cada exposición dura entre 1 y %(most)s minutos. Corrija el número."),
            params={"most": str(MOST_MINUTES)},
        )


def written_problems(field: str, text: str, most: int, missing: str) -> Iterator[Problem]:
    """Object to a text that is empty, with the sentence given, or too long."""
    if not text.strip():
        yield Problem(f"session.without_{field}", field=field, message=missing)
    yield from filter(None, (length_problem(field, text, most),))


def length_problem(field: str, text: str, most: int) -> Problem | None:
    """Object to a text that is too long."""
    if len(text) <= most:
        return None
    return Problem(
        "session.too_long",
        field=field,
        message=N_("El texto tiene más de %(most)s letras. Escríbalo más corto."),
        params={"most": str(most)},
    )


def drawn_order(contest_code: str, numbers: str, groups: Iterable[Contender]) -> tuple[str, ...]:
    """Put groups in the order of the lot: category by category as the rules list them, then the lowest number first."""
    return tuple(
        group.code
        for group in sorted(
            groups, key=lambda one: (one.category, lot_number(contest_code, numbers, one.code))
        )
    )


def beginning_problems(
    name: str, *, next_name: str | None, presenting: str | None, quorum: Quorum, may_score: int
) -> Iterator[Problem]:
    """Name what keeps a group from beginning: another one presents, it is not the next, too few jurors are there.

    `may_score` counts the jurors in the hall who are not recused of this group, and have it where groups are shared
    out.
    """
    if presenting is not None:
        yield Problem(
            "session.somebody_presents",
            field="presentation",
            message=N_("Está exponiendo %(group)s. Anote primero que terminó."),
            params={"group": presenting},
        )
    if next_name is not None and next_name != name:
        yield Problem(
            "session.not_the_next",
            field="presentation",
            message=N_("Según el sorteo le toca a %(group)s. Si no está, páselo al final con su motivo."),
            params={"group": next_name},
        )
    if not quorum.is_met:
        yield _no_quorum(quorum)
    elif may_score < quorum.asked:
        yield _no_quorum_for(name, quorum, may_score)


def ending_problems(presenting: str | None, waiting: Sequence[str], *, confirmed: bool) -> Iterator[Problem]:
    """Name what keeps a session from being closed: a group that presents, or groups not heard without saying so."""
    if presenting is not None:
        yield Problem(
            "session.somebody_presents",
            field="closed_at",
            message=N_("Está exponiendo %(group)s. Anote primero que terminó."),
            params={"group": presenting},
        )
    if waiting and not confirmed:
        yield Problem(
            "session.groups_waiting",
            field="confirmed",
            message=N_(
                "No expusieron: %(groups)s. Marque la confirmación si la sesión termina sin ellos: constará en el acta."
            ),
            params={"groups": ", ".join(waiting)},
        )


def within_problem(field: str, at: datetime, *, opened_at: datetime, now: datetime) -> Problem | None:
    """Object to an hour before the session was opened, or still to come."""
    if opened_at.replace(second=0, microsecond=0) <= at <= now:
        return None
    return Problem(
        "session.wrong_hour",
        field=field,
        message=N_("La hora debe estar entre la apertura de la sesión y este momento. Corríjala."),
    )


def closing_hour_problem(closed_at: datetime, ends: Iterable[datetime | None]) -> Problem | None:
    """Object to an end of the session before that of a presentation: the acta would tell both."""
    heard = [end.replace(second=0, microsecond=0) for end in ends if end is not None]
    if not heard or max(heard) <= closed_at:
        return None
    return Problem(
        "session.closed_before_the_last",
        field="closed_at",
        message=N_("A esa hora todavía exponía un grupo. La sesión no terminó antes: corrija la hora."),
    )


def closed_over_incident(closed_at: datetime, incidents: Iterable[datetime]) -> Problem | None:
    """Object to an end of the session before something that happened in it: the acta would tell both."""
    noted = [at.replace(second=0, microsecond=0) for at in incidents]
    if not noted or max(noted) <= closed_at:
        return None
    return Problem(
        "session.closed_before_incident",
        field="closed_at",
        message=N_("Hay una incidencia anotada después de esa hora. Corrija la hora o retire la incidencia."),
    )


def _no_quorum(quorum: Quorum) -> Problem:
    return Problem(
        "session.no_quorum",
        field="presentation",
        message=N_(
            "No hay quórum: están %(present)s de los %(seated)s jurados que califican y hacen falta %(asked)s. "
            "Anote a los que llegan o incorpore a otro jurado."
        ),
        params={"present": str(quorum.present), "seated": str(quorum.seated), "asked": str(quorum.asked)},
    )


def _no_quorum_for(name: str, quorum: Quorum, may_score: int) -> Problem:
    return Problem(
        "session.no_quorum_for_group",
        field="presentation",
        message=N_(
            "De los jurados presentes, %(may_score)s pueden calificar a %(group)s y hacen falta %(asked)s: los demás "
            "se abstuvieron o no lo tienen asignado. Espere a que llegue otro jurado o pase el grupo al final."
        ),
        params={"may_score": str(may_score), "group": name, "asked": str(quorum.asked)},
    )
