"""Named reads of going back to a stage: what keeps a contest from it, what was undone, and what is kept of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.observation_models import Observation
from contest_portal.awards.queries import award_subject
from contest_portal.awards.reopening_models import UndoneResult
from contest_portal.awards.rules.observations import DECIDED
from contest_portal.awards.rules.reopening import ReopeningFacts
from contest_portal.contests.models import Contest
from contest_portal.documents.queries import documents_of_all
from contest_portal.kernel.money import Money
from contest_portal.scoring.models import RankingLine


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A line of a ranking that was undone: the exact total as a fraction, and the whole detail as it was stored."""

    application_id: int
    category_code: str
    standing: str
    place: int | None
    total_numerator: int | None
    total_denominator: int | None
    total_units: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class KeptAward:
    """An award that was undone."""

    application_id: int
    envelope_id: int
    state: str
    amount: Money
    goods: Money
    assistance: Money


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a result that was undone; the run and its lines stay in their tables."""

    closing_sha256: str
    scored_at: datetime | None
    approved_at: datetime | None
    ranking: tuple[KeptPlace, ...]
    awards: tuple[KeptAward, ...]


def reopening_facts(session: Session, contest_id: int) -> ReopeningFacts:
    """Gather what keeps a contest from going back."""
    awards = session.scalars(select(Award.id).where(Award.contest_id == contest_id).order_by(Award.id)).all()
    papers = documents_of_all(session, [award_subject(award_id) for award_id in awards])
    followed = select(func.count()).select_from(FollowUp).where(FollowUp.award_id.in_(awards))
    calls = select(func.count()).select_from(ReserveCall).where(ReserveCall.contest_id == contest_id)
    observations = select(func.count()).select_from(Observation)
    waiting = (Observation.contest_id == contest_id, Observation.state.not_in(DECIDED))
    runs = select(func.count()).select_from(AllocationRun)
    proposed = (AllocationRun.contest_id == contest_id, AllocationRun.state == "proposed")
    return ReopeningFacts(
        award_papers=len(papers) + (session.scalar(followed) or 0),
        reserve_calls=session.scalar(calls.where(ReserveCall.state != "discarded")) or 0,
        open_observations=session.scalar(observations.where(*waiting)) or 0,
        open_proposals=session.scalar(runs.where(*proposed)) or 0,
    )


def undone_results(session: Session, contest_id: int) -> tuple[UndoneResult, ...]:
    """List the results of a contest that were undone, the newest first; what is kept is read when it is asked for."""
    query = (
        select(UndoneResult).where(UndoneResult.contest_id == contest_id).options(defer(UndoneResult.content))
    )
    return tuple(session.scalars(query.order_by(UndoneResult.number.desc())))


def kept_of(session: Session, contest: Contest, closing_sha256: str, approved_at: datetime | None) -> Kept:
    """Read the ranking and the awards of a contest as they stand, to be kept."""
    places = session.scalars(
        select(RankingLine).where(RankingLine.contest_id == contest.id).order_by(RankingLine.application_id)
    )
    awards = session.scalars(
        select(Award).where(Award.contest_id == contest.id).order_by(Award.application_id)
    )
    return Kept(
        closing_sha256=closing_sha256,
        scored_at=contest.scored_at,
        approved_at=approved_at,
        ranking=tuple(_place(line) for line in places),
        awards=tuple(
            KeptAward(one.application_id, one.envelope_id, one.state, one.amount, one.goods, one.assistance)
            for one in awards
        ),
    )


def _place(line: RankingLine) -> KeptPlace:
    return KeptPlace(
        line.application_id,
        line.category_code,
        line.standing,
        line.place,
        line.total_numerator,
        line.total_denominator,
        line.total_units,
        line.detail,
    )
