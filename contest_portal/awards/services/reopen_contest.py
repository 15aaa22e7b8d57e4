"""Take a contest back to a stage by an act. What is undone is kept whole."""

import logging
from collections.abc import Iterable

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_portal.accounts.joint_acts import confirm_together
from contest_portal.accounts.rules.actor import Act
from contest_portal.allocation.envelope_counter import commit_to, take_back_rises, take_back_spills
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.allocation.queries import live_run_row
from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.allocation.rules.lifecycle import RUN, RunFacts
from contest_portal.applications.benefit_models import Benefit
from contest_portal.awards.annulling import lapse_annulments
from contest_portal.awards.follow_up_acts import end_facts
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.queries import contest_subject
from contest_portal.awards.reopening_models import UndoneResult
from contest_portal.awards.reopening_queries import kept_of, reopening_facts
from contest_portal.awards.rules.follow_up import FOLLOW_UP
from contest_portal.awards.rules.reopening import (
    CALLED,
    STEPS,
    BackTo,
    Undoing,
    reopening_problems,
    undoing_changed,
)
from contest_portal.awards.services.ask_reopening import REOPENING
from contest_portal.awards.undoing import undoing_of
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.documents.models import Document
from contest_portal.documents.services.void_document import void_document
from contest_portal.jury.session_models import HallSession
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.records import to_data
from contest_portal.scoring.models import RankingLine

log = logging.getLogger(__name__)


def reopen_contest(
    session: Session, act: Act, *, contest_id: int, joint_id: int, sha256: str
) -> UndoneResult:
    """Set aside what followed a stage, as the second person: awards, allocation, and the ranking where sheets change.

    By somebody else than who asked for it and who approved the allocation. Every paper issued since becomes void with
    the act as reason, those of single awards too; rows and numbers stay. Raises WrongState where the contest is not
    past that stage, Refused with everything that keeps it from going back, or when other things would be undone than
    both persons saw.
    """
    contest = hold_contest(session, contest_id)
    run = live_run_row(session, contest_id)
    approver = run.approved_by if run else None
    joint, asked = confirm_together(
        session, act, REOPENING, contest_id=contest_id, joint_id=joint_id, sha256=sha256, earlier=(approver,)
    )
    step = STEPS[asked.back_to]
    CONTEST.require(contest, step)
    undoing = undoing_of(session, contest_id, asked.back_to)
    refuse(reopening_problems(reopening_facts(session, contest_id)))
    refuse([undoing_changed() if undoing.sha256 != asked.undoing_sha256 else None])
    undone = _kept(session, act, contest, run, undoing)
    undone.to_state = CONTEST.transition(step).to_state
    undone.document, undone.ground, undone.reason = asked.document, asked.ground, asked.reason
    undone.asked_by = joint.asked_by
    session.add(undone)
    _void_documents(session, act, undoing, f"{asked.document}: {asked.reason}")
    lapse_annulments(session, act, contest_id)
    _undo_allocation(session, contest_id, run)
    if asked.back_to is BackTo.EVALUATION:
        _undo_ranking(session, contest)
    contest.announced_at = None
    CONTEST.move(contest, step, ContestFacts())
    session.flush()
    _note(session, act, undone, asked.back_to)
    log.info("contest reopened", extra={"contest_id": contest_id, "back_to": asked.back_to.value})
    return undone


def _kept(
    session: Session, act: Act, contest: Contest, run: AllocationRun | None, undoing: Undoing
) -> UndoneResult:
    last = session.scalar(select(func.max(UndoneResult.number)).where(UndoneResult.contest_id == contest.id))
    approved_at = run.approved_at if run else None
    content = canonical_json(to_data(kept_of(session, contest, undoing, approved_at)))
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
    """Give the money back, take the awards out of what counts elsewhere, and set them and the run aside."""
    awards = session.scalars(select(Award).where(Award.contest_id == contest_id).order_by(Award.id)).all()
    calls = session.scalars(
        select(ReserveCall).where(ReserveCall.contest_id == contest_id).order_by(ReserveCall.id)
    ).all()
    won = [award.application_id for award in awards]
    session.execute(delete(Benefit).where(Benefit.application_id.in_(won)))
    for award in awards:
        if award.state == "granted":
            _end_follow_up(session, award)
            commit_to(session, award.envelope_id, ZERO - award.amount)
    for call in calls:
        if call.state == "called":
            commit_to(session, call.envelope_id, ZERO - call.amount)
    for call in reversed(calls):
        if call.state in CALLED:
            take_back_rises(session, call)
    _set_aside(session, contest_id, awards, calls)
    if run is not None:
        take_back_spills(session, run.id)
        RUN.move(run, "undo", RunFacts())
        run.approved_by = run.approved_at = None
    session.flush()


def _end_follow_up(session: Session, award: Award) -> None:
    """End what was signed and not carried out."""
    follow_up = session.scalars(
        select(FollowUp)
        .where(FollowUp.award_id == award.id)
        .options(joinedload(FollowUp.award), selectinload(FollowUp.instalments))
    ).one_or_none()
    if follow_up is not None:
        FOLLOW_UP.move(follow_up, "annul", end_facts(session, follow_up))


def _set_aside(
    session: Session, contest_id: int, awards: Iterable[Award], calls: Iterable[ReserveCall]
) -> None:
    """Turn awards and calls into those of a result of before; their objects are of another class then, and let go."""
    session.flush()
    for table in (Award.metadata.tables["award"], ReserveCall.metadata.tables["reserve_call"]):
        session.execute(
            update(table)
            .where(table.c.contest_id == contest_id, table.c.standing == "live")
            .values(standing="undone")
        )
    for one in (*awards, *calls):
        session.expunge(one)


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
            "legal_ground": undone.ground,
            "reason": undone.reason,
            "content_sha256": undone.content_sha256,
        },
    )


def _void_documents(session: Session, act: Act, undoing: Undoing, why: str) -> None:
    for paper in undoing.papers:
        void_document(session, act, document=session.get_one(Document, paper.document_id), reason=why)
