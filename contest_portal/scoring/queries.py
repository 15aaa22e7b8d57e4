"""Named reads of the ranking that closed the scoring, and of whose a sheet is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.models import Juror
from contest_portal.kernel.collecting import no_collecting
from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.detail import read_detail
from contest_portal.scoring.models import RankingLine, Sheet
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.totals import CriterionMean, PhaseMean

_ORDER_OF_STANDINGS = case({"passed": 0, "below_pass": 1}, value=RankingLine.standing, else_=2)


@dataclass(frozen=True, slots=True)
class RankedLine:
    """A group's line in the ranking, as it was stored when the scoring closed."""

    application_id: int
    code: str
    group_name: str
    category_code: str
    standing: str
    place: int | None
    total: Score | None
    exact_total: Fraction | None
    phase_means: tuple[PhaseMean, ...]
    tie_note: tuple[Sentence, ...]
    reason: Sentence | None
    criterion_means: tuple[CriterionMean, ...] = ()

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """Give everything that explains the line: why it did not pass, or what decided its tie."""
        return self.tie_note if self.reason is None else (self.reason, *self.tie_note)


@dataclass(frozen=True, slots=True)
class SheetOwner:
    """Whose sheet it is: juror, group and phase; nothing of what it says."""

    sheet_id: int
    state: str
    phase_name: str
    juror_name: str
    application_code: str
    group_name: str
    phase_code: str
    application_id: int


@no_collecting()
def ranking(session: Session, contest_id: int) -> tuple[RankedLine, ...]:
    """List the stored ranking: by category, the passed by place, then the others from the highest total."""
    rows = session.execute(
        select(RankingLine, Application.code, ProducerGroup.name)
        .join(Application, Application.id == RankingLine.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .where(RankingLine.contest_id == contest_id)
        .order_by(
            RankingLine.category_code,
            _ORDER_OF_STANDINGS,
            RankingLine.place,
            RankingLine.total_units.desc(),
            Application.code,
            RankingLine.id,
        )
    )
    return tuple(_ranked(line, code or "", name) for line, code, name in rows)


def _ranked(line: RankingLine, code: str, group_name: str) -> RankedLine:
    detail = read_detail(line.detail)
    exact = None
    if line.total_numerator is not None and line.total_denominator is not None:
        exact = Fraction(line.total_numerator, line.total_denominator)
    return RankedLine(
        application_id=line.application_id,
        code=code,
        group_name=group_name,
        category_code=line.category_code,
        standing=line.standing,
        place=line.place,
        total=None if line.total_units is None else Score(line.total_units, detail.decimals),
        exact_total=exact,
        phase_means=detail.phase_means,
        tie_note=detail.tie_note,
        reason=detail.reason,
        criterion_means=detail.criterion_means,
    )


def sealing_instants(session: Session, contest_id: int) -> Mapping[str, tuple[datetime, datetime]]:
    """Give, by phase, when the first and the last of its final sheets were sealed; no phase without one."""
    rows = session.execute(
        select(Sheet.phase_code, func.min(Sheet.sealed_at), func.max(Sheet.sealed_at))
        .join(Application, Application.id == Sheet.application_id)
        .where(Application.contest_id == contest_id, Sheet.state == SheetState.FINAL.value)
        .group_by(Sheet.phase_code)
        .order_by(Sheet.phase_code)
    )
    return {phase: (first, last) for phase, first, last in rows if first is not None and last is not None}


def returnable_sheet(session: Session, contest_id: int, sheet_id: int) -> SheetOwner:
    """Say whose sheet it is and of which group and phase; NotFound in another contest. No mark is read."""
    row = session.execute(
        select(
            Sheet.id,
            Sheet.state,
            Sheet.phase_code,
            User.full_name,
            Application.code,
            ProducerGroup.name,
            Application.id,
        )
        .join(Juror, Juror.id == Sheet.juror_id)
        .join(User, User.id == Juror.user_id)
        .join(Application, Application.id == Sheet.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .where(Sheet.id == sheet_id, Juror.contest_id == contest_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"sheet {sheet_id} of contest {contest_id}")
    found, state, phase_code, juror_name, code, group_name, application_id = row
    phase_name = rulebook_of(session, contest_id).phase(phase_code).name
    return SheetOwner(
        found, state, phase_name, juror_name, code or "", group_name, phase_code, application_id
    )
