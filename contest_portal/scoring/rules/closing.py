"""Whether the scoring of a contest can be closed: who may score, how many sheets there are, what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contest_portal.kernel.problems import N_, Problem


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """The state of one group in one phase.

    `may_score` counts the jurors of the phase who are not recused; `unfinished` names those with a draft, `recused`
    those who left the group after making a sheet final. `attendance_missing`: the phase asks and nobody recorded it.
    `waited_for` names classes of evaluators that the rules do not let be missing and that have no final sheet.
    `quorum` is the phase's own; 0: the contest's.
    """

    phase_name: str
    may_score: int
    final: int
    unfinished: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    attendance_missing: bool = False
    waited_for: tuple[str, ...] = ()
    quorum: int = 0


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """The state of one group in every phase. A disqualified group needs no more sheets."""

    code: str
    phases: tuple[PhaseProgress, ...]
    disqualified: bool = False


def closing_problems(groups: Iterable[GroupProgress], quorum: int) -> tuple[Problem, ...]:
    """Name everything that is missing, group by group and phase by phase, with n of N."""
    return tuple(
        problem
        for group in groups
        for phase in group.phases
        for problem in _phase_problems(group, phase, quorum)
    )


def _phase_problems(group: GroupProgress, phase: PhaseProgress, quorum: int) -> Iterator[Problem]:
    if phase.recused:
        yield _recused(group, phase)
    if group.disqualified:
        return
    if phase.attendance_missing:
        yield _attendance(group, phase)
    if phase.unfinished:
        yield _drafts(group, phase)
    asked = phase.quorum or quorum
    if phase.final < asked:
        yield _below_quorum(group, phase, asked)
    for name in phase.waited_for:
        yield _class_missing(group, phase, name)


def _attendance(group: GroupProgress, phase: PhaseProgress) -> Problem:
    return Problem(
        "closing.attendance_missing",
        field="closing",
        message=N_("%(group)s: falta registrar la asistencia en %(phase)s."),
        params={"group": group.code, "phase": phase.phase_name},
    )


def _drafts(group: GroupProgress, phase: PhaseProgress) -> Problem:
    return Problem(
        "closing.drafts_left",
        field="closing",
        message=N_(
            "%(group)s: en %(phase)s hay fichas en borrador de %(jurors)s. Pídales que las hagan definitivas."
        ),
        params={"group": group.code, "phase": phase.phase_name, "jurors": ", ".join(phase.unfinished)},
    )


def _below_quorum(group: GroupProgress, phase: PhaseProgress, quorum: int) -> Problem:
    params = {
        "group": group.code,
        "phase": phase.phase_name,
        "final": str(phase.final),
        "may_score": str(phase.may_score),
        "quorum": str(quorum),
    }
    message = (
        N_(
            "%(group)s: en %(phase)s hay %(final)s de %(may_score)s fichas definitivas y el quórum es %(quorum)s."
        )
        if phase.may_score >= quorum
        else N_(
            "%(group)s: en %(phase)s, jurados que pueden calificar: %(may_score)s; quórum: %(quorum)s. "
            "Incorpore a otro jurado."
        )
    )
    return Problem("closing.below_quorum", field="closing", message=message, params=params)


def _class_missing(group: GroupProgress, phase: PhaseProgress, name: str) -> Problem:
    return Problem(
        "closing.class_missing",
        field="closing",
        message=N_("%(group)s: en %(phase)s falta una ficha definitiva de %(class)s."),
        params={"group": group.code, "phase": phase.phase_name, "class": name},
    )


def _recused(group: GroupProgress, phase: PhaseProgress) -> Problem:
    return Problem(
        "closing.recused_sheet",
        field="closing",
        message=N_(
            "%(group)s: en %(phase)s hay fichas definitivas de quien después se abstuvo: %(jurors)s. Devuélvalas."
        ),
        params={"group": group.code, "phase": phase.phase_name, "jurors": ", ".join(phase.recused)},
    )
