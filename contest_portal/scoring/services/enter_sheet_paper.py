"""Make what a paper sheet says the juror's final sheet, or say that the paper does not count."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.scoring.desk import Desk, desk_for_paper
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.paper_desk import (
    juror_act,
    note,
    panel_users,
    paper_in_work,
    standing_problems,
)
from contest_portal.scoring.paper_queries import SheetPaperView
from contest_portal.scoring.rules.paper_sheets import PAPER, typist_problems
from contest_portal.scoring.sheet_history import ON_PAPER
from contest_portal.scoring.sheet_writing import seal_sheet, write_sheet

log = logging.getLogger(__name__)


def enter_sheet_paper(session: Session, act: Act, *, paper_id: int) -> Sheet:
    """Write, check and seal a sheet as it was read from paper: the same record as from a screen.

    Whatever was drafted on the screen is replaced. Raises WrongState while the readings are open, Refused for marks out
    of range, skipped criteria and all that keeps any sheet from being final.
    """
    paper, view = paper_in_work(session, act, paper_id)
    PAPER.require(paper, "enter")
    outcome = view.outcome
    if outcome is None:
        raise WrongState([_not_read()])
    refuse(typist_problems(act.actor.user_id, (), panel_users(session, view.contest_id)))
    refuse(standing_problems(session, view))
    desk = _desk(session, act, view)
    marks = outcome.given(desk.rulebook.scoring.marks_per_point)
    write_sheet(
        session, act, desk, marks, reasons=outcome.reasons(), comment=outcome.comment, origin=ON_PAPER
    )
    desk = _desk(session, act, view)
    if desk.sheet is None:
        raise ValueError("a sheet just written is there")
    paper.sheet_id = desk.sheet.id
    seal_sheet(session, act, desk, desk.sheet, origin=ON_PAPER, paper=view.serial)
    PAPER.move(paper, "enter", None)
    session.flush()
    note(session, act, paper, "entered", sheet_id=desk.sheet.id)
    log.info("sheet paper entered", extra={"paper_id": paper_id, "sheet_id": desk.sheet.id})
    return desk.sheet


def _desk(session: Session, act: Act, view: SheetPaperView) -> Desk:
    return desk_for_paper(
        session, juror_act(view, act), application_id=view.application_id, phase_code=view.phase_code
    )


def _not_read() -> Problem:
    return Problem(
        "sheet_paper.not_read",
        field="state",
        message=N_(
            "Faltan transcripciones o diferencias por decidir. Complételas y registre después la ficha."
        ),
    )
