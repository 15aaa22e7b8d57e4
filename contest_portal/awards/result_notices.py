"""The notices of a result as they stand and as they would be: one for each group that was ranked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import AnyAward, Award
from contest_portal.allocation.queries import approved_run, awards_of
from contest_portal.allocation.rules.results import Outcome
from contest_portal.allocation.views import EnvelopeView, LineView
from contest_portal.applications.models import Application
from contest_portal.applications.queries import entrants
from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.documents.citing import Cited, cite
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.awards.documents.result_notice import ANNULLED, RESULT_NOTICE, ResultNotice
from contest_portal.awards.queries import award_subject, contest_subject, standing_document
from contest_portal.awards.rules.observations import window_of
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of_all
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class _Basis:
    """What all notices of a contest share; `awarded` are the awards that stand, by application."""

    contest: Contest
    rulebook: Rulebook
    announced_at: datetime
    issued_at: datetime
    pass_mark: Score
    acta: Cited
    resolution: Cited
    awarded: dict[int, Money]
    titles: dict[int, str]


def notices_to_issue(session: Session, contest: Contest, at: datetime) -> Iterator[tuple[int, ResultNotice]]:
    """Give the notice of every group of the approved allocation, by application, in the order of the allocation.

    Nothing while acta and resolution do not stand. `at` is when they are issued: a term that is over is not told.
    """
    acta, resolution = (
        standing_document(session, contest_subject(contest.id), kind.code) for kind in (ACTA, RESOLUTION)
    )
    if acta is None or resolution is None:
        return
    run = approved_run(session, contest.id)
    basis = _Basis(
        contest=contest,
        rulebook=rulebook_of(session, contest.id),
        announced_at=contest.announced_at or at,
        issued_at=at,
        pass_mark=run.inputs.pass_mark,
        acta=cite(acta),
        resolution=cite(resolution),
        awarded={award.application_id: award.amount for award in awards_of(session, contest.id)},
        titles={one.application_id: one.title for one in entrants(session, contest.id)},
    )
    for envelope in run.envelopes:
        for line in envelope.lines:
            yield line.application_id, _notice(basis, envelope, line)


def notices_of(session: Session, contest_id: int) -> tuple[Document, ...]:
    """List the notices of a contest, void ones too, in the order they were issued."""
    ids = session.scalars(select(Application.id).where(Application.contest_id == contest_id))
    subjects = [f"application:{application_id}" for application_id in ids.all()]
    return tuple(one for one in documents_of_all(session, subjects) if one.kind == RESULT_NOTICE.code)


def missing_notices(session: Session, contest: Contest, at: datetime) -> tuple[tuple[int, ResultNotice], ...]:
    """Give the notices of groups whose notice does not stand yet."""
    standing = {one.subject for one in notices_of(session, contest.id) if one.state == DocumentState.ISSUED}
    found = notices_to_issue(session, contest, at)
    return tuple(one for one in found if f"application:{one[0]}" not in standing)


def certificates_of(session: Session, contest_id: int) -> tuple[Document, ...]:
    """List the certificates of a contest, void ones and those of results set aside too, in the order of issue."""
    ids = session.scalars(select(AnyAward.id).where(AnyAward.contest_id == contest_id))
    subjects = [award_subject(award_id) for award_id in ids.all()]
    return tuple(one for one in documents_of_all(session, subjects) if one.kind == CERTIFICATE.code)


def result_papers(session: Session, application_id: int) -> tuple[Document, ...]:
    """List the papers of a group's result that stand: its notice, and its certificate."""
    award_id = session.scalar(select(Award.id).where(Award.application_id == application_id))
    subjects = (f"application:{application_id}", *(() if award_id is None else (award_subject(award_id),)))
    return tuple(
        one
        for one in documents_of_all(session, subjects)
        if one.kind in (RESULT_NOTICE.code, CERTIFICATE.code) and one.state == DocumentState.ISSUED
    )


def _notice(basis: _Basis, envelope: EnvelopeView, line: LineView) -> ResultNotice:
    amount = basis.awarded.get(line.application_id, ZERO)
    window = window_of(basis.announced_at, basis.rulebook.calendar.observation_days)
    is_open = window is not None and basis.issued_at < window.until
    return ResultNotice(
        contest_code=basis.contest.code,
        contest_title=basis.contest.title,
        application_code=line.code,
        group_name=line.group_name,
        business=basis.titles[line.application_id],
        category_name=basis.rulebook.category(line.category_code).name,
        outcome=_outcome(line, amount),
        reason=line.sentence.text,
        total=line.total,
        max_points=basis.rulebook.max_points,
        pass_mark=basis.pass_mark,
        cut=envelope.cut,
        place=line.place,
        reserve_order=line.reserve_order,
        requested=line.requested,
        amount=amount,
        acta=basis.acta,
        resolution=basis.resolution,
        observe_until=office_date(window.until - timedelta(days=1)) if window and is_open else None,
    )


def _outcome(line: LineView, amount: Money) -> str:
    """Tell what became of a group by now: its award may have been annulled, or it was called from the reserve."""
    if amount:
        return Outcome.AWARDED.value
    return ANNULLED if line.outcome is Outcome.AWARDED else line.outcome.value
