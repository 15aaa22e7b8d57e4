"""Named reads of what is, or is about to be, public."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import cast, func, select
from sqlalchemy.orm import Session, defer, joinedload

from contest_portal.accounts.checkpoint_queries import checkpoint_about
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.allocation.queries import approved_run
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.allocation.views import EnvelopeView, LineView
from contest_portal.applications.queries import entrants
from contest_portal.applications.screening_queries import not_admitted
from contest_portal.awards.queries import contest_subject
from contest_portal.awards.reopening_models import UndoneResult
from contest_portal.awards.reopening_queries import undone_results
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_code, contest_by_id, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.database import Cents
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound
from contest_portal.publication.later_queries import later_changes
from contest_portal.publication.rules.announcement import AnnouncementFacts
from contest_portal.publication.views import (
    AnnouncedContest,
    OwnResult,
    PublicDocument,
    PublicEnvelope,
    PublicOther,
    PublicReserve,
    PublicResult,
    PublicWinner,
    UndoneAnnouncement,
)
from contest_portal.scoring.draws import draw_of


def announcement_facts(session: Session, contest_id: int) -> AnnouncementFacts:
    """Gather what the announcement of a contest waits for."""
    approved = session.scalar(
        select(func.count())
        .select_from(AllocationRun)
        .where(AllocationRun.contest_id == contest_id, AllocationRun.state == RunState.APPROVED.value)
    )
    standing = _standing_documents(session, contest_id)
    return AnnouncementFacts(
        is_approved=bool(approved),
        issued_kinds=frozenset(document.kind for document in standing),
        printed_kinds=frozenset(document.kind for document in standing if document.file_sha256 is not None),
    )


def announced_contests(session: Session) -> tuple[AnnouncedContest, ...]:
    """List the contests whose result is public, the newest announcement on top."""
    contests = session.scalars(
        select(Contest)
        .where(Contest.state == ContestState.ANNOUNCED.value)
        .options(joinedload(Contest.office))
        .order_by(Contest.announced_at.desc(), Contest.id.desc())
    ).all()
    sums = {
        contest_id: (count, amount)
        for contest_id, count, amount in session.execute(
            select(Award.contest_id, func.count(), cast(func.sum(Award.amount), Cents()))
            .where(Award.state == "granted", Award.contest_id.in_([contest.id for contest in contests]))
            .group_by(Award.contest_id)
            .order_by(Award.contest_id)
        )
    }
    return tuple(_announced(contest, *sums.get(contest.id, (0, ZERO))) for contest in contests)


def result_of(session: Session, contest_code: str) -> PublicResult:
    """Give the result of a contest as the public sees it; NotFound before the announcement."""
    contest = contest_by_code(session, contest_code)
    if contest.state != ContestState.ANNOUNCED.value or contest.announced_at is None:
        raise NotFound(f"announced result of contest {contest_code}")
    rulebook = rulebook_of(session, contest.id)
    run = approved_run(session, contest.id)
    districts = {one.application_id: one.district_name for one in entrants(session, contest.id)}
    later = later_changes(session, run)
    annulled = frozenset(change.code for change in later if change.kind == "annulled")
    return PublicResult(
        contest_code=contest.code,
        title=contest.title,
        office_name=contest.office.name,
        announced_at=contest.announced_at,
        rule=run.rule,
        rulebook_sha256=run.inputs.rulebook_sha256,
        inputs_sha256=run.inputs_sha256,
        result_sha256=run.result_sha256,
        pass_mark=run.inputs.pass_mark,
        max_points=rulebook.max_points,
        fund=run.fund,
        envelopes=tuple(
            replace(_envelope(envelope, rulebook, districts, annulled), is_nested=run.inputs.is_nested)
            for envelope in run.envelopes
        ),
        documents=tuple(_document(one) for one in _standing_documents(session, contest.id)),
        draw=draw_of(session, contest.id),
        not_admitted=not_admitted(session, contest.id),
        checkpoint=checkpoint_about(session, contest_subject(contest.id)),
        later=later,
    )


def undone_announcements(session: Session, contest: Contest) -> tuple[UndoneAnnouncement, ...]:
    """List the results of a contest that were announced and set aside, the newest first."""
    found = (_undone(contest, one) for one in undone_results(session, contest.id))
    return tuple(one for one in found if one is not None)


def results_set_aside(session: Session) -> tuple[UndoneAnnouncement, ...]:
    """List the contests whose result was announced and set aside, with no other yet; the newest on top."""
    rows = session.execute(
        select(Contest, UndoneResult)
        .join(UndoneResult, UndoneResult.contest_id == Contest.id)
        .where(Contest.state != ContestState.ANNOUNCED.value)
        .options(defer(UndoneResult.content))
        .order_by(UndoneResult.undone_at, UndoneResult.id)
    )
    newest = {contest.id: told for contest, one in rows if (told := _undone(contest, one)) is not None}
    return tuple(sorted(newest.values(), key=lambda told: told.undone_at, reverse=True))


def _undone(contest: Contest, one: UndoneResult) -> UndoneAnnouncement | None:
    """Put a result that was set aside as the public reads of it; nothing of one that was never announced."""
    if one.announced_at is None:
        return None
    return UndoneAnnouncement(
        contest.code, contest.title, one.announced_at, one.undone_at, one.document, one.reason, one.ground
    )


def own_results(session: Session, contest_id: int, application_ids: Collection[int]) -> dict[int, OwnResult]:
    """Give what the announced result says of these groups, by application; nothing before the announcement.

    The caller answers for the groups being the reader's own.
    """
    contest = contest_by_id(session, contest_id)
    if contest.state != ContestState.ANNOUNCED.value:
        return {}
    rulebook, run = rulebook_of(session, contest_id), approved_run(session, contest_id)
    void = select(Award.application_id).where(Award.contest_id == contest_id, Award.state == "void")
    annulled = {*session.scalars(void)}
    return {
        line.application_id: replace(
            _own(contest.code, line, envelope, run.inputs.pass_mark, rulebook.max_points),
            is_annulled=line.application_id in annulled,
        )
        for envelope in run.envelopes
        for line in envelope.lines
        if line.application_id in application_ids
    }


def _own(
    contest_code: str, line: LineView, envelope: EnvelopeView, pass_mark: Score, max_points: int
) -> OwnResult:
    return OwnResult(
        application_id=line.application_id,
        contest_code=contest_code,
        outcome=line.outcome.value,
        total=line.total,
        max_points=max_points,
        place=line.place,
        pass_mark=pass_mark,
        cut=envelope.cut,
        requested=line.requested,
        amount=line.amount,
        reserve_order=line.reserve_order,
        sentence=line.sentence,
    )


def _announced(contest: Contest, winners: int, awarded: Money) -> AnnouncedContest:
    if contest.announced_at is None:
        raise NotFound(f"announcement of contest {contest.id}")
    return AnnouncedContest(
        code=contest.code,
        title=contest.title,
        office_name=contest.office.name,
        announced_at=contest.announced_at,
        winners=winners,
        awarded=awarded,
    )


def _envelope(
    envelope: EnvelopeView, rulebook: Rulebook, districts: dict[int, str], annulled: frozenset[str]
) -> PublicEnvelope:
    return PublicEnvelope(
        category_code=envelope.category_code,
        category_name=envelope.category_name,
        amount=envelope.amount,
        awarded=envelope.awarded,
        percent_awarded=envelope.percent_awarded,
        winners=tuple(_winner(line, rulebook, districts, annulled) for line in envelope.awards),
        reserves=tuple(_reserve(line) for line in envelope.reserves),
        others=tuple(PublicOther(line.code, line.total, line.outcome.value) for line in envelope.others),
        around=envelope.parent_name,
        received=envelope.received,
        spilled=envelope.spilled,
    )


def _winner(
    line: LineView, rulebook: Rulebook, districts: dict[int, str], annulled: frozenset[str]
) -> PublicWinner:
    if line.place is None or line.total is None:
        raise NotFound(f"place of application {line.application_id}")
    return PublicWinner(
        place=line.place,
        code=line.code,
        group_name=line.group_name,
        line_name=rulebook.line(line.line_code).name,
        district_name=districts.get(line.application_id, ""),
        total=line.total,
        amount=line.amount,
        is_annulled=line.code in annulled,
    )


def _reserve(line: LineView) -> PublicReserve:
    if line.place is None or line.total is None or line.reserve_order is None:
        raise NotFound(f"place of application {line.application_id}")
    return PublicReserve(
        order=line.reserve_order,
        place=line.place,
        code=line.code,
        total=line.total,
        requested=line.requested,
        sentence=line.sentence,
    )


def _standing_documents(session: Session, contest_id: int) -> tuple[Document, ...]:
    return tuple(
        document
        for document in documents_of(session, contest_subject(contest_id))
        if document.state == DocumentState.ISSUED.value
    )


def _document(document: Document) -> PublicDocument:
    return PublicDocument(
        kind=document.kind,
        title=document.title,
        code=document.code,
        verification_code=document.verification_code,
        issued_at=document.issued_at,
    )
