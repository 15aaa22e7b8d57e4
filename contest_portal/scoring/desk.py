"""A juror's place in front of one sheet: the one door to it, for reading and for writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_portal.accounts.rules.actor import Act, Actor
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.models import Application
from contest_portal.applications.queries import Entrant, entrant
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.jury.queries import SeatedJuror, interests_of, juror_of_user
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, NotFound, NotPermitted, Problem, Refused, WrongState
from contest_portal.scoring.entry_queries import entry_of
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rules.entries import (
    CountedSheet,
    CriterionMark,
    FactFigure,
    ScoredEntry,
)
from contest_portal.scoring.rules.facts import computed_marks, filled_in
from contest_portal.scoring.rules.lifecycle import SHEET, SheetState
from contest_portal.scoring.rules.totals import sheet_points


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before a juror: the contest with its rules, the group, the phase, and the own sheet if begun."""

    contest: Contest
    rulebook: Rulebook
    juror: SeatedJuror
    entrant: Entrant
    phase: Phase
    sheet: Sheet | None
    entry: ScoredEntry

    @property
    def is_open(self) -> bool:
        """Tell whether the sheet may still be written."""
        is_final = self.sheet is not None and self.sheet.state == SheetState.FINAL
        return self.contest.state == ContestState.EVALUATING and not is_final

    @property
    def points(self) -> Fraction:
        """Give the sum of the marks given so far, weighted."""
        return sheet_points(filled_in(self.counted, self.phase, self.computed), self.phase)

    @property
    def most(self) -> Fraction:
        """Give the most points this juror's sheet can add up to."""
        return self.phase.sheet_maximum(self.evaluator_class)

    @property
    def evaluator_class(self) -> str:
        """Give the class of evaluators that the juror is of in this phase, if it has classes."""
        return self.juror.evaluator_class if self.phase.classes else ""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """List the criteria on the sheet, with those that the register fills in."""
        return self.phase.sheet_of(self.evaluator_class)

    @property
    def asked(self) -> tuple[Criterion, ...]:
        """List the criteria that the juror marks."""
        return tuple(criterion for criterion in self.criteria if not criterion.is_computed)

    @property
    def facts(self) -> Mapping[FactKind, FactFigure]:
        """Give what the register told of the group, and who was there."""
        return self.entry.facts_in(self.phase)

    @property
    def computed(self) -> tuple[CriterionMark, ...]:
        """Give the marks that the register fills in, as far as their facts are known."""
        return computed_marks(self.phase, self.facts, per_point=self.rulebook.scoring.marks_per_point)

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """List the criteria without a mark."""
        marked = {given.criterion for given in self.counted.marks}
        return tuple(criterion for criterion in self.asked if criterion.code not in marked)

    @property
    def counted(self) -> CountedSheet:
        """Give the sheet as the scoring rules read it; without marks while it is not begun."""
        if self.sheet is None:
            return CountedSheet(self.juror.juror_id, self.phase.code, (), self.evaluator_class)
        return counted_sheet(self.sheet, self.rulebook, self.juror.evaluator_class)


def desk_of(session: Session, actor: Actor, *, application_id: int, phase_code: str) -> Desk:
    """Open a juror's own sheet for reading.

    NotFound for a group, phase or contest that is not the juror's; NotPermitted for a group the juror left by
    recusal; Refused while the juror has not declared interests.
    """
    return _desk(session, actor, application_id, phase_code, writes=False)


def desk_for_writing(session: Session, act: Act, *, application_id: int, phase_code: str) -> Desk:
    """Open a juror's own sheet for writing; WrongState once the sheet is final or the scoring closed."""
    desk = _desk(session, act.actor, application_id, phase_code, writes=True)
    require_open(desk)
    return desk


def require_open(desk: Desk) -> None:
    """Raise WrongState when the sheet no longer changes."""
    if desk.contest.state != ContestState.EVALUATING:
        raise WrongState([closed_problem()])
    if desk.sheet is not None:
        SHEET.require(desk.sheet, "save")


def group_of_juror(session: Session, actor: Actor, application_id: int) -> tuple[SeatedJuror, Entrant, int]:
    """Give the juror's seat and a group of the contest that the juror may see, and the contest's id."""
    contest_id = session.scalar(select(Application.contest_id).where(Application.id == application_id))
    if contest_id is None:
        raise NotFound(f"application {application_id}")
    juror = juror_of_user(session, contest_id, actor.user_id)
    permit(actor, Action.SHEET_WRITE, Scope(contest_id=contest_id, owner_id=juror.user_id))
    group = entrant(session, application_id)
    _check_interest(session, juror, application_id)
    return juror, group, contest_id


def counted_sheet(sheet: Sheet, rulebook: Rulebook, evaluator_class: str = "") -> CountedSheet:
    """Turn a sheet with its marks loaded into what the rules read, in the order of the rules' criteria.

    The class of its juror counts only in a phase that has classes.
    """
    phase = rulebook.phase(sheet.phase_code)
    per_point = rulebook.scoring.marks_per_point
    order = {criterion.code: n for n, criterion in enumerate(phase.criteria)}
    marks = (
        CriterionMark(row.criterion_code, Mark(row.units, per_point), row.reason)
        for row in sorted(sheet.marks, key=lambda row: order.get(row.criterion_code, -1))
    )
    return CountedSheet(
        sheet.juror_id, sheet.phase_code, tuple(marks), evaluator_class if phase.classes else ""
    )


def closed_problem() -> Problem:
    """Say that sheets no longer change."""
    return Problem(
        "scoring.closed",
        field="state",
        message=N_("El concurso no está en evaluación: las fichas ya no se pueden cambiar."),
    )


def _desk(session: Session, actor: Actor, application_id: int, phase_code: str, *, writes: bool) -> Desk:
    juror, group, contest_id = group_of_juror(session, actor, application_id)
    contest = hold_contest(session, contest_id) if writes else contest_by_id(session, contest_id)
    rulebook = rulebook_of(session, contest_id)
    if phase_code not in juror.phases or not rulebook.phase(phase_code).is_for(group.category_code):
        raise NotFound(f"juror {juror.juror_id} does not score phase {phase_code} of this group")
    query = (
        select(Sheet)
        .where(
            Sheet.juror_id == juror.juror_id,
            Sheet.application_id == application_id,
            Sheet.phase_code == phase_code,
        )
        .options(selectinload(Sheet.marks))
        .execution_options(populate_existing=True)
    )
    sheet = session.scalars(query.with_for_update() if writes else query).one_or_none()
    entry = entry_of(session, contest_id, group)
    return Desk(contest, rulebook, juror, group, rulebook.phase(phase_code), sheet, entry)


def _check_interest(session: Session, juror: SeatedJuror, application_id: int) -> None:
    declared = {interest.application_id: interest for interest in interests_of(session, juror.juror_id)}
    if application_id not in declared:
        raise Refused([_undeclared()])
    if declared[application_id].recused:
        raise NotPermitted(f"juror {juror.juror_id} is recused from application {application_id}")


def _undeclared() -> Problem:
    return Problem(
        "interest.undeclared",
        field="interest",
        message=N_("Declare primero sus intereses sobre todos los grupos; después se abren las fichas."),
    )
