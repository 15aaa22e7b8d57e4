"""The states of an application and what leads from one to the next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem


class ApplicationState(StrEnum):
    """A draft over several visits, then sent once; a sent one can be taken back while the call is open."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class Ground(StrEnum):
    """Why something sent is taken: before the closing, within the grace of the rules, by a code for this group."""

    IN_TIME = "in_time"
    GRACE = "grace"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """The instant and the window of the call (`closes_at` itself is already late).

    For a draft also: when it was begun, until when the rules bear with it, until when a code lets its group send.
    """

    at: datetime
    opens_at: datetime
    closes_at: datetime
    begun_at: datetime | None = None
    grace_until: datetime | None = None
    code_until: datetime | None = None
    contest_state: str = ContestState.PUBLISHED


def ground_of(facts: ApplicationFacts) -> Ground | None:
    """Tell on what ground a draft could be sent at this instant; None when it cannot."""
    if facts.at < facts.closes_at:
        return Ground.IN_TIME
    if _bears_with(facts) and facts.at < (facts.grace_until or facts.closes_at):
        return Ground.GRACE
    return Ground.CODE if facts.code_until is not None and facts.at < facts.code_until else None


def open_until(facts: ApplicationFacts) -> datetime:
    """Give until when a draft may be sent: the closing, and only once it is past, what goes beyond it."""
    if facts.at < facts.closes_at:
        return facts.closes_at
    grace = facts.grace_until if _bears_with(facts) else None
    return max(until for until in (facts.closes_at, grace, facts.code_until) if until is not None)


def _bears_with(facts: ApplicationFacts) -> bool:
    return facts.begun_at is not None and facts.begun_at < facts.closes_at


def before_opening(facts: ApplicationFacts) -> Problem | None:
    """Refuse what comes before the call opens."""
    if facts.at >= facts.opens_at:
        return None
    return Problem(
        "application.not_open_yet",
        field="state",
        message=N_(
            "El concurso todavía no recibe solicitudes: se abre el %(opens)s, hora de Lima. Vuelva entonces."
        ),
        params={"opens": office_moment(facts.opens_at)},
    )


def after_deadline(facts: ApplicationFacts) -> Problem | None:
    """Refuse what comes at or after the deadline; the draft stays as it is."""
    return None if facts.at < facts.closes_at else _late(facts)


def too_late(facts: ApplicationFacts) -> Problem | None:
    """Refuse a draft that comes after the deadline without the grace of the rules or a code."""
    return _late(facts) if ground_of(facts) is None else None


def evaluation_open(facts: ApplicationFacts) -> Problem | None:
    """Refuse whatever comes once the jury works, however it would be justified."""
    if facts.contest_state == ContestState.PUBLISHED or ground_of(facts) is None:
        return None
    return Problem(
        "application.evaluating",
        field="state",
        message=N_("La evaluación ya se abrió y no se recibe nada más. Consulte en la oficina del programa."),
    )


def _late(facts: ApplicationFacts) -> Problem:
    return Problem(
        "application.late",
        field="state",
        message=N_(
            "El plazo de la convocatoria ya terminó: cerró el %(closed)s, hora de Lima. El borrador queda como se "
            "guardó. Si pulsó «Enviar» antes de esa hora, espere un minuto y abra su solicitud: puede estar recibida. "
            "Si no, consulte en la oficina del programa."
        ),
        params={"closed": office_moment(facts.closes_at)},
    )


_WINDOW = (before_opening, after_deadline)
_SENDING = (before_opening, too_late, evaluation_open)

APPLICATION: Lifecycle[ApplicationFacts] = Lifecycle(
    "application",
    (
        Transition("submit", frozenset({"draft"}), ApplicationState.SUBMITTED, _SENDING),
        Transition("withdraw", frozenset({"submitted"}), ApplicationState.WITHDRAWN, _WINDOW),
        Transition("reopen", frozenset({"withdrawn"}), ApplicationState.DRAFT, _WINDOW),
    ),
)


def outside_window(facts: ApplicationFacts) -> tuple[Problem, ...]:
    """Give what keeps a group from starting an application at this instant; nothing while the call is open."""
    return tuple(problem for guard in _WINDOW if (problem := guard(facts)) is not None)


def closed_to_draft(facts: ApplicationFacts) -> tuple[Problem, ...]:
    """Give what keeps a group from working on its draft; nothing as long as it could be sent."""
    return APPLICATION.problems("submit", facts)


def not_a_draft(state: str) -> Problem | None:
    """Refuse changes to what was already sent or taken back."""
    if state == ApplicationState.DRAFT:
        return None
    return Problem(
        "application.not_a_draft",
        field="state",
        message={
            ApplicationState.SUBMITTED.value: N_(
                "La solicitud ya se envió y no se puede cambiar. Si debe corregirla y el plazo sigue abierto, "
                "retírela primero."
            )
        }.get(state, N_("La solicitud está retirada. Reábrala para seguir escribiendo.")),
    )
