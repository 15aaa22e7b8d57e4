"""On what footing a juror sits before a sheet: all that decides whether it may be written, in one row."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.contests.models import Contest, ContestRulebook
from contest_portal.contests.rules.sheets import Phase
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.models import Interest, Juror
from contest_portal.jury.queries import SEAT_COLUMNS, SeatedJuror, seated
from contest_portal.jury.scorers import Scorers
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.models import PublicDraw, Sheet
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.paper_sheets import PaperState
from contest_portal.scoring.second_models import SecondScoring

_IN_USE = (PaperState.RECEIVED.value, PaperState.ENTERED.value)


@dataclass(frozen=True, slots=True)
class Footing:
    """One row of facts; two that are equal allow the same.

    `recused` is None while nothing was declared, `rules` the version in force, `sheet_id` None while none is begun.
    """

    contest: Contest = field(compare=False)
    contest_state: str
    juror: SeatedJuror
    application_state: str
    rules: int
    recused: bool | None
    assignment_id: int | None
    paper_id: int | None
    sheet_id: int | None
    sheet_version: int | None
    sheet_state: str | None
    draw_id: int | None
    second_state: str | None

    def may_open(self, application_id: int, phase: Phase) -> bool:
        """Tell whether the sheet is the juror's to see, by the one rule of who may score what."""
        me = self.juror.juror_id
        restricts = phase.scorers_of(self.juror.evaluator_class) > 0
        alone = Scorers(
            recused=frozenset([(me, application_id)] if self.recused else []),
            restricted=frozenset([(me, phase.code)] if restricts else []),
            assigned=frozenset([(me, application_id, phase.code)] if self.assignment_id else []),
            absent=frozenset([me] if self.juror.is_absent else []),
        )
        return alone.may_open(me, application_id, phase.code, is_final=self.sheet_state == SheetState.FINAL)


def footing_of(session: Session, user_id: int | None, application_id: int, phase_code: str = "") -> Footing:
    """Read the footing of a user; NotFound for a group of a contest in whose jury the user does not sit."""
    return _footing(session, _QUERY, user_id, application_id, phase_code)


def held_footing(session: Session, user_id: int | None, application_id: int, phase_code: str) -> Footing:
    """Read it with the turn and the contest held: so it stays until the transaction ends."""
    wait_for_turn(session)
    return _footing(session, _HELD, user_id, application_id, phase_code)


def _of_sheet(
    kind: type[JurorAssignment | SheetPaper | Sheet], *more: ColumnElement[bool]
) -> ColumnElement[bool]:
    return and_(
        kind.juror_id == Juror.id,
        kind.application_id == Application.id,
        kind.phase_code == bindparam("phase_code"),
        *more,
    )


_QUERY: Select[*tuple[Any, ...]] = (
    select(
        Contest,
        Application.state,
        select(func.max(ContestRulebook.version))
        .where(ContestRulebook.contest_id == Contest.id)
        .scalar_subquery(),
        Interest.recused,
        JurorAssignment.id,
        SheetPaper.id,
        Sheet.id,
        Sheet.version,
        Sheet.state,
        PublicDraw.id,
        SecondScoring.state,
        *SEAT_COLUMNS,
    )
    .select_from(Application)
    .join(Contest, Contest.id == Application.contest_id)
    .join(Juror, Juror.contest_id == Contest.id)
    .join(Juror.user)
    .outerjoin(JurorAbsence, JurorAbsence.juror_id == Juror.id)
    .outerjoin(Interest, and_(Interest.juror_id == Juror.id, Interest.application_id == Application.id))
    .outerjoin(JurorAssignment, _of_sheet(JurorAssignment, JurorAssignment.ended_at.is_(None)))
    .outerjoin(SheetPaper, _of_sheet(SheetPaper, SheetPaper.state.in_(_IN_USE)))
    .outerjoin(PublicDraw, PublicDraw.contest_id == Contest.id)
    .outerjoin(SecondScoring, SecondScoring.application_id == Application.id)
    .outerjoin(Sheet, _of_sheet(Sheet))
    .where(Application.id == bindparam("application_id"), Juror.user_id == bindparam("user_id"))
    .execution_options(populate_existing=True)
)
_HELD = _QUERY.with_for_update(of=Contest, key_share=True)


def _footing(
    session: Session,
    query: Select[*tuple[Any, ...]],
    user_id: int | None,
    application_id: int,
    phase_code: str,
) -> Footing:
    asked = {"user_id": user_id, "application_id": application_id, "phase_code": phase_code}
    row = session.execute(query, asked).one_or_none()
    if row is None:
        raise NotFound("nobody of this jury, or no group of its contest")
    facts = len(row) - len(SEAT_COLUMNS)
    contest: Contest = row[0]
    return Footing(contest, contest.state, seated(*row[facts:]), *row[1:facts])
