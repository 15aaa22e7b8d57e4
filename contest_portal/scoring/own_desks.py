"""Every sheet that a juror may write in a contest, at once: what a phone takes along."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.jury.queries import SeatedJuror
from contest_portal.scoring.desk import Desk
from contest_portal.scoring.entry_queries import entries_of
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.own_sheets import own_groups
from contest_portal.scoring.paper_queries import marks_on_paper
from contest_portal.scoring.second import first_stage


def own_desks(session: Session, contest_id: int, juror: SeatedJuror) -> tuple[Desk, ...]:
    """Open all sheets of a juror for reading, by group and phase; none of a group the juror left by recusal.

    The number of queries does not grow with the groups.
    """
    contest, rulebook = contest_by_id(session, contest_id), rulebook_of(session, contest_id)
    groups = own_groups(session, contest_id, juror)
    entries = entries_of(session, contest_id, (own.entrant for own in groups))
    sheets = _sheets(session, juror.juror_id)
    papers = marks_on_paper(session, contest_id, juror_id=juror.juror_id)
    return tuple(
        Desk(
            contest=contest,
            rulebook=rulebook,
            juror=juror,
            entrant=own.entrant,
            phase=rulebook.phase(own_sheet.phase_code),
            sheet=sheets.get((own.entrant.application_id, own_sheet.phase_code)),
            entry=entries[own.entrant.application_id],
            stage=first_stage(contest, rulebook),
            paper=papers.get((juror.juror_id, own.entrant.application_id, own_sheet.phase_code)),
        )
        for own in groups
        for own_sheet in own.sheets
    )


def _sheets(session: Session, juror_id: int) -> Mapping[tuple[int, str], Sheet]:
    rows: Iterable[Sheet] = session.scalars(
        select(Sheet)
        .where(Sheet.juror_id == juror_id)
        .options(selectinload(Sheet.marks))
        .order_by(Sheet.id)
        .execution_options(populate_existing=True)
    )
    return {(sheet.application_id, sheet.phase_code): sheet for sheet in rows}
