"""When a single group may send after the closing: its code, the states of the code, and who may still get one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem

LEAST_REASON, MOST_REASON = 10, 300
LETTERS = 8


class LateCodeState(StrEnum):
    """Given and waiting, entered by its group, or taken back before that."""

    GIVEN = "given"
    USED = "used"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class LateCodeFacts:
    """What the guards ask for: the instant, where the contest stands, until when the code is good."""

    at: datetime
    contest_state: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class WantedCode:
    """A code that the office would give. `sent_state` is that of the group's application, None without one.

    `on_paper`: the office holds its form on paper, which entered or will.
    """

    facts: LateCodeFacts
    closes_at: datetime
    reason: str
    rules_allow: bool
    sent_state: str | None
    has_open_code: bool
    on_paper: bool = False


def evaluation_not_open(facts: LateCodeFacts) -> Problem | None:
    """Refuse everything once the jury works."""
    if facts.contest_state == ContestState.PUBLISHED:
        return None
    return Problem(
        "late_code.evaluating",
        field="code",
        message=N_("La evaluación ya se abrió: nadie más puede enviar su perfil a este concurso."),
    )


def still_valid(facts: LateCodeFacts) -> Problem | None:
    """Refuse a code whose hour has come."""
    if facts.at < facts.valid_until:
        return None
    return Problem(
        "late_code.expired",
        field="code",
        message=N_("El código valía hasta el %(until)s, hora de Lima. Pida otro en la oficina del programa."),
        params={"until": office_moment(facts.valid_until)},
    )


_GIVEN = frozenset({LateCodeState.GIVEN.value})
LATE_CODE: Lifecycle[LateCodeFacts] = Lifecycle(
    "late_code",
    (
        Transition("use", _GIVEN, LateCodeState.USED, (evaluation_not_open, still_valid)),
        Transition("withdraw", _GIVEN, LateCodeState.WITHDRAWN),
    ),
)


def giving_problems(wanted: WantedCode) -> tuple[Problem, ...]:
    """Give everything that keeps the office from giving a group a code."""
    found = (
        None if wanted.rules_allow else _NOT_IN_RULES,
        evaluation_not_open(wanted.facts),
        _hour(wanted),
        _sent(wanted.sent_state),
        _ON_PAPER if wanted.on_paper else None,
        _HAS_ONE if wanted.has_open_code else None,
        None if LEAST_REASON <= len(wanted.reason.strip()) <= MOST_REASON else _REASON,
    )
    return tuple(problem for problem in found if problem is not None)


def _hour(wanted: WantedCode) -> Problem | None:
    if wanted.facts.valid_until > max(wanted.closes_at, wanted.facts.at):
        return None
    return Problem(
        "late_code.hour",
        field="valid_until",
        message=N_("Elija una hora que venga después de ahora y del cierre (%(closes)s)."),
        params={"closes": office_moment(wanted.closes_at)},
    )


def _sent(state: str | None) -> Problem | None:
    if state in {None, ApplicationState.DRAFT}:
        return None
    return Problem(
        "late_code.sent",
        field="group_id",
        message=N_("Este grupo ya envió su solicitud o la retiró: no necesita código. Elija otro grupo."),
    )


def unknown_code() -> Problem:
    """Say that this group has no such code to use."""
    return Problem(
        "late_code.unknown",
        field="code",
        message=N_("Este grupo no tiene ese código, o ya se usó. Revise cada letra o llame a la oficina."),
    )


_NOT_IN_RULES = Problem(
    "late_code.not_in_rules",
    field="group_id",
    message=N_("Las bases no prevén códigos fuera de plazo. Publique primero una enmienda que los permita."),
)
_HAS_ONE = Problem(
    "late_code.has_one",
    field="group_id",
    message=N_("Este grupo ya tiene un código sin usar. Úselo, o retírelo antes de dar otro."),
)
_ON_PAPER = Problem(
    "late_code.on_paper",
    field="group_id",
    message=N_(
        "La oficina ya recibió en papel el formulario de este grupo: no necesita código. Elija otro grupo."
    ),
)
_REASON = Problem(
    "late_code.reason",
    field="reason",
    message=N_("Escriba el motivo en 10 a 300 letras y sin nombres: se publica en la convocatoria."),
)
