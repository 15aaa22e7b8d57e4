"""Named reads of going back to a stage: what keeps a contest from it, what was undone, and what is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, selectinload

from contest_portal.allocation.models import AllocationLine, AllocationRun, Award, UndoneAward
from contest_portal.allocation.reserve_models import ReserveCall, UndoneReserveCall
from contest_portal.allocation.views import RunView
from contest_portal.applications.models import Application
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.observation_models import Observation
from contest_portal.awards.queries import award_subject
from contest_portal.awards.reopening_models import UndoneResult
from contest_portal.awards.rules.follow_up import FollowUpState, TransferState
from contest_portal.awards.rules.observations import DECIDED
from contest_portal.awards.rules.reopening import (
    CarriedOut,
    ReopeningFacts,
    Undoing,
)
from contest_portal.contests.models import Contest
from contest_portal.documents.models import Document
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import added_later
from contest_portal.scoring.closing_queries import closing_sha256
from contest_portal.scoring.models import RankingLine
from contest_portal.scoring.second import SHOWN, second_scorings


@dataclass(frozen=True, slots=True)
class LineBefore:
    """What became of a group in an allocation that was undone."""

    outcome: str
    amount: Money


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
    reserve: bool = added_later(False)


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a result that was undone; the run, its lines, its awards and calls stay in their tables too.

    `void` are the codes of the documents that became void with it.
    """

    closing_sha256: str
    scored_at: datetime | None
    approved_at: datetime | None
    ranking: tuple[KeptPlace, ...]
    awards: tuple[KeptAward, ...]
    void: tuple[str, ...] = added_later(())


def reopening_facts(session: Session, contest_id: int) -> ReopeningFacts:
    """Gather what keeps a contest from going back."""
    calls = select(func.count()).select_from(ReserveCall)
    proposed_call = (ReserveCall.contest_id == contest_id, ReserveCall.state == "proposed")
    observations = select(func.count()).select_from(Observation)
    waiting = (Observation.contest_id == contest_id, Observation.state.not_in(DECIDED))
    runs = select(func.count()).select_from(AllocationRun)
    proposed = (AllocationRun.contest_id == contest_id, AllocationRun.state == "proposed")
    return ReopeningFacts(
        awards=_carried_out(session, contest_id),
        proposed_calls=session.scalar(calls.where(*proposed_call)) or 0,
        open_observations=session.scalar(observations.where(*waiting)) or 0,
        open_proposals=session.scalar(runs.where(*proposed)) or 0,
    )


def _carried_out(session: Session, contest_id: int) -> tuple[CarriedOut, ...]:
    """Tell how far each award was carried out; one that was annulled has ended."""
    scorings = second_scorings(session, contest_id)
    rows = session.execute(
        select(Application.code, Award, FollowUp)
        .join(Application, Application.id == Award.application_id)
        .join(FollowUp, FollowUp.award_id == Award.id)
        .where(Award.contest_id == contest_id, Award.state == "granted")
        .options(selectinload(FollowUp.instalments))
        .order_by(Application.code)
    )
    return tuple(
        CarriedOut(
            code=code or "",
            is_settled=follow_up.state in (FollowUpState.SETTLED, FollowUpState.CLOSED),
            under_way=any(
                one.state in (TransferState.PROPOSED, TransferState.APPROVED) for one in follow_up.instalments
            ),
            is_scoring=award.application_id in scorings and scorings[award.application_id].state in SHOWN,
            paid=follow_up.paid,
            kept=follow_up.paid - follow_up.returned,
        )
        for code, award, follow_up in rows
    )


def undone_results(session: Session, contest_id: int) -> tuple[UndoneResult, ...]:
    """List the results of a contest that were undone, the newest first; what is kept is read when it is asked for."""
    query = (
        select(UndoneResult).where(UndoneResult.contest_id == contest_id).options(defer(UndoneResult.content))
    )
    return tuple(session.scalars(query.order_by(UndoneResult.number.desc())))


def changed_lines(session: Session, contest_id: int, run: RunView) -> Mapping[int, LineBefore]:
    """Give the lines of the allocation that was undone last, by application, where those of a run are others."""
    last = (
        select(UndoneResult.run_id)
        .where(UndoneResult.contest_id == contest_id, UndoneResult.run_id.is_not(None))
        .order_by(UndoneResult.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(AllocationLine.application_id, AllocationLine.outcome, AllocationLine.amount)
        .where(AllocationLine.run_id == last)
        .order_by(AllocationLine.step)
    )
    now = {line.application_id: (line.outcome.value, line.amount) for line in run.lines}
    return {
        application_id: LineBefore(outcome, amount)
        for application_id, outcome, amount in rows
        if now.get(application_id) != (outcome, amount)
    }


def void_papers_of(session: Session, application_id: int) -> tuple[Document, ...]:
    """List the documents of a group that became void with a result of before, in the order they were issued."""
    awards = (
        select(UndoneAward.id).where(UndoneAward.application_id == application_id).order_by(UndoneAward.id)
    )
    letters = select(UndoneReserveCall.document_id).where(UndoneReserveCall.application_id == application_id)
    subjects = [award_subject(award_id) for award_id in session.scalars(awards)]
    query = select(Document).where(
        Document.state == DocumentState.VOID.value, Document.subject.in_(subjects) | Document.id.in_(letters)
    )
    return tuple(session.scalars(query.order_by(Document.issued_at, Document.id)))


def kept_of(session: Session, contest: Contest, undoing: Undoing, approved_at: datetime | None) -> Kept:
    """Read the ranking and the awards of a contest as they stand, to be kept."""
    places = session.scalars(
        select(RankingLine).where(RankingLine.contest_id == contest.id).order_by(RankingLine.application_id)
    )
    awards = session.execute(
        select(Award, ReserveCall.id)
        .outerjoin(ReserveCall, ReserveCall.award_id == Award.id)
        .where(Award.contest_id == contest.id)
        .order_by(Award.application_id)
    )
    return Kept(
        closing_sha256=closing_sha256(session, contest),
        scored_at=contest.scored_at,
        approved_at=approved_at,
        ranking=tuple(_place(line) for line in places),
        awards=tuple(
            KeptAward(
                one.application_id,
                one.envelope_id,
                one.state,
                one.amount,
                one.goods,
                one.assistance,
                reserve=call_id is not None,
            )
            for one, call_id in awards
        ),
        void=tuple(one.code for one in undoing.papers),
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
