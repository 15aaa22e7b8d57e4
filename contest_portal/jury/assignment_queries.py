"""Named reads of who scores which groups: what must be shared out, and how it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.jury.assignment_models import AssignmentDraw, JurorAssignment
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import SeatedJuror, declared_pairs, panel, recusals
from contest_portal.jury.rules.assignment import Evaluator, GroupToScore, Task, shortages
from contest_portal.kernel.problems import N_, Problem


@dataclass(frozen=True, slots=True)
class PhaseTask:
    """What is shared out in a phase to one class of evaluators; without classes the code is empty."""

    phase_code: str
    class_code: str
    task: Task


@dataclass(frozen=True, slots=True)
class SharedOut:
    """The numbers by which the groups were shared out, and who wrote them down."""

    numbers: str
    witnesses: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """A group that a juror scores in a phase; `reason` says why, where it was changed by hand."""

    assignment_id: int
    juror_id: int
    application_id: int
    phase_code: str
    reason: str


def phase_tasks(session: Session, contest_id: int, rulebook: Rulebook) -> tuple[PhaseTask, ...]:
    """List what the rules ask to share out, phase by phase and class by class; none where everybody scores all."""
    if not any(phase.is_shared_out for phase in rulebook.phases):
        return ()
    jurors, groups = panel(session, contest_id), entrants(session, contest_id)
    absent = [juror.juror_id for juror in jurors if juror.is_absent]
    away = frozenset((juror_id, group.application_id) for juror_id in absent for group in groups)
    barred = recusals(session, contest_id) | away
    return tuple(
        PhaseTask(phase.code, code, _task(phase, code, name, jurors, groups, barred))
        for phase in rulebook.phases
        for code, name in _classes(phase)
        if phase.scorers_of(code)
    )


def shared_out(session: Session, contest_id: int) -> SharedOut | None:
    """Give the numbers by which the groups of a contest were shared out; None before."""
    row = session.execute(
        select(AssignmentDraw, User.full_name)
        .join(User, User.id == AssignmentDraw.made_by)
        .where(AssignmentDraw.contest_id == contest_id)
    ).one_or_none()
    return None if row is None else SharedOut(row[0].numbers, row[0].witnesses, row[0].made_at, row[1])


def assigned(session: Session, contest_id: int) -> tuple[Assigned, ...]:
    """List who scores which group at present, by phase, group and juror."""
    rows = session.scalars(
        select(JurorAssignment)
        .join(Juror, Juror.id == JurorAssignment.juror_id)
        .where(Juror.contest_id == contest_id, JurorAssignment.ended_at.is_(None))
        .order_by(JurorAssignment.phase_code, JurorAssignment.application_id, JurorAssignment.juror_id)
    )
    return tuple(
        Assigned(row.id, row.juror_id, row.application_id, row.phase_code, row.reason) for row in rows
    )


def in_the_way(session: Session, contest_id: int, tasks: tuple[PhaseTask, ...]) -> Iterator[Problem]:
    """Name who has not declared, with conflicts that are not known yet, and the groups that too few may score."""
    yield from _undeclared(session, contest_id, tasks)
    for one in tasks:
        yield from shortages(one.task)


def _undeclared(session: Session, contest_id: int, tasks: tuple[PhaseTask, ...]) -> Iterator[Problem]:
    declared = declared_pairs(session, contest_id)
    evaluators = {
        e.juror_id: e.name
        for one in tasks
        for e in one.task.evaluators
        if any(e in one.task.able(group) for group in one.task.groups)
    }
    groups = {group.application_id for one in tasks for group in one.task.groups}
    for juror_id, name in sorted(evaluators.items(), key=lambda item: item[1]):
        if any((juror_id, group) not in declared for group in groups):
            yield Problem(
                "assignment.undeclared",
                field="assignment",
                message=N_(
                    "%(name)s todavía no declaró sus intereses. Pídale que los declare, o retírelo del jurado."
                ),
                params={"name": name},
            )


def _classes(phase: Phase) -> tuple[tuple[str, str], ...]:
    return tuple((one.code, one.name) for one in phase.classes) or (("", ""),)


def _task(
    phase: Phase,
    class_code: str,
    class_name: str,
    jurors: tuple[SeatedJuror, ...],
    groups: tuple[Entrant, ...],
    barred: frozenset[tuple[int, int]],
) -> Task:
    return Task(
        name=f"{phase.name} · {class_name}" if class_name else phase.name,
        evaluators=tuple(
            Evaluator(juror.juror_id, juror.full_name, frozenset(juror.lines), juror.territory)
            for juror in jurors
            if phase.code in juror.phases and (not phase.classes or juror.evaluator_class == class_code)
        ),
        groups=tuple(
            GroupToScore(group.application_id, group.code, group.line_code, group.centre_code[:6])
            for group in groups
            if phase.is_for(group.category_code)
        ),
        per_group=phase.scorers_of(class_code),
        barred=barred,
    )
