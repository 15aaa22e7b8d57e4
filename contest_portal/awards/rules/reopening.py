"""Going back to a stage: what is undone, what keeps a contest from it. Nothing of what was is lost.

A result that was announced, or a ranking that was closed, is set aside by an act of two persons, so that the same
stages are gone through again; the papers issued since become void with it. It stops where money was carried out: the
nullity of an act reaches back to it, but what was consummated gives rise to responsibility alone (TUO of Law 27444,
art. 12).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.contests.rules.lifecycle import CONTEST
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.records import to_data

LEAST_REASON, MOST_REASON, MOST_ACT, MOST_GROUND = 20, 270, 120, 160
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


CALLED = frozenset({"called", "accepted", "declined", "lapsed"})
"""The states of a call of the reserve list that somebody was told of."""


@dataclass(frozen=True, slots=True)
class Reopening:
    """What the first person asks for and the second confirms. `undoing_sha256` is that of what both saw undone."""

    back_to: BackTo
    document: str
    ground: str
    reason: str
    undoing_sha256: str


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """How far the award of a group was carried out: what keeps its contest from going back."""

    code: str
    is_settled: bool = False
    under_way: bool = False
    is_scoring: bool = False
    paid: Money = ZERO
    kept: Money = ZERO


@dataclass(frozen=True, slots=True)
class ReopeningFacts:
    """What keeps a contest from going back: money of its awards, calls of its reserve, what still waits."""

    awards: tuple[CarriedOut, ...] = ()
    proposed_calls: int = 0
    open_observations: int = 0
    open_proposals: int = 0


@dataclass(frozen=True, slots=True)
class UndonePaper:
    """An issued document that becomes void, and whom it is about: a group, or the contest."""

    document_id: int
    kind: str
    code: str
    about: str


@dataclass(frozen=True, slots=True)
class UndoneGrant:
    """An award, or a call of the reserve list, that no longer counts."""

    code: str
    group_name: str
    amount: Money
    state: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """Everything that going back to a stage would undo. `places` are lines of the ranking, where that goes too."""

    back_to: BackTo
    run_id: int | None
    places: int
    papers: tuple[UndonePaper, ...]
    awards: tuple[UndoneGrant, ...]
    calls: tuple[UndoneGrant, ...]

    @property
    def sha256(self) -> str:
        """Give the hash that ties what two persons decide to what they saw."""
        return canonical_hash(to_data(self))


def stages_behind(state: str) -> tuple[BackTo, ...]:
    """Name the stages that a contest in this state can go back to."""
    actions = CONTEST.available(state)
    return tuple(stage for stage, action in STEPS.items() if action in actions)


def reopening_problems(facts: ReopeningFacts) -> tuple[Problem, ...]:
    """Give everything that keeps a contest from going back."""
    return tuple(_standing(facts))


def words_problems(document: str, ground: str, reason: str) -> tuple[Problem, ...]:
    """Ask for the act that says so, its legal ground, and a reason that says something."""
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
    if not 0 < len(ground) <= MOST_GROUND:
        found.append(
            Problem(
                "reopening.ground",
                field="ground",
                message=N_("Escriba la base legal, en %(most)s letras como máximo."),
                params={"most": str(MOST_GROUND)},
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
    for award in facts.awards:
        found = carried_out_problem(award)
        if found is not None:
            yield found
    if facts.proposed_calls:
        yield _problem(
            "reserve_calls",
            N_("Hay un llamado a la reserva propuesto. Apruébelo o descártelo antes de volver atrás."),
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


def carried_out_problem(award: CarriedOut) -> Problem | None:
    """Say what an award waits for before its contest may go back; None where nothing of it was carried out."""
    if award.is_settled:
        message = N_(
            "El premio de %(group)s ya se liquidó: lo que se ejecutó no se deshace, y el concurso no puede volver "
            "atrás."
        )
        return _problem("settled", message, group=award.code)
    if award.under_way:
        message = N_(
            "%(group)s tiene una transferencia en trámite. Retírela, o registre su pago y lo que devuelva."
        )
        return _problem("under_way", message, group=award.code)
    if award.is_scoring:
        message = N_(
            "La calificación del avance de %(group)s está abierta o cerrada. Déjela sin efecto primero."
        )
        return _problem("scoring", message, group=award.code)
    if award.kept:
        message = N_(
            "%(group)s tiene %(kept)s transferidos. Anote primero lo que devuelve y anule su premio; si ya lo gastó, "
            "el concurso no puede volver atrás."
        )
        return _problem("money_kept", message, group=award.code, kept=award.kept.format())
    if award.paid:
        message = N_("%(group)s ya devolvió todo lo transferido. Anule su premio antes de volver atrás.")
        return _problem("returned", message, group=award.code)
    return None


def undoing_changed() -> Problem:
    """Say that what would be undone is not what was looked at."""
    return Problem(
        "reopening.changed",
        field="back_to",
        message=N_(
            "Desde que se pidió cambió lo que quedaría sin efecto. Retire el pedido, revise la lista y pídalo de nuevo."
        ),
    )


def _problem(code: str, message: str, **params: str) -> Problem:
    return Problem(f"reopening.{code}", field="back_to", message=message, params=params)
