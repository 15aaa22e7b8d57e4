"""What a contest asks of the office next, in words."""

from dataclasses import dataclass
from datetime import datetime

from contest_portal.accounts.rules.actor import Actor
from contest_portal.accounts.rules.permissions import can
from contest_portal.allocation.approval_queries import Turn
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.problems import N_
from contest_portal.kernel.sentences import Sentence

_NEXT: dict[str, str] = {
    ContestState.DRAFT: N_("Complete las bases y publique la convocatoria."),
    ContestState.EVALUATING: N_("Acompañe al jurado hasta que todas las fichas estén cerradas."),
    ContestState.SCORED: N_("Revise el orden de mérito y proponga el reparto del fondo."),
    ContestState.ALLOCATED: N_("Emita los documentos y anuncie el resultado."),
    ContestState.ANNOUNCED: N_("Nada pendiente: el resultado es público."),
}
_BEFORE = N_("La convocatoria es pública. La recepción de perfiles todavía no empieza.")
_RECEIVING = N_("Ayude a los grupos a enviar su perfil antes del cierre.")
_WITHOUT_JURY = N_(
    "Ayude a los grupos a enviar su perfil antes del cierre y conforme el jurado: todavía no lo integra nadie."
)
_CLOSED = N_("La recepción cerró: conforme el jurado y empiece la evaluación.")

_OWN_TURN = N_(
    "Le toca a usted: revise el reparto propuesto y apruébelo, paso %(step)s de %(steps)s («%(name)s»)."
)
_ANOTHERS_TURN = N_("El reparto propuesto espera su aprobación, paso %(step)s de %(steps)s («%(name)s»).")


@dataclass(frozen=True, slots=True)
class ContestLine:
    """A contest on the office's first page."""

    id: int
    code: str
    title: str
    office_name: str
    state: str
    closes_at: datetime | None
    next_step: Sentence
    is_own_turn: bool = False
    """Whether this person takes the step of an approval that waits."""


def contest_line(
    contest: Contest, now: datetime, *, jurors: int, actor: Actor, turn: Turn | None = None
) -> ContestLine:
    """Say where a contest stands; its office is loaded, `jurors` sit in its panel, `turn` is the step that waits."""
    is_own_turn = turn is not None and can(actor, turn.action, turn.scope)
    return ContestLine(
        id=contest.id,
        code=contest.code,
        title=contest.title,
        office_name=contest.office.name,
        state=contest.state,
        closes_at=contest.closes_at,
        next_step=_turn_sentence(turn, is_own=is_own_turn)
        if turn is not None
        else Sentence(_next_step(contest, now, jurors=jurors)),
        is_own_turn=is_own_turn,
    )


def _turn_sentence(turn: Turn, *, is_own: bool) -> Sentence:
    params = {"name": turn.name, "step": str(turn.number), "steps": str(turn.steps)}
    return Sentence(_OWN_TURN if is_own else _ANOTHERS_TURN, params)


def _next_step(contest: Contest, now: datetime, *, jurors: int) -> str:
    end = contest.entries_end_at
    if contest.state != ContestState.PUBLISHED or contest.opens_at is None or end is None:
        return _NEXT[contest.state]
    if now < contest.opens_at:
        return _BEFORE
    if now >= end:
        return _CLOSED
    return _RECEIVING if jurors else _WITHOUT_JURY
