"""Say that a paper sheet does not count."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import refuse
from contest_portal.scoring.paper_desk import note, paper_in_work, reason_problem
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.rules.paper_sheets import PAPER

log = logging.getLogger(__name__)


def void_sheet_paper(session: Session, act: Act, *, paper_id: int, reason: str) -> SheetPaper:
    """Say that a paper does not count; the juror's screen opens again. One that was entered is returned instead."""
    paper, _ = paper_in_work(session, act, paper_id)
    PAPER.require(paper, "void")
    refuse([reason_problem(reason)])
    paper.void_reason = reason.strip()
    PAPER.move(paper, "void", None)
    session.flush()
    note(session, act, paper, "voided", reason=paper.void_reason)
    log.info("sheet paper voided", extra={"paper_id": paper_id})
    return paper
