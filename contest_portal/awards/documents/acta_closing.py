"""What the acta says of the closing itself: a hash over it, the sheets on paper, and the acta it replaces."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.awards.documents.acta_changes import ActaStanding, changed_lines
from contest_portal.awards.documents.citing import Cited, cite
from contest_portal.contests.models import Contest
from contest_portal.documents.queries import documents_of
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.records import added_later
from contest_portal.scoring.closing_queries import closing_sha256, sealed_sheets
from contest_portal.scoring.paper_queries import sheet_papers
from contest_portal.scoring.rules.paper_sheets import PaperState


@dataclass(frozen=True, slots=True)
class ActaPaper:
    """A sheet that was filled in by hand, with its number and why."""

    serial: str
    juror_name: str
    code: str
    group_name: str
    phase_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReplacedActa:
    """The acta that was void before this one, why, and its lines that are others now."""

    cited: Cited
    voided_on: date
    reason: str
    changed: tuple[ActaStanding, ...] = added_later(())
    is_compared: bool = added_later(False)

    def line_of(self, code: str) -> ActaStanding | None:
        """Give the line of a group as it was there, if it is another now."""
        return next((line for line in self.changed if line.code == code), None)


@dataclass(frozen=True, slots=True)
class ActaClosing:
    """How many sheets were sealed and the hash over the ranking and their seals."""

    sheets: int
    sha256: str
    papers: tuple[ActaPaper, ...]
    replaces: ReplacedActa | None


def acta_closing(session: Session, contest: Contest, lines: Iterable[ActaStanding]) -> ActaClosing:
    """Gather what closed the scoring of a contest; `lines` are those of the acta that is made."""
    return ActaClosing(
        sheets=len(sealed_sheets(session, contest.id)),
        sha256=closing_sha256(session, contest),
        papers=tuple(
            ActaPaper(
                one.serial,
                one.juror_name,
                one.code.entry_code,
                one.group_name,
                one.phase_name,
                one.reason,
            )
            for one in sheet_papers(session, contest.id)
            if one.state is PaperState.ENTERED
        ),
        replaces=_replaced(session, contest.id, lines),
    )


def _replaced(session: Session, contest_id: int, lines: Iterable[ActaStanding]) -> ReplacedActa | None:
    """Give the newest acta of the contest that is void: while one stands, none is issued."""
    void = [
        one
        for one in documents_of(session, f"contest:{contest_id}")
        if one.kind == "acta" and one.state == DocumentState.VOID
    ]
    if not void or void[-1].voided_at is None:
        return None
    return ReplacedActa(
        cite(void[-1]),
        office_date(void[-1].voided_at),
        void[-1].void_reason or "",
        changed=changed_lines(void[-1], lines),
        is_compared=True,
    )
