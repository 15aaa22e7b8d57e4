"""Take a contest back to a stage by an act. What is undone is kept whole."""

import logging

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.envelope_counter import commit_to, take_back_spills
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.allocation.queries import live_run_row
from contest_portal.allocation.rules.lifecycle import RUN, RunFacts
from contest_portal.applications.benefit_models import Benefit
from contest_portal.awards.queries import contest_subject
from contest_portal.awards.reopening_models import UndoneResult
from contest_portal.awards.reopening_queries import kept_of, reopening_facts
from contest_portal.awards.result_notices import notices_of
from contest_portal.awards.rules.reopening import (
    STEPS,
    VOIDED,
    BackTo,
    reopening_problems,
    words_problems,
)
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.documents.queries import documents_of
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.documents.services.void_document import void_document
from contest_portal.jury.session_models import HallSession
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.records import to_data
from contest_portal.scoring.closing_queries import closing_sha256
from contest_portal.scoring.models import RankingLine

log = logging.getLogger(__name__)


def reopen_contest(
    session: Session, act: Act, *, contest_id: int, back_to: BackTo, document: str, reason: str
) -> UndoneResult:
    """Set aside what followed a stage: the awards, the allocation, and the ranking where sheets are to be corrected.

    By somebody else than who approved the allocation. The documents that told it become void with the act as reason.
    Raises WrongState where the contest is not past that stage, Refused with everything that keeps it from going back.
    """
    contest = hold_contest(session, contest_id)
    run = live_run_row(session, contest_id)
    approver = run.approved_by if run else None
    permit(act.actor, Action.CONTEST_REOPEN, Scope(contest_id=contest_id, proposer_id=approver))
    CONTEST.require(contest, STEPS[back_to])
    document, reason = clean_text(document), clean_text(reason)
    refuse([*words_problems(document, reason), *reopening_problems(reopening_facts(session, contest_id))])
    undone = _kept(session, act, contest, run)
    undone.to_state = CONTEST.transition(STEPS[back_to]).to_state
    undone.document, undone.reason = document, reason
    session.add(undone)
    _undo_allocation(session, contest_id, run)
    if back_to is BackTo.EVALUATION:
        _undo_ranking(session, contest)
    contest.announced_at = None
    CONTEST.move(contest, STEPS[back_to], ContestFacts())
    session.flush()
    _void_documents(session, act, contest_id, back_to, f"{document}: {reason}")
    _note(session, act, undone, back_to)
    log.info("contest reopened", extra={"contest_id": contest_id, "back_to": back_to.value})
    return undone


def _kept(session: Session, act: Act, contest: Contest, run: AllocationRun | None) -> UndoneResult:
    last = session.scalar(select(func.max(UndoneResult.number)).where(UndoneResult.contest_id == contest.id))
    approved_at = run.approved_at if run else None
    content = canonical_json(
        to_data(kept_of(session, contest, closing_sha256(session, contest), approved_at))
    )
    return UndoneResult(
        contest_id=contest.id,
        number=(last or 0) + 1,
        from_state=contest.state,
        run_id=run.id if run else None,
        approved_by=run.approved_by if run else None,
        announced_at=contest.announced_at,
        content=content,
        content_sha256=sha256_hex(content),
        undone_by=act.actor.user_id,
        undone_at=act.at,
    )


def _undo_allocation(session: Session, contest_id: int, run: AllocationRun | None) -> None:
    """Give the money of the awards back, take them out of what counts elsewhere, and set the run aside."""
    awards = session.scalars(select(Award).where(Award.contest_id == contest_id).order_by(Award.id)).all()
    won = [award.application_id for award in awards]
    session.execute(delete(Benefit).where(Benefit.application_id.in_(won)))
    for award in awards:
        if award.state == "granted":
            commit_to(session, award.envelope_id, ZERO - award.amount)
        session.delete(award)
    if run is not None:
        take_back_spills(session, run.id)
        RUN.move(run, "undo", RunFacts())
        run.approved_by = run.approved_at = None
    session.flush()


def _undo_ranking(session: Session, contest: Contest) -> None:
    """Take the ranking away, also from the screen of the hall: what it shows of the next one is agreed on anew."""
    session.execute(delete(RankingLine).where(RankingLine.contest_id == contest.id))
    session.execute(update(HallSession).where(HallSession.contest_id == contest.id).values(revealed=0))
    contest.scored_at = None


def _note(session: Session, act: Act, undone: UndoneResult, back_to: BackTo) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="contest.reopened",
        subject=contest_subject(undone.contest_id),
        data={
            "back_to": back_to.value,
            "document": undone.document,
            "reason": undone.reason,
            "content_sha256": undone.content_sha256,
        },
    )


def _void_documents(session: Session, act: Act, contest_id: int, back_to: BackTo, why: str) -> None:
    documents = (*documents_of(session, contest_subject(contest_id)), *notices_of(session, contest_id))
    for document in documents:
        if document.kind in VOIDED[back_to] and document.state == DocumentState.ISSUED:
            void_document(session, act, document=document, reason=why)
