"""Going back to a stage: what is undone, what keeps a contest from it. Nothing of what was is lost.

A result that was announced, or a ranking that was closed, is set aside by an act, so that the same stages are gone
through again. It stops where agreements begin: an award that somebody signed ends by its own acts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.contests.rules.lifecycle import CONTEST
from contest_portal.kernel.problems import N_, Problem

LEAST_REASON, MOST_REASON, MOST_ACT = 20, 270, 120
"""Act and reason together are the reason of a void document, which has 400 letters."""


class BackTo(StrEnum):
    """The stage that is gone back to: where sheets are corrected, or where the fund is shared out."""

    EVALUATION = "evaluation"
    ALLOCATION = "allocation"


STEPS: Mapping[BackTo, str] = {
    BackTo.EVALUATION: "reopen_scoring",
    BackTo.ALLOCATION: "reopen_allocation",
}
"""The action of the contest's lifecycle by which each stage is gone back to."""

VOIDED: Mapping[BackTo, frozenset[str]] = {
    BackTo.EVALUATION: frozenset({"acta", "resolution", "result_notice"}),
    BackTo.ALLOCATION: frozenset({"resolution", "result_notice"}),
}
"""The documents of the contest and of its groups that no longer tell what is so."""


@dataclass(frozen=True, slots=True)
class ReopeningFacts:
    """What keeps a contest from going back: papers of its awards, calls of its reserve, what still waits."""

    award_papers: int = 0
    reserve_calls: int = 0
    open_observations: int = 0
    open_proposals: int = 0


def stages_behind(state: str) -> tuple[BackTo, ...]:
    """Name the stages that a contest in this state can go back to."""
    actions = CONTEST.available(state)
    return tuple(stage for stage, action in STEPS.items() if action in actions)


def reopening_problems(facts: ReopeningFacts) -> tuple[Problem, ...]:
    """Give everything that keeps a contest from going back."""
    return tuple(_standing(facts))


def words_problems(document: str, reason: str) -> tuple[Problem, ...]:
    """Ask for the act that says so, and for a reason that says something."""
    found = []
    if not 0 < len(document) <= MOST_ACT:
        found.append(
            Problem(
                "reopening.document",
                field="document",
                message=N_("Escriba el documento que lo dispone, en %(most)s letras como máximo."),
                params={"most": str(MOST_ACT)},
            )
        )
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        found.append(
            Problem(
                "reopening.reason",
                field="reason",
                message=N_("Escriba el motivo, de %(least)s a %(most)s letras: se publica."),
                params={"least": str(LEAST_REASON), "most": str(MOST_REASON)},
            )
        )
    return tuple(found)


def _standing(facts: ReopeningFacts) -> Iterator[Problem]:
    if facts.award_papers:
        yield _problem(
            "award_papers",
            N_(
                "Ya se emitieron convenios u otros documentos de los premios. Cada premio termina por sus propios "
                "actos: anúlelo y llame a la reserva."
            ),
        )
    if facts.reserve_calls:
        yield _problem(
            "reserve_calls", N_("Ya se llamó a grupos de la reserva. El concurso no puede volver atrás.")
        )
    if facts.open_observations:
        yield _problem(
            "open_observations",
            N_("Hay observaciones sin responder. Respóndalas todas antes de dejar sin efecto el resultado."),
        )
    if facts.open_proposals:
        yield _problem(
            "open_proposals", N_("Hay un reparto propuesto. Descártelo antes de volver a una etapa anterior.")
        )


def _problem(code: str, message: str) -> Problem:
    return Problem(f"reopening.{code}", field="back_to", message=message)
