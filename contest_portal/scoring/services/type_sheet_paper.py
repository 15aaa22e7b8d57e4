"""Type a paper sheet, apart from whoever else types it; then say what it says where the two differ."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.rules.paper import Place
from contest_portal.kernel.problems import WrongState, refuse
from contest_portal.scoring.paper_desk import NOT_NOW, keep_reading, note, paper_in_work, typing_problems
from contest_portal.scoring.rules.paper_sheets import PaperState, TypedSheet

log = logging.getLogger(__name__)


def type_sheet_paper(session: Session, act: Act, *, paper_id: int, typed: TypedSheet) -> Place:
    """Keep a reading in the first place that is free. Refused for the panel, and for who typed this sheet already."""
    paper, view = paper_in_work(session, act, paper_id)
    place = view.free_place
    if view.state is not PaperState.RECEIVED or place is None:
        raise WrongState([NOT_NOW])
    refuse(typing_problems(session, act, view))
    keep_reading(session, act, paper_id, place, typed)
    note(session, act, paper, "typed", typing=place.value)
    log.info("sheet paper typed", extra={"paper_id": paper_id, "place": place.value})
    return place
