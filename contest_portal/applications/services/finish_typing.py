"""Finish one's typing of a paper."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.paper_desk import NOT_BEGUN, note, paper_in_work, typing_at
from contest_portal.applications.paper_models import PaperTyping
from contest_portal.applications.paper_queries import paper_view
from contest_portal.kernel.problems import WrongState

log = logging.getLogger(__name__)


def finish_typing(session: Session, act: Act, *, paper_id: int) -> PaperTyping:
    """Say that all of the paper is typed; saving again takes that back, until the other one is finished too."""
    paper, _ = paper_in_work(session, act, paper_id)
    place = paper_view(session, paper_id).own_place(act.actor.user_id)
    typing = None if place is None else typing_at(session, paper_id, place)
    if typing is None:
        raise WrongState([NOT_BEGUN])
    if typing.finished_at is None:
        typing.finished_at = act.at
        session.flush()
        note(session, act, paper, "typing_finished", typing=typing.place)
        log.info("typing finished", extra={"paper_id": paper_id, "place": typing.place})
    return typing
