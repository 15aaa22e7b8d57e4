"""Named reads of what closed a scoring."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.queries import ranking
from contest_portal.scoring.rules.closing_data import ClosedLine, ClosedSheet, closing_hash
from contest_portal.scoring.rules.lifecycle import SheetState


def sealed_sheets(session: Session, contest_id: int) -> tuple[ClosedSheet, ...]:
    """List the final sheets of a contest with their seals, by group, phase and juror; none of a second scoring."""
    phases = [phase.code for phase in rulebook_of(session, contest_id).phases]
    rows = session.execute(
        select(Application.code, Sheet.phase_code, Sheet.juror_id, Sheet.sealed_sha256)
        .join(Application, Application.id == Sheet.application_id)
        .where(
            Application.contest_id == contest_id,
            Sheet.state == SheetState.FINAL.value,
            Sheet.phase_code.in_(phases),
        )
        .order_by(Application.code, Sheet.phase_code, Sheet.juror_id)
    )
    return tuple(ClosedSheet(code or "", phase, juror, seal or "") for code, phase, juror, seal in rows)


def closing_sha256(session: Session, contest: Contest) -> str:
    """Give the hash of what closed the scoring of a contest: anyone who has the ranking and the seals gets the same."""
    lines = (
        ClosedLine(line.code, line.category_code, line.standing, line.place, line.exact_total)
        for line in ranking(session, contest.id)
    )
    return closing_hash(contest.code, lines, sealed_sheets(session, contest.id))
