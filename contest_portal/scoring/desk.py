"""A juror's place in front of one sheet: the one door to it, for reading and for writing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest_portal.accounts.rules.actor import Act, Actor
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.queries import Entrant, entrant
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.jury.queries import SeatedJuror
from contest_portal.jury.scorers import scorers
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, NotFound, NotPermitted, Problem, Refused, WrongState
from contest_portal.scoring.draws import draw_problem
from contest_portal.scoring.entry_queries import entry_of
from contest_portal.scoring.footing import Footing, footing_of, held_footing
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.paper_queries import PaperMark, marks_on_paper
from contest_portal.scoring.rules.entries import (
    CountedSheet,
    CriterionMark,
    FactFigure,
    ScoredEntry,
)
from contest_portal.scoring.rules.facts import computed_marks, filled_in
from contest_portal.scoring.rules.lifecycle import SHEET, SheetState
from contest_portal.scoring.rules.paper_sheets import on_paper_problem
from contest_portal.scoring.rules.totals import sheet_points
from contest_portal.scoring.second import Stage, second_scoring_of, stage_of


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
    stage: Stage
    paper: PaperMark | None = None
    is_drawn: bool = False
    footing: Footing | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the sheet may still be written on a screen."""
        is_final = self.sheet is not None and self.sheet.state == SheetState.FINAL
        is_due = self.stage.is_open and not self.is_too_late
        return is_due and not is_final and self.paper is None

    @property
    def is_too_late(self) -> bool:
        """Tell whether the lot was drawn without this sheet: after that only one that was given back is written."""
        return self.is_drawn and (self.sheet is None or self.sheet.returned_reason is None)

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
    footing = footing_of(session, actor.user_id, application_id, phase_code)
    return _laid(session, actor, footing, application_id, phase_code)


def desk_for_writing(
    session: Session, act: Act, *, application_id: int, phase_code: str, seen: Desk | None = None
) -> Desk:
    """Open a juror's own sheet for writing; WrongState once the sheet is final or the scoring closed.

    `seen` is the desk that the same request laid to read from; it is laid anew only if its footing changed since.
    """
    desk = _held(session, act.actor, application_id, phase_code, seen)
    require_open(desk)
    return desk


def desk_for_paper(session: Session, act: Act, *, application_id: int, phase_code: str) -> Desk:
    """Open a juror's sheet for what is on paper; `act` is the juror's. WrongState once it is final or closed."""
    desk = _held(session, act.actor, application_id, phase_code)
    _require_draft(desk)
    return desk


def require_open(desk: Desk) -> None:
    """Raise WrongState when the sheet no longer changes on a screen: it is final, on paper, or the scoring closed."""
    _require_draft(desk)
    if desk.paper is not None:
        raise WrongState([on_paper_problem(desk.paper.serial, desk.paper.received_by, desk.paper.reason)])


def _require_draft(desk: Desk) -> None:
    desk.stage.require_open()
    if desk.sheet is not None:
        SHEET.require(desk.sheet, "save")
    if desk.is_too_late:
        raise WrongState([draw_problem()])


def group_of_juror(session: Session, actor: Actor, application_id: int) -> tuple[SeatedJuror, Entrant, int]:
    """Give the juror's seat and a group of the contest that the juror may see, and the contest's id.

    NotFound for a group of which only others score every sheet.
    """
    footing = footing_of(session, actor.user_id, application_id)
    juror, contest_id = footing.juror, footing.contest.id
    group = _declared_group(session, actor, footing, application_id)
    rulebook = rulebook_of(session, contest_id)
    phases = [p.code for p in rulebook.phases_of(group.category_code) if p.code in juror.phases]
    who = scorers(session, contest_id, rulebook, juror_id=juror.juror_id)
    final = _final_phases(session, juror, application_id)
    is_asked = rulebook.second is not None and bool(juror.phases)
    scores_progress = is_asked and second_scoring_of(session, application_id) is not None
    if (
        phases
        and not scores_progress
        and not any(
            who.may_open(juror.juror_id, application_id, code, is_final=code in final) for code in phases
        )
    ):
        raise NotFound(f"juror {juror.juror_id} does not score application {application_id}")
    return juror, group, contest_id


def _declared_group(session: Session, actor: Actor, footing: Footing, application_id: int) -> Entrant:
    juror = footing.juror
    permit(actor, Action.SHEET_WRITE, Scope(contest_id=footing.contest.id, owner_id=juror.user_id))
    group = entrant(session, application_id)
    if footing.recused is None:
        raise Refused([_undeclared()])
    if footing.recused:
        raise NotPermitted(f"juror {juror.juror_id} is recused from application {application_id}")
    return group


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


def _held(
    session: Session, actor: Actor, application_id: int, phase_code: str, seen: Desk | None = None
) -> Desk:
    """Lay a desk before the turn, and again only if something that it rests on changed until the turn came.

    Every deed of the portal waits for that turn: what needs no lock is done before.
    """
    if (
        seen
        and seen.footing
        and (seen.entrant.application_id, seen.phase.code) == (application_id, phase_code)
    ):
        desk = replace(seen, sheet=_sheet(session, seen.footing.sheet_id))
    else:
        desk = desk_of(session, actor, application_id=application_id, phase_code=phase_code)
    held = held_footing(session, actor.user_id, application_id, phase_code)
    if held == desk.footing:
        return replace(desk, contest=held.contest)
    return _laid(session, actor, held, application_id, phase_code)


def _laid(session: Session, actor: Actor, footing: Footing, application_id: int, phase_code: str) -> Desk:
    contest = footing.contest
    group = _declared_group(session, actor, footing, application_id)
    stage = stage_of(session, contest, application_id, phase_code)
    rulebook, juror = stage.rulebook, stage.seat(footing.juror)
    if phase_code not in juror.phases or not rulebook.phase(phase_code).is_for(group.category_code):
        raise NotFound(f"juror {juror.juror_id} does not score phase {phase_code} of this group")
    phase = rulebook.phase(phase_code)
    if not footing.may_open(application_id, phase):
        raise NotFound(f"juror {juror.juror_id} was not given application {application_id} in {phase_code}")
    return Desk(
        contest=contest,
        rulebook=rulebook,
        juror=juror,
        entrant=group,
        phase=phase,
        sheet=_sheet(session, footing.sheet_id),
        entry=entry_of(session, group, phase),
        paper=_paper(session, contest.id, footing.paper_id),
        is_drawn=footing.draw_id is not None and stage.second is None,
        stage=stage,
        footing=footing,
    )


def _sheet(session: Session, sheet_id: int | None) -> Sheet | None:
    if sheet_id is None:
        return None
    query = select(Sheet).where(Sheet.id == sheet_id).options(joinedload(Sheet.marks))
    return session.scalars(query.execution_options(populate_existing=True)).unique().one()


def _paper(session: Session, contest_id: int, paper_id: int | None) -> PaperMark | None:
    if paper_id is None:
        return None
    return next(iter(marks_on_paper(session, contest_id, paper_id=paper_id).values()))


def _final_phases(session: Session, juror: SeatedJuror, application_id: int) -> frozenset[str]:
    return frozenset(
        session.scalars(
            select(Sheet.phase_code).where(
                Sheet.juror_id == juror.juror_id,
                Sheet.application_id == application_id,
                Sheet.state == SheetState.FINAL.value,
            )
        )
    )


def _undeclared() -> Problem:
    return Problem(
        "interest.undeclared",
        field="interest",
        message=N_("Declare primero sus intereses sobre todos los grupos; después se abren las fichas."),
    )
