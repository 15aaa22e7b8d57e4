"""What became of an announced result since: annulled awards, and groups of the reserve that received money."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import Award
from contest_portal.allocation.reserve_models import ReserveCall
from contest_portal.allocation.views import RunView
from contest_portal.awards.documents.annulment import ANNULMENT
from contest_portal.awards.queries import award_subject
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of_all
from contest_portal.publication.views import LaterChange


def later_changes(session: Session, run: RunView) -> tuple[LaterChange, ...]:
    """List them in the order in which they happened, each with the paper that tells of it."""
    groups = {line.application_id: (line.code, line.group_name) for line in run.lines}
    changes = (*_annulled(session, run, groups), *_from_reserve(session, run, groups))
    return tuple(sorted(changes, key=lambda change: (change.at, change.code)))


def _annulled(session: Session, run: RunView, groups: dict[int, tuple[str, str]]) -> Iterator[LaterChange]:
    void = session.scalars(
        select(Award).where(Award.contest_id == run.contest_id, Award.state == "void").order_by(Award.id)
    ).all()
    subjects = {award_subject(award.id): award for award in void}
    for paper in documents_of_all(session, subjects):
        if paper.kind == ANNULMENT.code:
            award = subjects[paper.subject]
            code, group_name = groups[award.application_id]
            yield LaterChange(paper.issued_at, "annulled", code, group_name, award.amount, *_seen(paper))


def _from_reserve(
    session: Session, run: RunView, groups: dict[int, tuple[str, str]]
) -> Iterator[LaterChange]:
    rows = session.execute(
        select(ReserveCall, Document)
        .join(Document, Document.id == ReserveCall.document_id)
        .where(ReserveCall.contest_id == run.contest_id, ReserveCall.state == "accepted")
        .order_by(ReserveCall.id)
    )
    for call, letter in rows:
        if call.answered_at is not None:
            code, group_name = groups[call.application_id]
            yield LaterChange(call.answered_at, "received", code, group_name, call.amount, *_seen(letter))


def _seen(paper: Document) -> tuple[str, str]:
    return paper.code, paper.verification_code
