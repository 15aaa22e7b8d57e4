"""The versions of a sheet: kept with each deed, read by its juror, and by others once the scoring is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.kernel.problems import N_, Problem, WrongState
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.queries import SheetOwner
from contest_portal.scoring.rules.second import SecondState
from contest_portal.scoring.rules.versions import SheetDeed, WrittenMark, read_marks, write_marks
from contest_portal.scoring.second import second_scoring_of
from contest_portal.scoring.version_models import SheetVersion

PAGE, ON_PAPER = "page", "paper"
"""Where a version comes from: a page, a printed sheet; what a phone wrote says how it came (`Via`)."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a sheet to read."""

    number: int
    deed: str
    marks: Mapping[str, WrittenMark]
    comment: str
    reason: str
    seal: str | None
    origin: str
    kept_by: str
    kept_at: datetime


def keep_version(
    session: Session, act: Act, sheet: Sheet, deed: SheetDeed, *, reason: str = "", origin: str = PAGE
) -> None:
    """Keep the sheet as it stands now, marks and all. Its marks are loaded, its row has been flushed."""
    last = select(func.coalesce(func.max(SheetVersion.number), 0)).where(SheetVersion.sheet_id == sheet.id)
    session.add(
        SheetVersion(
            sheet_id=sheet.id,
            number=last.scalar_subquery() + 1,
            deed=deed.value,
            marks=write_marks(
                {row.criterion_code: WrittenMark(row.units, row.reason) for row in sheet.marks}
            ),
            comment=sheet.comment,
            reason=reason,
            seal=sheet.sealed_sha256,
            origin=origin,
            kept_by=act.actor.user_id or 0,
            kept_at=act.at,
        )
    )


def versions_of(session: Session, sheet_id: int) -> tuple[VersionView, ...]:
    """List the versions of a sheet, the first one first. Marks: only to its juror before the scoring is closed."""
    rows = session.execute(
        select(SheetVersion, User.full_name)
        .join(User, User.id == SheetVersion.kept_by)
        .where(SheetVersion.sheet_id == sheet_id)
        .order_by(SheetVersion.number, SheetVersion.id)
    )
    return tuple(
        VersionView(
            number=row.number,
            deed=row.deed,
            marks=read_marks(row.marks),
            comment=row.comment,
            reason=row.reason,
            seal=row.seal,
            origin=row.origin,
            kept_by=name,
            kept_at=row.kept_at,
        )
        for row, name in rows
    )


def require_scored(session: Session, contest_id: int, owner: SheetOwner) -> None:
    """Raise WrongState while the scoring of a sheet is open: until then it is its juror's alone."""
    contest = contest_by_id(session, contest_id)
    if rulebook_of(session, contest_id).is_second(owner.phase_code):
        row = second_scoring_of(session, owner.application_id)
        is_closed = row is not None and row.state == SecondState.CLOSED
    else:
        is_closed = contest.scored_at is not None
    if not is_closed:
        raise WrongState(
            [
                Problem(
                    "sheet.history_not_yet",
                    field="state",
                    message=N_("La historia de una ficha se lee cuando la calificación está cerrada."),
                )
            ]
        )
