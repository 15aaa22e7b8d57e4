"""The states of an application and what leads from one to the next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem


class ApplicationState(StrEnum):
    """A draft over several visits, then sent once; a sent one can be taken back while the call is open."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """The instant and the window of the call (`closes_at` itself is already late)."""

    at: datetime
    opens_at: datetime
    closes_at: datetime


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
    if facts.at < facts.closes_at:
        return None
    return Problem(
        "application.late",
        field="state",
        message=N_(
            "El plazo de la convocatoria ya terminó: cerró el %(closed)s, hora de Lima. El borrador queda como se "
            "guardó por última vez; consulte en la oficina del programa por el próximo concurso."
        ),
        params={"closed": office_moment(facts.closes_at)},
    )


_WINDOW = (before_opening, after_deadline)

APPLICATION: Lifecycle[ApplicationFacts] = Lifecycle(
    "application",
    (
        Transition("submit", frozenset({"draft"}), ApplicationState.SUBMITTED, _WINDOW),
        Transition("withdraw", frozenset({"submitted"}), ApplicationState.WITHDRAWN, _WINDOW),
        Transition("reopen", frozenset({"withdrawn"}), ApplicationState.DRAFT, _WINDOW),
    ),
)


def outside_window(facts: ApplicationFacts) -> tuple[Problem, ...]:
    """Give what keeps a group from working on its application at this instant; nothing while the call is open."""
    return tuple(problem for guard in _WINDOW if (problem := guard(facts)) is not None)


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
