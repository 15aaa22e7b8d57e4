"""Files that came with contests of long ago: which they are, and how they go.

Whoever approves a run only notes their hashes; the files go once that is committed, so that what is rolled back has
lost nothing. A file that something else names too, another contest or an issued document, stays.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, union, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.accounts.models import Office
from contest_portal.allocation.models import Award
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.observation_models import Observation, ObservationFile
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.privacy.models import RetentionRun, WithdrawnFile
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.visit_models import VisitPhoto

Named = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The run that withdrew a file, and when it was approved."""

    run_id: int
    at: datetime


def files_due(session: Session, contests: Collection[int]) -> frozenset[str]:
    """Give the hashes of what came with these contests, is named by nothing else, and was not withdrawn yet."""
    ours = _named(session, contests)
    if not ours:
        return frozenset()
    others = _named(session, contests, of_others=True)
    issued = union(select(Document.file_sha256), select(Office.logo_sha256))
    return ours - others - frozenset(session.scalars(issued)) - withdrawn(session, ours)


def withdrawn(session: Session, digests: Collection[str]) -> frozenset[str]:
    """Give those of the hashes whose files were withdrawn."""
    found = select(WithdrawnFile.sha256).where(WithdrawnFile.sha256.in_(digests))
    return frozenset(session.scalars(found.order_by(WithdrawnFile.sha256)))


def withdrawals(session: Session, digests: Collection[str]) -> Mapping[str, Withdrawal]:
    """Give by which run and when, for those of the hashes whose files were withdrawn."""
    rows = session.execute(
        select(WithdrawnFile.sha256, RetentionRun.id, RetentionRun.decided_at)
        .join(RetentionRun, RetentionRun.id == WithdrawnFile.run_id)
        .where(WithdrawnFile.sha256.in_(digests))
        .order_by(WithdrawnFile.sha256)
    )
    return {digest: Withdrawal(run_id, at) for digest, run_id, at in rows if at is not None}


def note_withdrawn(session: Session, contests: Collection[int]) -> None:
    """Note that the files of these contests are to go, by the run that waits: there is never more than one."""
    run_id = session.scalars(select(RetentionRun.id).where(RetentionRun.state == "proposed")).one()
    session.add_all(
        WithdrawnFile(sha256=digest, removed=False, run_id=run_id)
        for digest in sorted(files_due(session, contests))
    )


def files_to_remove(session: Session) -> tuple[str, ...]:
    """Give the hashes that were noted and whose files may still be there."""
    waiting = select(WithdrawnFile.sha256).where(WithdrawnFile.removed.is_(False))
    return tuple(session.scalars(waiting.order_by(WithdrawnFile.sha256)))


def note_removed(session: Session, digests: Collection[str], *, at: datetime, actor_id: int | None) -> None:
    """Note that these files are gone, here and in the log; without an actor a command removed them."""
    if not digests:
        return
    wait_for_turn(session)
    session.execute(update(WithdrawnFile).where(WithdrawnFile.sha256.in_(digests)).values(removed=True))
    record(
        session,
        at=at,
        actor_id=actor_id,
        action="retention.files_removed",
        subject="portal:1",
        data={"files": len(digests)},
    )


def _named(session: Session, contests: Collection[int], *, of_others: bool = False) -> frozenset[str]:
    """Give what rows of some contests name: of those given, or of all others."""

    def of(column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        return column.not_in(contests) if of_others else column.in_(contests)

    sent = select(Application.id).where(of(Application.contest_id))
    awards = select(Award.id).where(of(Award.contest_id))
    observed = select(Observation.id).where(of(Observation.contest_id))
    columns: tuple[tuple[Named, ColumnElement[bool]], ...] = (
        (Attachment.sha256, Attachment.application_id.in_(sent)),
        (Attachment.preview_sha256, Attachment.application_id.in_(sent)),
        (VisitPhoto.sha256, VisitPhoto.application_id.in_(sent)),
        (VisitPhoto.preview_sha256, VisitPhoto.application_id.in_(sent)),
        (PaperEntry.scan_sha256, of(PaperEntry.contest_id)),
        (SheetPaper.scan_sha256, of(SheetPaper.contest_id)),
        (ObservationFile.sha256, ObservationFile.observation_id.in_(observed)),
        (ObservationFile.preview_sha256, ObservationFile.observation_id.in_(observed)),
        (FollowUp.scan_sha256, FollowUp.award_id.in_(awards)),
    )
    found = (session.scalars(select(column).where(where, column.is_not(None))) for column, where in columns)
    return frozenset(digest for some in found for digest in some if digest is not None)
