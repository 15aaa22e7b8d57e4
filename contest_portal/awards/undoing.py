"""Everything that going back to a stage would undo now, listed before anybody decides on it."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import Award
from contest_portal.allocation.queries import live_run_row
from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.awards.queries import award_subject, contest_subject
from contest_portal.awards.result_notices import notices_of
from contest_portal.awards.rules.reopening import CALLED, VOIDED, BackTo, Undoing, UndoneGrant, UndonePaper
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of, documents_of_all
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.scoring.models import RankingLine

Groups = Mapping[int, tuple[str, str]]


def undoing_of(session: Session, contest_id: int, back_to: BackTo) -> Undoing:
    """List it: papers that stand, awards, calls of the reserve list, and lines of the ranking where that goes too."""
    run = live_run_row(session, contest_id)
    lines = select(func.count()).select_from(RankingLine).where(RankingLine.contest_id == contest_id)
    groups = _groups(session, contest_id)
    awards = session.scalars(select(Award).where(Award.contest_id == contest_id).order_by(Award.id)).all()
    calls = session.scalars(
        select(ReserveCall)
        .where(ReserveCall.contest_id == contest_id, ReserveCall.state.in_(CALLED))
        .order_by(ReserveCall.id)
    ).all()
    of_contest = (
        (one, "") for one in documents_of(session, contest_subject(contest_id)) if one.kind in VOIDED[back_to]
    )
    found = (
        *of_contest,
        *_notices(session, contest_id, back_to, groups),
        *_of_awards(session, [one for one in awards if one.state == "granted"], groups),
        *_letters(session, calls, groups),
    )
    return Undoing(
        back_to=back_to,
        run_id=run.id if run else None,
        places=(session.scalar(lines) or 0) if back_to is BackTo.EVALUATION else 0,
        papers=tuple(
            UndonePaper(one.id, one.kind, one.code, about)
            for one, about in found
            if one.state == DocumentState.ISSUED
        ),
        awards=tuple(UndoneGrant(*groups[one.application_id], one.amount, one.state) for one in awards),
        calls=tuple(UndoneGrant(*groups[one.application_id], one.amount, one.state) for one in calls),
    )


def _notices(
    session: Session, contest_id: int, back_to: BackTo, groups: Groups
) -> Iterator[tuple[Document, str]]:
    names = {f"application:{application_id}": name for application_id, (_, name) in groups.items()}
    ours = (one for one in notices_of(session, contest_id) if one.kind in VOIDED[back_to])
    return ((one, names[one.subject]) for one in ours)


def _of_awards(session: Session, awards: Iterable[Award], groups: Groups) -> Iterator[tuple[Document, str]]:
    """Give the documents of awards that stand, with the group of each; those of one that was annulled told its end."""
    names = {award_subject(one.id): groups[one.application_id][1] for one in awards}
    return ((one, names[one.subject]) for one in documents_of_all(session, list(names)))


def _letters(
    session: Session, calls: Iterable[ReserveCall], groups: Groups
) -> Iterator[tuple[Document, str]]:
    for call in calls:
        if call.document_id is not None:
            yield session.get_one(Document, call.document_id), groups[call.application_id][1]


def _groups(session: Session, contest_id: int) -> Groups:
    """Give code and name of the groups of a contest, by application."""
    rows = session.execute(
        select(Application.id, Application.code, ProducerGroup.name)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .where(Application.contest_id == contest_id)
        .order_by(Application.id)
    )
    return {application_id: (code or "", name) for application_id, code, name in rows}
