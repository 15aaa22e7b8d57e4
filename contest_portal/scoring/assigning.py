"""How the groups of a contest are shared out among its evaluators, as the office sees it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.queries import Entrant, entrant, entrants
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.assignment_queries import (
    Assigned,
    PhaseTask,
    SharedOut,
    assigned,
    in_the_way,
    phase_tasks,
    shared_out,
)
from contest_portal.jury.models import Juror
from contest_portal.jury.rules.assignment import Evaluator, Pair, fit, loads, share_out, shortages
from contest_portal.jury.scorers import scorers
from contest_portal.kernel.problems import Problem
from contest_portal.scoring.handing_on import live_assignment
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rules.lifecycle import SheetState

EXAMPLE_NUMBERS = "0"
"""What the preview is worked out with: other numbers change who scores whom, not how many."""


@dataclass(frozen=True, slots=True)
class Load:
    """How many groups an evaluator has, and of how many the line or the territory is the evaluator's."""

    evaluator: Evaluator
    groups: int
    fits: int


@dataclass(frozen=True, slots=True)
class Hand:
    """An evaluator of a group. Who stands aside after having been given it needs a successor."""

    assignment_id: int
    name: str
    stands_aside: bool
    reason: str


@dataclass(frozen=True, slots=True)
class GroupHands:
    """A group with its evaluators."""

    entrant: Entrant
    hands: tuple[Hand, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """What one class of evaluators of a phase has: as it was shared out, or as it would be."""

    name: str
    phase_code: str
    per_group: int
    loads: tuple[Load, ...]
    groups: tuple[GroupHands, ...]


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """The whole of a contest. Without tasks everybody scores all; with problems nothing can be shared out yet."""

    tasks: tuple[TaskView, ...]
    draw: SharedOut | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class HandToReplace:
    """An evaluator of a group in a phase, and who may take the place."""

    name: str
    group_name: str
    phase_name: str
    successors: tuple[Evaluator, ...]


def assignment_view(session: Session, contest_id: int) -> AssignmentView:
    """Show how the groups were shared out or, before, how many each evaluator would have and what is in the way."""
    rulebook = rulebook_of(session, contest_id)
    tasks = phase_tasks(session, contest_id, rulebook)
    draw = shared_out(session, contest_id)
    groups = {group.application_id: group for group in entrants(session, contest_id)} if tasks else {}
    if draw is not None:
        live = assigned(session, contest_id)
        who, done = scorers(session, contest_id, rulebook), _final_sheets(session, contest_id)
        lacking = frozenset(
            hand.assignment_id
            for hand in live
            if not who.may_open(*(pair := _sheet_of(hand)), is_final=pair in done)
        )
        return AssignmentView(tuple(_made(one, live, groups, lacking) for one in tasks), draw, ())
    problems = tuple(in_the_way(session, contest_id, tasks))
    return AssignmentView(tuple(_foreseen(one) for one in tasks), None, problems)


def hand_to_replace(session: Session, contest_id: int, assignment_id: int) -> HandToReplace:
    """Give an assignment with who may take it over; NotFound when the contest has none such at present."""
    former = live_assignment(session, contest_id, assignment_id)
    name = session.scalar(
        select(User.full_name).join(Juror, Juror.user_id == User.id).where(Juror.id == former.juror_id)
    )
    phase_name = rulebook_of(session, contest_id).phase(former.phase_code).name
    group_name = entrant(session, former.application_id).group_name
    return HandToReplace(name or "", group_name, phase_name, successors(session, former))


def waits_for_assignment(session: Session, contest_id: int) -> bool:
    """Tell whether sheets stay closed because the groups were not shared out yet."""
    phases = rulebook_of(session, contest_id).phases
    return any(phase.is_shared_out for phase in phases) and shared_out(session, contest_id) is None


def successors(session: Session, former: JurorAssignment) -> tuple[Evaluator, ...]:
    """List who may take the place of an evaluator in a group: the same task, no recusal, not there already."""
    contest_id = session.get_one(Juror, former.juror_id).contest_id
    there = {
        one.juror_id
        for one in assigned(session, contest_id)
        if (one.application_id, one.phase_code) == (former.application_id, former.phase_code)
    }
    for one in phase_tasks(session, contest_id, rulebook_of(session, contest_id)):
        if one.phase_code == former.phase_code and former.juror_id in _ids(one):
            group = next(g for g in one.task.groups if g.application_id == former.application_id)
            return tuple(e for e in one.task.able(group) if e.juror_id not in there)
    return ()


def _ids(one: PhaseTask) -> frozenset[int]:
    return frozenset(evaluator.juror_id for evaluator in one.task.evaluators)


def _foreseen(one: PhaseTask) -> TaskView:
    pairs = frozenset[Pair]() if any(shortages(one.task)) else share_out(one.task, EXAMPLE_NUMBERS)
    return TaskView(one.task.name, one.phase_code, one.task.per_group, _loads(one, pairs), ())


def _sheet_of(hand: Assigned) -> tuple[int, int, str]:
    return hand.juror_id, hand.application_id, hand.phase_code


def _final_sheets(session: Session, contest_id: int) -> frozenset[tuple[int, int, str]]:
    rows = session.execute(
        select(Sheet.juror_id, Sheet.application_id, Sheet.phase_code)
        .join(Juror, Juror.id == Sheet.juror_id)
        .where(Juror.contest_id == contest_id, Sheet.state == SheetState.FINAL.value)
        .order_by(Sheet.id)
    )
    return frozenset((juror_id, group, phase) for juror_id, group, phase in rows)


def _made(
    one: PhaseTask, live: tuple[Assigned, ...], groups: dict[int, Entrant], lacking: frozenset[int]
) -> TaskView:
    ids = _ids(one)
    mine = [hand for hand in live if hand.phase_code == one.phase_code and hand.juror_id in ids]
    names = {evaluator.juror_id: evaluator.name for evaluator in one.task.evaluators}

    def hand_of(hand: Assigned) -> Hand:
        aside = hand.assignment_id in lacking
        return Hand(hand.assignment_id, names[hand.juror_id], aside, hand.reason)

    listed = tuple(
        GroupHands(
            groups[group.application_id],
            tuple(hand_of(hand) for hand in mine if hand.application_id == group.application_id),
        )
        for group in one.task.groups
    )
    pairs = frozenset((hand.juror_id, hand.application_id) for hand in mine)
    return TaskView(one.task.name, one.phase_code, one.task.per_group, _loads(one, pairs), listed)


def _loads(one: PhaseTask, pairs: frozenset[Pair]) -> tuple[Load, ...]:
    groups = {group.application_id: group for group in one.task.groups}
    counted = loads(one.task.evaluators, pairs)
    return tuple(
        Load(
            evaluator,
            counted[evaluator.juror_id],
            sum(
                fit(evaluator, groups[group]) > 0
                for juror_id, group in pairs
                if juror_id == evaluator.juror_id
            ),
        )
        for evaluator in one.task.evaluators
    )
