"""Say what a paper sheet says where two people read otherwise."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.rules.paper import Place
from contest_portal.scoring.paper_desk import keep_reading, note, paper_in_work, refuse_settling
from contest_portal.scoring.rules.paper_sheets import TypedSheet

log = logging.getLogger(__name__)


def settle_sheet_paper(session: Session, act: Act, *, paper_id: int, typed: TypedSheet) -> None:
    """Keep what the paper says where two readings differ. WrongState before both are there, and for one's own."""
    paper, view = paper_in_work(session, act, paper_id)
    refuse_settling(session, act, view)
    keep_reading(session, act, paper_id, Place.SETTLED, typed)
    note(session, act, paper, "settled", fields=list(view.differing))
    log.info("sheet paper settled", extra={"paper_id": paper_id})
